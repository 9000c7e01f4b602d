import canonicalize from 'canonicalize'
import { algorithmOf, type Digest, hexOf } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { parseJson } from '../../support/parse-json.ts'
import type { Envelope } from './dsse.ts'

/** The payload type of an envelope that holds an in-toto statement. */
export const IN_TOTO_TYPE = 'application/vnd.in-toto+json'

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1'

/** A digest as in-toto has it: by the name of its algorithm. */
export type DigestSet = Readonly<Record<string, string>>

/** Names something and says by its digest which. in-toto attestation framework 1.0, "ResourceDescriptor". */
export interface Resource {
  readonly name?: string
  readonly uri?: string
  readonly digest?: DigestSet
}

/** What is said about an image. in-toto attestation framework 1.0, "Statement". */
export interface Statement<Predicate = unknown> {
  readonly _type: typeof STATEMENT_TYPE
  readonly subject: readonly Resource[]
  readonly predicateType: string
  readonly predicate: Predicate
}

/** A digest as in-toto has it. */
export function digestSet(digest: Digest): DigestSet {
  return { [algorithmOf(digest)]: hexOf(digest) }
}

/** A statement about an image in a repository. */
export function statementAbout<Predicate>(
  { repository, digest }: { readonly repository: string; readonly digest: Digest },
  predicateType: string,
  predicate: Predicate,
): Statement<Predicate> {
  return {
    _type: STATEMENT_TYPE,
    subject: [{ name: repository, digest: digestSet(digest) }],
    predicateType,
    predicate,
  }
}

/** The bytes of a statement: canonical JSON (RFC 8785), so that the same facts are the same bytes. */
export function statementBytes(statement: Statement): Uint8Array {
  return Buffer.from(canonicalize(statement) ?? '')
}

/** The statement in an envelope; its signatures are not judged. @throws PromoteError `protocol` when there is none */
export function statementIn({ payload, payloadType }: Envelope): Statement {
  if (payloadType !== IN_TOTO_TYPE) throw noStatement(`its payload is ${payloadType}`)
  let document: unknown
  try {
    document = parseJson(Buffer.from(payload, 'base64').toString('utf8'))
  } catch (cause) {
    throw noStatement('its payload is not JSON', cause)
  }
  if (!isObject(document) || document._type !== STATEMENT_TYPE)
    throw noStatement('its payload is of another type')
  const { subject, predicateType, predicate } = document
  if (!Array.isArray(subject) || typeof predicateType !== 'string') throw noStatement('it lacks fields')
  return { _type: STATEMENT_TYPE, subject: subject.filter(isObject), predicateType, predicate }
}

/** Whether a statement is about content with this digest. */
export function isAbout({ subject }: Statement, digest: Digest): boolean {
  const algorithm = algorithmOf(digest)
  return subject.some(({ digest: own }) => isObject(own) && own[algorithm] === hexOf(digest))
}

function noStatement(why: string, cause?: unknown): PromoteError {
  return new PromoteError('protocol', `It holds no in-toto statement: ${why}.`, { cause })
}
