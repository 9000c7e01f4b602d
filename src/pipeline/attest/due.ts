import type { Judged } from '../../model/attestation/summary.ts'
import type { AttestationForm, LedgerAttestation } from '../../model/ledger/entry.ts'
import type { Digest } from '../../oci/digest.ts'
import type { AttestedLedger, KnownAttestation, Promoted, PromotedImage } from './ledger-facts.ts'

/** One attestation that an image is to have. */
export interface Due {
  readonly image: PromotedImage
  readonly as: AttestationForm
  readonly promoted: Promoted
  /** Where it stands as the ledger has it; undefined where the ledger does not say that it was attached. */
  readonly attached?: LedgerAttestation
  /** The candidate's tag; undefined where only the ledger knows it. */
  readonly tag?: string | null
  /** By which promotion file it was judged, where that is known. */
  readonly configDigest: Digest | null
}

/** An image of the plan, in its place. */
export interface PlacedImage extends PromotedImage {
  readonly tag: string | null
}

/** What is known of the run that attests. */
export interface AttestingRun {
  readonly plan: Digest
  readonly configDigest: Digest
}

/**
 * What is to be attached: to each image of the plan that stands where the ledger says a promotion brought it, and to what a
 * run before could not attach it to. Pure.
 */
export function dueAttestations(
  ledger: AttestedLedger,
  placed: readonly PlacedImage[],
  forms: readonly AttestationForm[],
  run: AttestingRun,
): readonly Due[] {
  const due = placed.flatMap((image): readonly Due[] => {
    const promoted = ledger.promoted(image)
    if (promoted === undefined) return []
    return forms.map((as) => {
      const known = ledger.known(promoted.entry.id, image, as)
      const attached = known?.attestation.result === 'attached' ? { attached: known.attestation } : {}
      const isOwn = promoted.entry.plan === run.plan
      return {
        ...{ image, as, promoted, tag: image.tag, ...attached },
        configDigest: isOwn ? run.configDigest : configOf(known, promoted),
      }
    })
  })
  const before = ledger.failed().flatMap((known): readonly Due[] => {
    const { attestation: image, promoted } = known
    const { as } = image
    const isListed = due.some((one) => one.as === as && isSame(one, { image, promoted }))
    return isListed || !forms.includes(as)
      ? []
      : [{ image, as, promoted, configDigest: configOf(known, promoted) }]
  })
  return [...due, ...before]
}

/** By which file the outcome's own run was judged, as it noted when it could not attest; another run may have had another. */
function configOf(known: KnownAttestation | undefined, { entry }: Promoted): Digest | null {
  return known?.entry.run.id === entry.run.id ? known.entry.configDigest : null
}

function isSame(one: Pick<Due, 'image' | 'promoted'>, other: Pick<Due, 'image' | 'promoted'>): boolean {
  return (
    one.promoted.entry.id === other.promoted.entry.id &&
    one.image.image === other.image.image &&
    one.image.destination === other.image.destination &&
    one.image.digest === other.image.digest
  )
}

/** What a summary of it can rest on: what its own run was told or, of an image of this plan, what this run was; undefined for neither. */
export function judgedFor(due: Due, then: Judged['verdicts'], now: Judged | undefined): Judged | undefined {
  if (due.configDigest === null) return due.tag === undefined ? undefined : now
  return { configDigest: due.configDigest, verdicts: then, at: due.promoted.entry.at }
}
