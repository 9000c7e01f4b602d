import type { Digest } from '../../oci/digest.ts'
import { highestSemver, isStableVersion, newestOf } from '../version.ts'
import type { AbandonEntry, LedgerEntry, OutcomeEntry, RunIdentity } from './entry.ts'
import { heldAfter, outcomeOf } from './outcome.ts'
import { makesCurrent } from './purpose.ts'
import type { LedgerReferrer, LedgerStep, OutcomeStep } from './steps.ts'

/** What the ledger says is current of one image in one environment: what the last outcome that had it there made it. */
export interface LedgerCurrent {
  readonly environment: string
  readonly image: string
  /** The newest of the image's steps in that outcome, going by their source tags, that ended with a tag in its place. */
  readonly step: OutcomeStep
  /** The tag it is known by there: its highest version, else the one named as in the source, else its first. */
  readonly tag: string
  /** The entry it came by. */
  readonly id: string
  readonly sequence: number
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly run: RunIdentity
}

/** What the ledger says a destination tag holds. */
export interface LedgerTagState {
  readonly environment: string
  /** The environment it came from. */
  readonly from: string
  readonly image: string
  readonly repository: string
  readonly tag: string
  /** Null when a new tag was taken away again. */
  readonly digest: Digest | null
  /** What a tag that was taken away held last; absent for one that is there, or never was for longer than one run. */
  readonly lastHeld?: Digest
  /** What the run that moved it was to put back and could not: null where the tag was to be gone; undefined for a tag that is as meant. */
  readonly meant?: Digest | null
  readonly sequence: number
  readonly at: string
}

/**
 * Takes entries one after the other and keeps the last word on each image in each environment, and on each
 * destination tag. An outcome that only found a digest in place again, or put it back, does not change since when, and by
 * whom, it is there.
 */
export class LedgerView {
  readonly #current = new Map<string, LedgerCurrent>()
  readonly #tags = new Map<string, LedgerTagState>()
  readonly #referrers = new Map<string, Map<string, LedgerReferrer>>()

  add(entry: LedgerEntry): void {
    switch (entry.kind) {
      case 'outcome':
        this.#addOutcome(entry)
        return
      case 'abandon':
        this.#addAbandoned(entry)
        return
      case 'intent':
      case 'approval':
      case 'hold':
      case 'reject':
      case 'release':
      case 'attestation':
        return
      default:
        entry satisfies never
    }
  }

  /** What the last outcome for the image there made current; undefined when the ledger knows of none. */
  current(environment: string, image: string): LedgerCurrent | undefined {
    return this.#current.get(keyOf(environment, image))
  }

  /** What the tag holds as the ledger has it; undefined when the ledger never moved it. */
  tag(repository: string, tag: string): LedgerTagState | undefined {
    return this.#tags.get(`${repository}:${tag}`)
  }

