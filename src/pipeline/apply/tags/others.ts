import type { LedgerEntry } from '../../../model/ledger/entry.ts'
import type { LedgerReader } from '../../../model/ledger/ledger.ts'
import { type TagMove, wantedOf } from './moves.ts'

/** Says of a tag why another run relies on it, as a phrase; undefined where none does. */
export type Wanted = (move: TagMove) => string | undefined

/**
 * Which tags other runs want with the digest that this run gives them: those of intents that are open beside `intent`, and
 * those that a run has ended with since. Two runs of one promotion may hold the same tags; one that fails must not take
 * from the other what that one records as moved. Where runs do not see each other, whether the other still goes or has died cannot be told, so a tag stays.
 * Never throws: a ledger that cannot be read says nothing.
 */
export async function wantedByOthers(ledger: LedgerReader, intent: LedgerEntry): Promise<Wanted> {
  const wanted = new Map<string, number>()
  try {
    for await (const line of ledger.entries()) {
      if (line.kind !== 'entry') continue
      for (const place of reliedOn(line.entry, intent)) wanted.set(place, line.entry.sequence)
    }
    for (const { entry, pins } of await ledger.open()) {
      if (entry.id === intent.id) continue
      for (const { repository, tag, digest } of pins)
        wanted.set(`${repository}:${tag} ${digest}`, entry.sequence)
    }
  } catch {
    return () => undefined
  }
  return (move) => {
    const { ready, tag } = move
    const place = `${ready.step.destination.repository}:${tag.tag} ${wantedOf(move)}`
    const sequence = wanted.get(place)
    return sequence === undefined ? undefined : `another run wants it there (entry ${sequence})`
  }
}

/** Tags that another run said it has where they were to be, after this one had begun. */
function reliedOn(entry: LedgerEntry, intent: LedgerEntry): readonly string[] {
  if (entry.kind !== 'outcome' || entry.formatVersion === 1 || entry.sequence < intent.sequence) return []
  return entry.steps.flatMap(({ destination, tags }) =>
    tags
      .filter(({ result }) => result === 'moved' || result === 'unchanged')
      .map((tag) => `${destination}:${tag.tag} ${tag.new}`),
  )
}
