import { artifactTypeOf, type ParsedManifest } from '../oci/manifest.ts'
import type { CosignSuffix } from '../oci/referrer-tags.ts'

/** What a referrer can be; one may be several: a signed SBOM is an `sbom` and an `attestation`. */
export type ReferrerKind = 'signature' | 'sbom' | 'provenance' | 'attestation'

/** The kinds a promotion file can name; anything else there is an artifact type. */
export const REFERRER_KINDS: readonly ReferrerKind[] = ['signature', 'sbom', 'provenance', 'attestation']

/** Which referrers come along into an environment, and which must. Entries are kinds or artifact types. */
export interface ReferrersRule {
  readonly copy: 'all' | 'none' | readonly string[]
  readonly require: readonly string[]
}

/** What a referrer is, as far as its manifest tells. */
export interface ReferrerNature {
  /** In the order of {@link REFERRER_KINDS}; empty where none fits. */
  readonly kinds: readonly ReferrerKind[]
  /** Its artifact type, or the type of its config; empty for an index without one. */
  readonly artifactType: string
}

/** No media type is longer (RFC 6838, section 4.2), and what a stranger wrote is not repeated at any length. */
const MAX_TYPE_LENGTH = 255

const COSIGN_SIGN_PREDICATE = 'https://sigstore.dev/cosign/sign/v1'
const SIGNATURE_TYPES =
  /^application\/vnd\.(?:dev\.cosign\.(?:artifact\.sig|simplesigning)\.|cncf\.notary\.signature)/
const SBOM_TYPES = /spdx|cyclonedx|syft|sbom/i
const PROVENANCE_TYPES = /provenance/i
const ATTESTATION_TYPES = /in-toto|dsse|^application\/vnd\.dev\.cosign\.artifact\.att\./i

/** Where manifests and layers say what an attestation is about: sigstore bundles, in-toto, cosign's `.att` layers. */
const PREDICATE_ANNOTATIONS = [
  'dev.sigstore.bundle.predicateType',
  'in-toto.io/predicate-type',
  'predicateType',
]
const BUNDLE_CONTENT = 'dev.sigstore.bundle.content'

/**
 * What a referrer is: by its artifact type, the types of its layers, and the annotations that name a predicate. A sigstore
 * bundle that does not say what it holds is of no kind.
 * @param suffix of the cosign tag it stands under
 */
export function natureOf(parsed: ParsedManifest, suffix?: CosignSuffix): ReferrerNature {
  const artifactType = (artifactTypeOf(parsed) ?? '').slice(0, MAX_TYPE_LENGTH)
  const layers = parsed.kind === 'image' ? parsed.layers : []
  const kinds = new Set<ReferrerKind>(suffix === undefined ? [] : [KIND_OF_SUFFIX[suffix]])
  for (const type of [artifactType, ...layers.map((layer) => layer.mediaType)]) {
    for (const kind of kindsOfType(type)) kinds.add(kind)
  }
  for (const annotations of [parsed.annotations, ...layers.map((layer) => layer.annotations ?? {})]) {
    if (annotations[BUNDLE_CONTENT] === 'message-signature') kinds.add('signature')
    for (const name of PREDICATE_ANNOTATIONS) {
      for (const kind of kindsOfPredicate(annotations[name])) kinds.add(kind)
    }
  }
  return { kinds: REFERRER_KINDS.filter((kind) => kinds.has(kind)), artifactType }
}

/** Whether an entry of a promotion file means this referrer: one of its kinds, or its artifact type. */
function isMeant(entry: string, nature: ReferrerNature): boolean {
  return entry === nature.artifactType || nature.kinds.some((kind) => kind === entry)
}

/** Whether a rule brings this referrer along. */
export function isBrought(rule: ReferrersRule, nature: ReferrerNature): boolean {
  if (typeof rule.copy === 'string') return rule.copy === 'all'
  return rule.copy.some((entry) => isMeant(entry, nature))
}

/** What people call a referrer: the kind that says most, else its artifact type. */
export function referrerName({ kinds, artifactType }: ReferrerNature): string {
  const order: readonly ReferrerKind[] = ['provenance', 'sbom', 'signature', 'attestation']
  return order.find((kind) => kinds.includes(kind)) ?? (artifactType || 'artifact')
}

/** `2 × signature, sbom`: names with how often each stands there, in the order they first do. */
export function countedNames(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(', ')
}

/** An image as far as its referrers are concerned: what can be a subject in it. */
export interface Subject {
  readonly digest: string
  /** What an index lists, the attestations that BuildKit puts beside images left out. */
  readonly children: readonly Subject[]
}

/**
 * The required entries that an image lacks. One is there when a referrer of the image itself is meant by it, or when each
 * image of an index has one; a signature of its SBOM does not make an image signed.
 */
export function lackingKinds(
  required: readonly string[],
  image: Subject,
  referrers: readonly (ReferrerNature & { readonly subject: string })[],
): readonly string[] {
  return required.filter((entry) => {
    const meant = new Set(referrers.filter((one) => isMeant(entry, one)).map(({ subject }) => subject))
    // What is listed more than once is looked at once.
    const known = new Map<string, boolean>()
    const covers = ({ digest, children }: Subject): boolean => {
      const found = known.get(digest)
      if (found !== undefined) return found
      const isCovered = meant.has(digest) || (children.length > 0 && children.every(covers))
      known.set(digest, isCovered)
      return isCovered
    }
    return !covers(image)
  })
}

/**
 * Whether one manifest under a cosign tag has all that another one has. Signatures of one image can have equal layers:
 * they differ in the annotation that holds the signature.
 */
export function includesLayers(whole: ParsedManifest, part: ParsedManifest): boolean {
  if (whole.kind !== 'image' || part.kind !== 'image') return false
  const there = new Set(whole.layers.map(layerKey))
  return part.layers.every((layer) => there.has(layerKey(layer)))
}

const KIND_OF_SUFFIX: Readonly<Record<CosignSuffix, ReferrerKind>> = {
  sig: 'signature',
  att: 'attestation',
  sbom: 'sbom',
}

function layerKey(layer: {
  readonly digest: string
  readonly annotations?: Readonly<Record<string, string>>
}): string {
  return `${layer.digest} ${layer.annotations?.['dev.cosignproject.cosign/signature'] ?? ''}`
}

function kindsOfType(type: string): readonly ReferrerKind[] {
  if (SIGNATURE_TYPES.test(type)) return ['signature']
  const kinds: ReferrerKind[] = []
  if (ATTESTATION_TYPES.test(type)) kinds.push('attestation')
  if (SBOM_TYPES.test(type)) kinds.push('sbom')
  if (PROVENANCE_TYPES.test(type)) kinds.push('provenance')
  return kinds
}

function kindsOfPredicate(predicate: string | undefined): readonly ReferrerKind[] {
  if (predicate === undefined || predicate === '') return []
  if (predicate === COSIGN_SIGN_PREDICATE) return ['signature']
  if (SBOM_TYPES.test(predicate)) return ['sbom', 'attestation']
  return PROVENANCE_TYPES.test(predicate) ? ['provenance', 'attestation'] : ['attestation']
}
