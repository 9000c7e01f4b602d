import type { Digest } from '../../oci/digest.ts'
import type { LedgerEntry, LedgerReferrer, LedgerStep, RunIdentity } from './ledger.ts'

/** What the ledger says about one image in one environment: the last outcome that left it there. */
export interface LedgerCurrent {
  readonly environment: string
  readonly image: string
  /** The image's steps of that outcome that were promoted; those already in step where none was. At least one. */
  readonly steps: readonly LedgerStep[]
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
  readonly image: string
  readonly repository: string
  readonly tag: string
  /** Null when a new tag was taken away again. */
  readonly digest: Digest | null
  readonly sequence: number
  readonly at: string
}

/**
 * Takes entries one after the other and keeps the last word on each image in each environment, and on each
 * destination tag. An outcome that only found a digest in place again does not change since when, and by whom,
 * it is there.
 */
export class LedgerView {
  readonly #current = new Map<string, LedgerCurrent>()
  readonly #tags = new Map<string, LedgerTagState>()
  readonly #referrers = new Map<string, Map<string, LedgerReferrer>>()

  add(entry: LedgerEntry): void {
    if (entry.kind !== 'outcome') return
    for (const [image, steps] of Map.groupBy(entry.steps, (step) => step.image)) {
      this.#addCurrent(entry, image, steps)
      for (const step of steps) {
        this.#addTags(entry, step)
        this.#addReferrers(step)
      }
    }
  }

  /** The last outcome for the image there; undefined when the ledger knows of none. */
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

  /** What came along with an image into a repository, by all promotions of its digest; the last word on each of cosign's tags. */
  referrers(repository: string, digest: Digest): readonly LedgerReferrer[] {
    return [...(this.#referrers.get(`${repository}@${digest}`)?.values() ?? [])]
  }

  #addCurrent(entry: LedgerEntry, image: string, steps: readonly LedgerStep[]): void {
    const promoted = steps.filter((step) => step.outcome === 'promoted')
    const unchanged = steps.filter((step) => step.outcome === 'unchanged' || step.outcome === 'completed')
    const known = this.current(entry.to, image)
    if (promoted.length === 0) {
      if (unchanged.length === 0) return
      const digests = new Set(known?.steps.map((step) => step.digest))
      if (unchanged.some((step) => digests.has(step.digest))) return
    }
    const { id, sequence, at, run, to: environment } = entry
    const held = promoted.length > 0 ? promoted : unchanged
    this.#current.set(keyOf(environment, image), { environment, image, steps: held, id, sequence, at, run })
  }

  #addTags(entry: LedgerEntry, step: LedgerStep): void {
    for (const tag of step.tags) {
      const digest = digestAfter(step, tag.old, tag.new)
      const place = `${step.destination}:${tag.tag}`
      const known = this.#tags.get(place)
      if (digest === undefined || known?.digest === digest) continue
      this.#tags.set(place, {
        environment: entry.to,
        image: step.image,
        repository: step.destination,
        tag: tag.tag,
        digest,
        sequence: entry.sequence,
        at: entry.at,
      })
    }
  }

  #addReferrers(step: LedgerStep): void {
    if (step.outcome !== 'promoted' && step.outcome !== 'completed') return
    const place = `${step.destination}@${step.digest}`
    for (const referrer of step.referrers ?? []) {
      const known = this.#referrers.get(place) ?? new Map<string, LedgerReferrer>()
      this.#referrers.set(place, known.set(referrer.tag ?? referrer.digest, referrer))
    }
  }
}

/** What to pick of a history; all given ones must fit. */
export interface HistoryFilter {
  /** An environment, as source or destination. */
  readonly environment?: string
  readonly image?: string
  /** The earliest time. */
  readonly since?: Date
}

/** Whether an entry belongs to the history asked for. */
export function matchesHistory(entry: LedgerEntry, filter: HistoryFilter): boolean {
  const { environment, image, since } = filter
  if (environment !== undefined && entry.from !== environment && entry.to !== environment) return false
  if (image !== undefined && !entry.steps.some((step) => step.image === image)) return false
  return since === undefined || Date.parse(entry.at) >= since.getTime()
}

/** Whether a person means this entry: by its sequence number, or by its id or the first four or more characters of it. */
export function isEntryNamed(entry: LedgerEntry, name: string): boolean {
  if (/^\d{1,9}$/.test(name)) return entry.sequence === Number(name)
  return entry.id === name || (name.length >= 4 && entry.id.startsWith(name))
}

function digestAfter(step: LedgerStep, before: Digest | null, wanted: Digest): Digest | null | undefined {
  switch (step.outcome) {
    case 'promoted':
    case 'completed':
    case 'unchanged':
    case 'left':
      return wanted
    case 'restored':
      return before
    case 'planned':
    case 'failed':
    case 'cancelled':
      return undefined
    default:
      return step.outcome satisfies never
  }
}

function keyOf(environment: string, image: string): string {
  return `${environment} ${image}`
}
