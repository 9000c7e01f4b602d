import { algorithmOf, digestOf } from '../../oci/digest.ts'
import { linkedLayersOf, parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { PromoteError } from '../../support/errors.ts'
import { answerError, faultsOf, isImmutableRefusal, type Purpose } from '../failures/errors.ts'
import type { WireAnswer } from '../http/transport.ts'

const ANY_DIGEST = /sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}/g

/** The error that the refusal of a manifest means, with what about the manifest may be the reason. */
export function manifestRefusal(purpose: Purpose, answer: WireAnswer, manifest: RawManifest): PromoteError {
  if (isImmutableRefusal(answer)) return immutableError(purpose, answer)
  const error = answerError(purpose, answer)
  if (answer.status === 401 || answer.status === 403) return error
  const foreign = foreignDigests(manifest)
  const named = digestsIn(answer)
  const missing = named.filter((digest) => !foreign.includes(digest))
  const isMissing = saysPartsAreMissing(answer)
  // distribution answers 500 and names a foreign layer among what it lacks, because its URL is not allowed.
  if (isMissing && (missing.length > 0 || foreign.length === 0)) {
    return new PromoteError('not-found', error.message, {
      ...error.details,
      missing,
      hint: 'Blobs it names are gone from the repository, perhaps by a garbage collection while this ran: run it again.',
    })
  }
  const hint = foreign.length > 0 ? FOREIGN_HINT : isSha512(manifest) ? sha512Hint(manifest) : undefined
  if (hint === undefined || (answer.status >= 500 && !isMissing)) return error
  return new PromoteError(error.code === 'content' ? 'unsupported' : error.code, error.message, {
    ...error.details,
    hint,
  })
}

/** The error for a tag that the registry does not let move. */
export function immutableError(purpose: Purpose, answer: WireAnswer): PromoteError {
  const { message, details } = answerError(purpose, answer)
  return new PromoteError('immutable', message, {
    ...details,
    hint: 'The registry does not let this tag move. Promote under another tag, or change the rule there.',
  })
}

/** It cannot be known before: no registry says which algorithms it stores manifests by. */
function sha512Hint({ bytes }: RawManifest): string {
  return `Many registries store manifests under sha256 digests alone, and this one is named by its sha512 digest. Select the same content by its tag or as ${digestOf(bytes)}; where an index names it by sha512 the image has to be built again.`
}

const FOREIGN_HINT =
  'It has layers that are named by URL (foreign layers), and the registry has to allow such URLs (in distribution: validation.manifests.urls.allow).'

/** Registries have several codes for it; some say it in words alone. */
function saysPartsAreMissing(answer: WireAnswer): boolean {
  return faultsOf(answer).some(
    ({ code, message }) =>
      code === 'MANIFEST_BLOB_UNKNOWN' ||
      code === 'BLOB_UNKNOWN' ||
      (/MANIFEST_INVALID|invalid manifest/i.test(`${code} ${message}`) && saysBlobIsMissing(message)),
  )
}

function saysBlobIsMissing(message: string): boolean {
  const text = message.toLowerCase()
  const at = text.indexOf('blob')
  return at >= 0 && /unknown|not found|missing|not exist/.test(text.slice(at))
}

function digestsIn({ body }: WireAnswer): readonly string[] {
  return [...new Set(Buffer.from(body).toString('utf8').match(ANY_DIGEST) ?? [])]
}

function foreignDigests(manifest: RawManifest): readonly string[] {
  return linkedLayersOf(parseManifest(manifest)).map(({ digest }) => digest)
}

function isSha512({ descriptor }: RawManifest): boolean {
  return algorithmOf(descriptor.digest) === 'sha512'
}
