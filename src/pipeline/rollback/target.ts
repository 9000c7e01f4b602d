import type { LedgerEntry } from '../../model/ledger/entry.ts'
import { outcomeOf } from '../../model/ledger/outcome.ts'
import { isEntryNamed } from '../../model/ledger/queries.ts'
import { PromoteError } from '../../support/errors.ts'
import { timeOf } from '../inspect/when.ts'

/** How a person says to which state an environment goes back; the state before the last promotion where nothing is said. */
export interface Wanted {
  /** As it was after this entry: its sequence number, its id, or the beginning of its id. */
  readonly to?: string | undefined
  /** As it was before this time: a date, a time, or an age. */
  readonly before?: string | undefined
  /** As it was before the last so many promotions. */
  readonly steps?: number | undefined
}

/** The state that an environment goes back to. */
export interface Target {
  /** The entry after which it was so; 0: before the first one. */
  readonly state: number
  /** The images that go back; those that were not promoted since stay as they are, whatever became of them otherwise. */
  readonly images: ReadonlySet<string>
  /** The last entry of the ledger when this was found out. */
  readonly asOf: number
  /** For people: `before entry 41`. */
  readonly text: string
}

/**
 * Finds the state that is meant. Promotions are counted from the last one that changed one of the images, whether it was
 * rolled back since or not, so that the same command a second time does nothing; of those before it, the ones that were
 * rolled back when the last one was made do not count. Pure.
 * @throws PromoteError `usage` for an entry, a time or a number that names no state of the environment, or for more than one
 *   of them; `not-found` where the ledger has no promotion of the images there
 */
export function findTarget(
  entries: readonly LedgerEntry[],
  environment: string,
  images: readonly string[],
  wanted: Wanted,
  now: Date,
): Target {
  const { to, before, steps } = wanted
  if ([to, before, steps].filter((one) => one !== undefined).length > 1) {
    throw new PromoteError('usage', 'Only one of --to, --before and --steps says where to go back to.')
  }
  const asOf = entries.at(-1)?.sequence ?? 0
  const all = { images: new Set(images), asOf }
  if (to !== undefined) {
    const state = stateNamed(entries, environment, to)
    return { ...all, state, text: `after entry ${state}` }
  }
  if (before !== undefined) {
    const state = stateBefore(entries, environment, before, now)
    return { ...all, state, text: `before ${before}, after entry ${state}` }
  }
  return { ...countedTarget(entries, environment, images, steps ?? 1), asOf }
}

function countedTarget(
  entries: readonly LedgerEntry[],
  environment: string,
  images: readonly string[],
  steps: number,
): Omit<Target, 'asOf'> {
  if (!Number.isInteger(steps) || steps < 1) {
    throw new PromoteError('usage', `--steps is a number of promotions, 1 or more, not ${steps}.`)
  }
  const stacks = new PromotionStacks(environment)
  for (const entry of entries) stacks.add(entry)
  const last = stacks.lastOf(images)
  if (last === undefined) {
    const which = images.length === 1 ? images[0] : 'these images'
    throw new PromoteError(
      'not-found',
      `There is nothing to roll back: the ledger has no promotion of ${which} to ${environment}.`,
    )
  }
  const counted = stacks.standing(images, last)
  const first = counted[steps - 1]
  if (first === undefined) {
    const count = counted.length === 1 ? '1 promotion' : `${counted.length} promotions`
    throw new PromoteError(
      'usage',
      `The ledger has ${count} to ${environment} to go back over, not ${steps}.`,
      {
        hint: `The first is entry ${counted.at(-1) ?? last}. What there is: promote history --env ${environment}`,
      },
    )
  }
  return {
    state: stateUpTo(entries, environment, first - 1),
    images: stacks.promotedSince(images, first),
    text: `before entry ${first}`,
  }
}

/** The last entry up to one that may have changed something in the environment; 0 where there is none. */
function stateUpTo(entries: readonly LedgerEntry[], environment: string, sequence: number): number {
  const last = entries.findLast(
    (entry) =>
      entry.sequence <= sequence &&
      (entry.kind === 'outcome' || entry.kind === 'abandon') &&
      entry.to === environment,
  )
  return last?.sequence ?? 0
}

/** Which promotions of each image stand in an environment, entry by entry: a rollback takes those back that came after its state. */
class PromotionStacks {
  readonly #environment: string
  /** For each image, its stack after each entry that changed it. */
  readonly #stacks = new Map<string, { readonly sequence: number; readonly stack: readonly number[] }[]>()
  readonly #promotions: { readonly sequence: number; readonly images: readonly string[] }[] = []

  constructor(environment: string) {
    this.#environment = environment
  }

