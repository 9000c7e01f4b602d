import type { AbandonEntry, IntentEntry, LedgerEntry, OutcomeEntry } from '../../model/ledger/entry.ts'
import { heldAfter, outcomeOf } from '../../model/ledger/outcome.ts'
import { LedgerView } from '../../model/ledger/queries.ts'
import type { Digest } from '../../oci/digest.ts'

/** What the ledger says that an environment was, after one of its entries. */
export interface PastState {
  /** The last word on each image and tag by then. */
  readonly view: LedgerView
  /**
   * What a tag held then: null where it was not there; undefined where nothing says it. A tag that the ledger first moved
   * later held what it moved it from.
   */
  held(repository: string, tag: string): Digest | null | undefined
}

/** Folds the entries up to a sequence number, and looks into those after it for what they found. Pure. */
export function stateAfter(entries: readonly LedgerEntry[], sequence: number): PastState {
  const view = new LedgerView()
  const later = new Map<string, Digest | null>()
  const intents = new Map<string, IntentEntry>()
  for (const entry of entries) {
    if (entry.kind === 'intent') intents.set(entry.id, entry)
    if (entry.sequence <= sequence) {
      view.add(entry)
      continue
    }
    for (const { place, before } of foundBy(entry, intents)) {
      if (!later.has(place)) later.set(place, before)
    }
  }
  return {
    view,
    held(repository, tag) {
      const known = view.tag(repository, tag)
      // A tag that a failed run left is to be where that run could not put it back to.
      if (known !== undefined) return known.meant === undefined ? known.digest : known.meant
      return later.get(`${repository}:${tag}`)
    },
  }
}

interface Found {
  /** `repository:tag` */
  readonly place: string
  readonly before: Digest | null
}

/** What an entry says that tags held before it. */
function foundBy(entry: LedgerEntry, intents: ReadonlyMap<string, IntentEntry>): readonly Found[] {
  switch (entry.kind) {
    case 'outcome':
      return foundByOutcome(entry)
    case 'abandon':
      return foundByAbandon(entry, intents.get(entry.intent))
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

function foundByOutcome(entry: OutcomeEntry): readonly Found[] {
  return outcomeOf(entry).steps.flatMap(({ destination, tags }) =>
    tags.flatMap((tag): Found[] => {
      if (heldAfter(tag) === undefined) return []
      const before = tag.result === 'unchanged' ? tag.new : tag.old
      return [{ place: `${destination}:${tag.tag}`, before }]
    }),
  )
}

function foundByAbandon({ tags }: AbandonEntry, intent: IntentEntry | undefined): readonly Found[] {
  return tags.flatMap(({ repository, tag, wanted, holds }): Found[] => {
    if (holds !== wanted) return []
    const step = intent?.steps.find(
      (one) => one.destination === repository && one.tags.some((own) => own.tag === tag),
    )
    const old = step?.tags.find((own) => own.tag === tag)?.old
    return old === undefined ? [] : [{ place: `${repository}:${tag}`, before: old }]
  })
}