  /** Every tag that the ledger moved in an environment, in the order first seen. */
  tagsIn(environment: string): readonly LedgerTagState[] {
    return [...this.#tags.values()].filter((state) => state.environment === environment)
  }

  /** The tags that are stable versions and hold the digest in a repository, as the ledger has it. */
  versionsOf(repository: string, digest: Digest): readonly string[] {
    return [...this.#tags.values()].flatMap((state) =>
      state.repository === repository && state.digest === digest && isStableVersion(state.tag)
        ? [state.tag]
        : [],
    )
  }

  /** What came along with an image into a repository, by all promotions of its digest; the last word on each of cosign's tags. */
  referrers(repository: string, digest: Digest): readonly LedgerReferrer[] {
    return [...(this.#referrers.get(`${repository}@${digest}`)?.values() ?? [])]
  }

  #addOutcome(entry: OutcomeEntry): void {
    for (const [image, steps] of Map.groupBy(outcomeOf(entry).steps, (step) => step.image)) {
      if (makesCurrent(entry.purpose)) this.#addCurrent(entry, image, steps)
      for (const step of steps) {
        this.#addTags(entry, step)
        this.#addReferrers(step)
      }
      this.#dropGone(entry.to, image)
    }
  }

  /** A tag that holds what the abandoned run meant was moved by it, though nobody recorded an outcome. Others keep their last word. */
  #addAbandoned(entry: AbandonEntry): void {
    for (const { image, repository, tag, wanted, holds } of entry.tags) {
      if (holds === wanted) this.#setTag(entry, { image, repository, tag, digest: wanted })
    }
  }

  #addCurrent(entry: OutcomeEntry, image: string, steps: readonly OutcomeStep[]): void {
    const isBack = entry.purpose?.kind === 'rollback'
    const there = steps.flatMap((step) => {
      // A rollback may put back tags of other versions beside.
      if (!IN_PLACE.has(step.outcome) || (isBack && step.current !== true)) return []
      const tags = step.tags.filter((tag) => tag.new !== null && heldAfter(tag) === tag.new)
      return tags.length === 0 ? [] : [{ step, tags, tag: sourceTagOf(step), digest: step.digest }]
    })
    const newest = newestOf(there)
    if (newest === undefined) return
    const { step } = newest
    const wasFound = step.outcome === 'unchanged' || step.outcome === 'completed'
    if (wasFound && this.current(entry.to, image)?.step.digest === step.digest) return
    const names = newest.tags.map(({ tag }) => tag)
    const tag = highestSemver(names) ?? names.find((name) => name === newest.tag) ?? names[0]
    if (tag === undefined) return
    const known = this.current(entry.to, image)
    if (isBack && known?.step.digest === step.digest && known.tag === tag) return
    const { id, sequence, at, run, to: environment } = entry
    this.#current.set(keyOf(environment, image), { environment, image, step, tag, id, sequence, at, run })
  }

  /** A rollback may take away the only tag of what was new: nothing is current then, as far as the ledger knows. */
  #dropGone(environment: string, image: string): void {
    const known = this.current(environment, image)
    if (known !== undefined && this.tag(known.step.destination, known.tag)?.digest === null) {
      this.#current.delete(keyOf(environment, image))
    }
  }

  #addTags(entry: OutcomeEntry, step: OutcomeStep): void {
    const { image, destination: repository } = step
    for (const tag of step.tags) {
      const digest = heldAfter(tag)
      const meant = tag.result === 'left' ? { meant: tag.old } : {}
      if (digest !== undefined) this.#setTag(entry, { image, repository, tag: tag.tag, digest, ...meant })
    }
  }

  #setTag(
    { from, to: environment, sequence, at }: OutcomeEntry | AbandonEntry,
    state: Pick<LedgerTagState, 'image' | 'repository' | 'tag' | 'digest' | 'meant'>,
  ): void {
    const place = `${state.repository}:${state.tag}`
    const known = this.#tags.get(place)
    if (known?.digest === state.digest && known.meant === state.meant) return
    const before = known?.digest ?? known?.lastHeld
    const last = state.digest === null && before !== undefined ? { lastHeld: before } : {}
    this.#tags.set(place, { environment, from, sequence, at, ...state, ...last })
  }

  #addReferrers(step: OutcomeStep): void {
    if (!BROUGHT.has(step.outcome)) return
    const place = `${step.destination}@${step.digest}`
    for (const referrer of step.referrers ?? []) {
      const known = this.#referrers.get(place) ?? new Map<string, LedgerReferrer>()
      this.#referrers.set(place, known.set(referrer.tag ?? referrer.digest, referrer))
    }
  }
}

/** Whether a person means this entry: by its sequence number, or by its id or the first four or more characters of it. */
export function isEntryNamed(entry: Pick<LedgerEntry, 'id' | 'sequence'>, name: string): boolean {
  if (/^\d{1,9}$/.test(name)) return entry.sequence === Number(name)
  return entry.id === name || (name.length >= 4 && entry.id.startsWith(name))
}

/** Outcomes of steps that ended with the image where it was to be. */
const IN_PLACE: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'rolled-back',
  'partial',
  'completed',
  'recorded',
  'unchanged',
])

/** Outcomes of steps whose image is in the destination with what came along. */
const BROUGHT: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'partial',
  'completed',
  'repaired',
  'rolled-back',
])

/** The tag in `host/path:tag`; null for `host/path@digest`. */
function sourceTagOf({ source, digest }: LedgerStep): string | null {
  return source.endsWith(`@${digest}`) ? null : source.slice(source.lastIndexOf(':') + 1)
}

function keyOf(environment: string, image: string): string {
  return `${environment} ${image}`
}
