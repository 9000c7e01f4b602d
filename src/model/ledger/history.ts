import { beginsWith, type DigestPrefix, digestsOfAttestation, digestsOfStep, ownDigests } from './digests.ts'
import {
  type AbandonedTag,
  type ApprovedImage,
  inStepOf,
  isOfPromotion,
  type LedgerAttestation,
  type LedgerEntry,
  type LedgerLine,
  type PromotionEntry,
} from './entry.ts'
import { outcomeOf } from './outcome.ts'
import type { LedgerStep } from './steps.ts'

/** What to pick of a history; all given ones must fit. */
export interface HistoryFilter {
  /** An environment, as source or destination; what is rejected is rejected in each. */
  readonly environment?: string | undefined
  readonly image?: string | undefined
  /** Who ran it, or started it at first; upper and lower case are one. */
  readonly actor?: string | undefined
  /** What it has to have: as an image, a tag's content before or after, a referrer, a plan, or the hash of the entry. */
  readonly digest?: DigestPrefix | undefined
  /** The earliest time. */
  readonly since?: Date | undefined
  /** The latest time. */
  readonly until?: Date | undefined
}

/**
 * The part of a line that the filter asks for: of its steps those of the image and with the digest; undefined when nothing
 * of it belongs. A line of a newer version belongs where its time does, and its hash: what else it is about is not known.
 */
export function partOf(line: LedgerLine, filter: HistoryFilter): LedgerLine | undefined {
  const { environment, actor, digest, since, until } = filter
  const at = Date.parse(line.entry.at)
  if (since !== undefined && at < since.getTime()) return undefined
  if (until !== undefined && at > until.getTime()) return undefined
  const isNamed = digest === undefined || ownDigests(line).some((own) => beginsWith(own, digest))
  if (line.kind === 'newer') return isNamed ? line : undefined
  const { entry } = line
  if (environment !== undefined && !isAbout(entry, environment)) return undefined
  if (actor !== undefined && !actorsOf(entry).some((name) => isSameName(name, actor))) return undefined
  const { digest: _, ...rest } = filter
  const part = ofSteps(entry, isNamed ? rest : filter)
  return part === undefined ? undefined : { kind: 'entry', entry: part }
}

/** Whether {@link partOf} may leave steps out: what comes back is then not the entry as it stands in the ledger. */
export function leavesOut({
  image,
  digest,
}: {
  readonly image?: unknown
  readonly digest?: unknown
}): boolean {
  return image !== undefined || digest !== undefined
}

/** Who ran it, and who started it at first where that is somebody else. */
export function actorsOf({ run }: Pick<LedgerEntry, 'run'>): readonly string[] {
  return run.startedBy === undefined ? [run.actor] : [run.actor, run.startedBy]
}

/** Whether two names are one, whatever their case. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** The environments that an entry names. */
export function environmentsOf(entry: LedgerEntry): readonly string[] {
  switch (entry.kind) {
    case 'intent':
    case 'outcome':
    case 'abandon':
    case 'approval':
    case 'attestation':
      return [entry.from, entry.to]
    case 'hold':
    case 'release':
      return entry.environment === null ? [] : [entry.environment]
    case 'reject':
      return entry.named.environment === null ? [] : [entry.named.environment]
    default:
      return entry satisfies never
  }
}

/** The names of the images that an entry is about. */
export function imagesOf(entry: LedgerEntry): readonly string[] {
  switch (entry.kind) {
    case 'intent':
    case 'outcome':
      return entry.steps.map((step) => step.image)
    case 'abandon':
      return entry.tags.map((tag) => tag.image)
    case 'approval':
      return entry.images.map(({ image }) => image)
    case 'hold':
      return [entry.image]
    case 'reject':
      return entry.named.image === null ? [] : [entry.named.image]
    case 'release':
      return entry.image === null ? [] : [entry.image]
    case 'attestation':
      return entry.attestations.map(({ image }) => image)
    default:
      return entry satisfies never
  }
}

