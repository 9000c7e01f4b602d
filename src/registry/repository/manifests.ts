import type { Descriptor } from '../../oci/descriptor.ts'
import { algorithmOf, type Digest, digestOf, isDigest } from '../../oci/digest.ts'
import { type RawManifest, rawManifest, schema1Refusal } from '../../oci/manifest.ts'
import {
  bareMediaType,
  isIndexType,
  isManifestType,
  isSchema1Type,
  MANIFEST_MEDIA_TYPES,
} from '../../oci/media-types.ts'
import type { CallOptions, ManifestSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { MAX_MANIFEST_BYTES } from '../../support/limits.ts'
import { isAbsence, isWebPage, type Purpose, protocolError } from '../failures/errors.ts'
import { type HeaderFields, headerOf, isEncoded, NO_CODING, type WireAnswer } from '../http/transport.ts'
import { expectStatus, type Repository } from './repository.ts'

const REFUSALS = new Set([401, 403])
const ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(', ') }

/** Reads the manifests of a repository. OCI distribution spec 1.1, "Pulling manifests". */
export function manifestSource(repository: Repository): ManifestSource {
  const { exchange } = repository
  const manifest = async (
    reference: string,
    { signal }: CallOptions = {},
  ): Promise<RawManifest | undefined> => {
    const purpose = repository.purposeOf('read the manifest', reference)
    const get = async (more: Readonly<Record<string, string>>): Promise<WireAnswer | undefined> => {
      const answer = await exchange.ask({
        purpose,
        method: 'GET',
        url: repository.url(`manifests/${reference}`),
        rights: repository.reading,
        headers: { ...ACCEPT, ...more },
        maxBytes: MAX_MANIFEST_BYTES,
        queue: isDigest(reference) ? 'ahead' : 'in-turn',
        signal,
      })
      return isAbsence(answer) ? undefined : expectStatus(purpose, answer, 200)
    }
    const first = await get({})
    if (first === undefined) return undefined
    // A registry signs schema 1 anew for each answer, so its bytes never are what a digest says: it is refused by its type.
    if (isSchema1(first) || isAsTold(first, reference)) return readManifest(purpose, reference, first)
    const second = await get(NO_CODING)
    if (second === undefined) return undefined
    // Equal bytes twice are what the registry holds, whatever its header says of them.
    if (!isDigest(reference) && !isAsTold(second, reference) && !sameBytes(first.body, second.body)) {
      throw contentError(purpose, 'bytes that differ from one answer to the next')
    }
    return readManifest(purpose, reference, second)
  }
  return {
    // Known by the host's name alone: what only answers betray has no such limit.
    countsReads: exchange.endpoint.profile?.limitsPulls === true,
    manifest,
    async resolve(reference, options = {}) {
      const purpose = repository.purposeOf('look up', reference)
      const answer = await exchange.ask({
        purpose,
        method: 'HEAD',
        url: repository.url(`manifests/${reference}`),
        rights: repository.reading,
        headers: ACCEPT,
        signal: options.signal,
      })
      if (answer.status === 404) return undefined
      // Some servers know no HEAD here, and some leave fields out of its answer: the manifest itself tells all.
      if (answer.status === 405) return (await manifest(reference, options))?.descriptor
      // A HEAD has no words, and a refusal says the same for many reasons: those that a GET gives tell which.
      if (REFUSALS.has(answer.status)) await manifest(reference, options)
      expectStatus(purpose, answer, 200)
      return describedBy(answer.headers, reference) ?? (await manifest(reference, options))?.descriptor
    },
  }
}

function describedBy(headers: HeaderFields, reference: string): Descriptor | undefined {
  const mediaType = bareMediaType(headerOf(headers, 'content-type') ?? '')
  const size = Number(headerOf(headers, 'content-length') ?? 0)
  const told = headerOf(headers, 'docker-content-digest')
  const digest = told ?? reference
  if (!isDigest(digest) || (isDigest(reference) && digest !== reference)) return undefined
  if (!(isIndexType(mediaType) || isManifestType(mediaType))) return undefined
  if (!Number.isSafeInteger(size) || size <= 0) return undefined
  return { mediaType, digest, size }
}

function isSchema1({ headers }: Pick<WireAnswer, 'headers'>): boolean {
  return isSchema1Type(bareMediaType(headerOf(headers, 'content-type') ?? ''))
}

/** False when the bytes are not those of the digest that was asked for, or that the header names. */
function isAsTold({ headers, body }: WireAnswer, reference: string): boolean {
  const told = isDigest(reference) ? reference : (headerOf(headers, 'docker-content-digest') ?? '')
  return !isDigest(told) || digestOf(body, algorithmOf(told)) === told
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

/** The manifest in an answer, hashed; what its headers say of its digest does not count. */
function readManifest(purpose: Purpose, reference: string, { headers, body }: WireAnswer): RawManifest {
  requireIdentity(purpose, headers)
  if (isWebPage(headers, body)) {
    throw protocolError(
      purpose,
      `${purpose.host} answered with a web page`,
      `Is ${purpose.host} a registry? A login page or a proxy may stand in its place.`,
    )
  }
  try {
    if (isSchema1({ headers })) throw schema1Refusal()
    if (isDigest(reference)) requireDigest(purpose, reference, body)
    const manifest = rawManifest(body, bareMediaType(headerOf(headers, 'content-type') ?? ''))
    if (!isDigest(reference)) return manifest
    return { ...manifest, descriptor: { ...manifest.descriptor, digest: reference } }
  } catch (error) {
    if (!(error instanceof PromoteError) || error.code === 'content') throw error
    throw new PromoteError(error.code, `Could not ${purpose.doing}: ${error.message}`, {
      ...error.details,
      reference: purpose.reference,
      cause: error,
    })
  }
}

function requireDigest(purpose: Purpose, digest: Digest, body: Uint8Array): void {
  const found = digestOf(body, algorithmOf(digest))
  if (found === digest) return
  throw contentError(purpose, found)
}

function contentError(purpose: Purpose, found: string): PromoteError {
  return new PromoteError('content', `Could not ${purpose.doing}: ${purpose.host} answered with ${found}.`, {
    reference: purpose.reference,
    hint: 'The registry, or something between it and here, has damaged the manifest.',
  })
}

/** @throws PromoteError `protocol` for a body that was compressed on the way: its digest would be another */
export function requireIdentity(purpose: Purpose, headers: HeaderFields): void {
  if (!isEncoded(headers)) return
  throw protocolError(
    purpose,
    `${purpose.host} compressed its answer (${headerOf(headers, 'content-encoding')?.slice(0, 20)})`,
    'A proxy in between may do that: content has to come as it is stored.',
  )
}
