import { algorithmOf, type Digest, hexOf } from './digest.ts'

/** What cosign keeps under a tag of its own beside an image: signatures, attestations, an SBOM. */
export type CosignSuffix = 'sig' | 'att' | 'sbom'

/** The suffixes of cosign's tags. */
export const COSIGN_SUFFIXES: readonly CosignSuffix[] = ['sig', 'att', 'sbom']

const REFERRER_TAG = /^sha(?:256|512)-[a-f0-9]{64}(?:\.|$)/

/**
 * The tag whose index lists the referrers of a manifest where a registry has no referrers API: the algorithm, a dash, and
 * at most 64 hex digits. OCI distribution spec 1.1, "Referrers Tag Schema".
 */
export function fallbackTag(subject: Digest): string {
  return `${algorithmOf(subject)}-${hexOf(subject).slice(0, 64)}`
}

/** The tag under which cosign keeps what belongs to a manifest; undefined for digests it has no such tags for. */
export function cosignTag(subject: Digest, suffix: CosignSuffix): string | undefined {
  return algorithmOf(subject) === 'sha256' ? `sha256-${hexOf(subject)}.${suffix}` : undefined
}

/** True for a tag that is made of a digest (a fallback index, cosign's tags, those of other tools): it names no version of an image. */
export function isReferrerTag(tag: string): boolean {
  return REFERRER_TAG.test(tag)
}