/** The ids of the intents that a line ends. */
export function endedIntents(line: LedgerLine): readonly string[] {
  if (line.kind === 'newer') return []
  const { entry } = line
  switch (entry.kind) {
    case 'intent':
    case 'approval':
    case 'hold':
    case 'reject':
    case 'release':
    case 'attestation':
      return []
    case 'outcome':
      return outcomeOf(entry).intents
    case 'abandon':
      return [entry.intent]
    default:
      return entry satisfies never
  }
}

/** Whether an entry says something of an environment: a rejection, and its end, does of every one. */
function isAbout(entry: LedgerEntry, environment: string): boolean {
  const isOfAll = entry.kind === 'reject' || (entry.kind === 'release' && entry.environment === null)
  return isOfAll || environmentsOf(entry).includes(environment)
}

function ofSteps(entry: LedgerEntry, filter: HistoryFilter): LedgerEntry | undefined {
  if (!leavesOut(filter)) return entry
  const { image, digest } = filter
  if (!isOfPromotion(entry)) {
    const isNamed = image === undefined || imagesOf(entry).includes(image)
    const holds = digest === undefined || (entry.digest !== null && beginsWith(entry.digest, digest))
    return isNamed && holds ? entry : undefined
  }
  const hasStep = (step: LedgerStep): boolean =>
    (image === undefined || step.image === image) &&
    (digest === undefined || digestsOfStep(step).some((own) => beginsWith(own, digest)))
  const hasTag = ({ image: own, wanted, holds }: AbandonedTag): boolean =>
    (image === undefined || own === image) &&
    (digest === undefined ||
      (wanted !== null && beginsWith(wanted, digest)) ||
      (holds !== null && holds !== 'unknown' && beginsWith(holds, digest)))
  const hasImage = ({ image: own, digest: approved }: ApprovedImage): boolean =>
    (image === undefined || own === image) && (digest === undefined || beginsWith(approved, digest))
  const hasAttestation = (one: LedgerAttestation): boolean =>
    (image === undefined || one.image === image) &&
    (digest === undefined || digestsOfAttestation(one).some((own) => beginsWith(own, digest)))
  const part = partial(entry, { hasStep, hasTag, hasImage, hasAttestation })
  return imagesOf(part).length === 0 ? undefined : part
}

/** Which parts of an entry are asked for. */
interface Asked {
  readonly hasStep: (step: LedgerStep) => boolean
  readonly hasTag: (tag: AbandonedTag) => boolean
  readonly hasImage: (image: ApprovedImage) => boolean
  readonly hasAttestation: (attestation: LedgerAttestation) => boolean
}

function partial(
  entry: PromotionEntry,
  { hasStep, hasTag, hasImage, hasAttestation }: Asked,
): PromotionEntry {
  switch (entry.kind) {
    case 'attestation':
      return { ...entry, attestations: entry.attestations.filter(hasAttestation) }
    case 'approval':
      return { ...entry, images: entry.images.filter(hasImage) }
    case 'abandon':
      return { ...entry, tags: entry.tags.filter(hasTag) }
    case 'intent': {
      const steps = entry.steps.filter(hasStep)
      const found = inStepOf(entry).filter(hasStep)
      const { inStep: _, ...rest } = entry
      return {
        ...rest,
        steps,
        ...(found.length === 0 ? {} : { inStep: found }),
        verdicts: verdictsOf(entry, steps),
      }
    }
    case 'outcome': {
      if (entry.formatVersion === 1) {
        const steps = entry.steps.filter(hasStep)
        return { ...entry, steps, verdicts: verdictsOf(entry, steps) }
      }
      const steps = entry.steps.filter(hasStep)
      return { ...entry, steps, verdicts: verdictsOf(entry, steps) }
    }
    default:
      return entry satisfies never
  }
}

function verdictsOf<Verdict extends { readonly image: string }>(
  { verdicts }: { readonly verdicts: readonly Verdict[] },
  steps: readonly LedgerStep[],
): readonly Verdict[] {
  return verdicts.filter(({ image }) => steps.some((step) => step.image === image))
}