  add(entry: LedgerEntry): void {
    const { sequence } = entry
    const images = changedBy(entry, this.#environment)
    if (images.length === 0) return
    const isBack = entry.kind === 'outcome' && entry.purpose?.kind === 'rollback'
    for (const image of images) {
      const stack = isBack
        ? this.#stackAt(image, rollbackState(entry))
        : [...this.#stackAt(image, sequence), sequence]
      this.#stacks.set(image, [...(this.#stacks.get(image) ?? []), { sequence, stack }])
    }
    if (!isBack) this.#promotions.push({ sequence, images })
  }

  /** The last promotion that changed one of the images. */
  lastOf(images: readonly string[]): number | undefined {
    return this.#promotions.findLast((one) => one.images.some((image) => images.includes(image)))?.sequence
  }

  /** The promotions of the images that stood after an entry, newest first. */
  standing(images: readonly string[], sequence: number): readonly number[] {
    const all = images.flatMap((image) => this.#stackAt(image, sequence))
    return [...new Set(all)].toSorted((a, b) => b - a)
  }

  /** Those of the images that have a promotion from this entry on that stands now. */
  promotedSince(images: readonly string[], first: number): ReadonlySet<string> {
    const isSince = (image: string): boolean =>
      this.#stackAt(image, Number.POSITIVE_INFINITY).some((sequence) => sequence >= first)
    return new Set(images.filter(isSince))
  }

  #stackAt(image: string, sequence: number): readonly number[] {
    return this.#stacks.get(image)?.findLast((one) => one.sequence <= sequence)?.stack ?? []
  }
}

function rollbackState(entry: LedgerEntry): number {
  return entry.kind === 'outcome' && entry.purpose?.kind === 'rollback' ? entry.purpose.state : 0
}

/** The images of which an entry changed something in the environment: a tag, or which version is current. A repair changes nothing. */
function changedBy(entry: LedgerEntry, environment: string): readonly string[] {
  switch (entry.kind) {
    case 'outcome': {
      if (entry.to !== environment || entry.purpose?.kind === 'repair') return []
      const changed = outcomeOf(entry).steps.filter(
        ({ outcome, tags }) =>
          outcome === 'recorded' ||
          outcome === 'rolled-back' ||
          tags.some(
            ({ result, old, new: wanted }) => (result === 'moved' || result === 'left') && old !== wanted,
          ),
      )
      return [...new Set(changed.map(({ image }) => image))]
    }
    case 'abandon': {
      if (entry.to !== environment || entry.purpose !== undefined) return []
      return [...new Set(entry.tags.flatMap(({ image, wanted, holds }) => (holds === wanted ? [image] : [])))]
    }
    case 'intent':
    case 'approval':
    case 'hold':
    case 'reject':
    case 'release':
    case 'attestation':
      return []
    default:
      return entry satisfies never
  }
}

function stateNamed(entries: readonly LedgerEntry[], environment: string, name: string): number {
  const found = entries.filter((entry) => isEntryNamed(entry, name))
  const [entry, ...others] = found
  const hint = `What there is: promote history --env ${environment}`
  if (entry === undefined) throw new PromoteError('usage', `The ledger has no entry "${name}".`, { hint })
  if (others.length > 0) {
    const which = found.map(({ sequence }) => sequence).join(', ')
    throw new PromoteError('usage', `"${name}" names more than one entry of the ledger: ${which}.`, { hint })
  }
  const { sequence } = entry
  switch (entry.kind) {
    case 'outcome':
    case 'abandon':
      if (entry.to === environment) return sequence
      throw new PromoteError('usage', `Entry ${sequence} is about ${entry.to}, not ${environment}.`, { hint })
    case 'intent':
      throw new PromoteError(
        'usage',
        `Entry ${sequence} is an intent, which says what was to happen: name the outcome.`,
        { hint },
      )
    case 'approval':
    case 'hold':
    case 'reject':
    case 'release':
    case 'attestation':
      throw new PromoteError(
        'usage',
        `Entry ${sequence} (${entry.kind}) changed nothing in ${environment}.`,
        { hint },
      )
    default:
      return entry satisfies never
  }
}

function stateBefore(entries: readonly LedgerEntry[], environment: string, text: string, now: Date): number {
  const time = timeOf(text, 'begin', now).getTime()
  // Clocks may have run backwards: what counts is the order of the ledger.
  const first = entries.find(
    (entry) =>
      (entry.kind === 'outcome' || entry.kind === 'abandon') &&
      entry.to === environment &&
      Date.parse(entry.at) >= time,
  )
  const until = first === undefined ? entries : entries.filter(({ sequence }) => sequence < first.sequence)
  const last = until.findLast(
    (entry) => (entry.kind === 'outcome' || entry.kind === 'abandon') && entry.to === environment,
  )
  if (last !== undefined) return last.sequence
  throw new PromoteError('usage', `The ledger has nothing of ${environment} from before ${text}.`, {
    hint: `For what was there before the first promotion, count them: --steps. What there is: promote history --env ${environment}`,
  })
}
