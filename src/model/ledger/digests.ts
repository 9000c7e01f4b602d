import type { Digest } from '../../oci/digest.ts'
import { isOfPromotion, type LedgerAttestation, type LedgerLine } from './entry.ts'
import type { LedgerStep } from './steps.ts'

/** A digest as a person writes it: all of it, or its first hex digits, with or without the algorithm. */
export interface DigestPrefix {
  /** `sha256:` or `sha512:`; empty for either. */
  readonly algorithm: string
  /** Eight or more hex digits, lower case. */
  readonly hex: string
}

/** How many hex digits a person has to write at least; as many as every report shows. */
export const FEWEST_DIGITS = 8

/** The text as a digest or the beginning of one; undefined when it is none, or has fewer than eight hex digits. */
export function digestPrefixOf(text: string): DigestPrefix | undefined {
  const [, algorithm = '', hex = ''] = /^(sha256:|sha512:)?([0-9a-f]{8,128})$/.exec(text.toLowerCase()) ?? []
  return hex === '' ? undefined : { algorithm, hex }
}

/** Whether a digest begins so. */
export function beginsWith(digest: Digest, { algorithm, hex }: DigestPrefix): boolean {
  return digest.startsWith(algorithm) && digest.startsWith(hex, digest.indexOf(':') + 1)
}

/** Every digest of a step: its image's, those its tags hold and held, those it took out, and those of what came along. */
export function digestsOfStep({
  digest,
  tags,
  takenOut = [],
  referrers = [],
}: LedgerStep): readonly Digest[] {
  return [
    digest,
    ...tags.flatMap(({ old, new: wanted }) => [old, wanted].filter((one) => one !== null)),
    ...takenOut,
    ...referrers.flatMap((referrer) => [referrer.digest, referrer.subject]),
  ]
}

/** Every digest of an attestation: its image's, and its own where it was attached. */
export function digestsOfAttestation({ digest, referrer, content }: LedgerAttestation): readonly Digest[] {
  return [digest, ...[referrer, content].filter((own) => own !== null)]
}

/** The digests that an entry is known by: its hash, and that of the plan it is about, where there is one. */
export function ownDigests(line: LedgerLine): readonly Digest[] {
  const { hash } = line.entry
  if (line.kind === 'newer') return [hash]
  const { entry } = line
  if (isOfPromotion(entry)) return [hash, entry.plan]
  return entry.kind === 'reject' && entry.named.plan !== null ? [hash, entry.named.plan] : [hash]
}

/** Every digest that a person may mean this line by. Of one that a newer version made only its hash is known. */
export function digestsOfLine(line: LedgerLine): readonly Digest[] {
  if (line.kind === 'newer') return ownDigests(line)
  const { entry } = line
  switch (entry.kind) {
    case 'intent':
    case 'outcome':
      return [...ownDigests(line), ...entry.steps.flatMap(digestsOfStep)]
    case 'abandon':
      return [
        ...ownDigests(line),
        ...entry.tags.flatMap(({ wanted, holds }) =>
          [wanted, holds].flatMap((one) => (one === null || one === 'unknown' ? [] : [one])),
        ),
      ]
    case 'approval':
      return [...ownDigests(line), ...entry.images.map(({ digest }) => digest)]
    case 'hold':
    case 'reject':
    case 'release':
      return entry.digest === null ? ownDigests(line) : [...ownDigests(line), entry.digest]
    case 'attestation':
      return [...ownDigests(line), ...entry.attestations.flatMap(digestsOfAttestation)]
    default:
      return entry satisfies never
  }
}
