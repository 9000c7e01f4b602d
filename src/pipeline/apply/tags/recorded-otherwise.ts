import type { LedgerEntry } from '../../../model/ledger/entry.ts'
import type { LedgerReader } from '../../../model/ledger/ledger.ts'
import { LedgerView } from '../../../model/ledger/queries.ts'
import type { Digest } from '../../../oci/digest.ts'
import { PromoteError, toPromoteError } from '../../../support/errors.ts'
import type { TagMove, TagOutcome } from './moves.ts'

/**
 * Which of the tags that go back to what the ledger said, the ledger says something else of by now: a run has ended since
 * the plan was made, while somebody thought about it. Asked once the intent holds them, so that none can end any more.
 * @returns those that are not to be touched; nothing for a tag that is as planned. Never throws
 */
export async function recordedOtherwise(
  ledger: LedgerReader,
  moves: readonly TagMove[],
): Promise<readonly TagOutcome[]> {
  const view = new LedgerView()
  try {
    for await (const line of ledger.entries()) if (line.kind === 'entry') view.add(line.entry)
  } catch (error) {
    const failure = toPromoteError(error)
    return moves.map((move) => ({
      kind: 'left-out',
      move,
      error: failure.with({ image: move.ready.step.image }),
    }))
  }
  return moves.flatMap((move): TagOutcome[] => {
    const { step, manifest } = move.ready
    const said = view.tag(step.destination.repository, move.tag.tag)
    if (said?.digest === manifest.descriptor.digest) return []
    const error = staleError(move, said?.digest ?? null, said?.sequence)
    return [{ kind: 'overtaken', move, reason: error.message, error }]
  })
}

/**
 * Which of the tags belong to an image of which a run has recorded something since the plan was made: what it goes back from
 * is not what it was. Asked once the intent holds them. Never throws
 */
export async function recordedSince(
  ledger: LedgerReader,
  moves: readonly TagMove[],
  asOf: number,
  intent: LedgerEntry,
): Promise<readonly TagOutcome[]> {
  const changed = new Map<string, number>()
  try {
    for await (const line of ledger.entries()) {
      if (line.kind !== 'entry' || line.entry.sequence <= asOf) continue
      const { entry } = line
      if (entry.kind !== 'outcome' || intent.kind !== 'intent' || entry.to !== intent.to) continue
      for (const { image, outcome } of entry.steps)
        if (outcome !== 'unchanged') changed.set(image, entry.sequence)
    }
  } catch (error) {
    const failure = toPromoteError(error)
    return moves.map((move) => ({
      kind: 'left-out',
      move,
      error: failure.with({ image: move.ready.step.image }),
    }))
  }
  return moves.flatMap((move): TagOutcome[] => {
    const { image } = move.ready.step
    const sequence = changed.get(image)
    if (sequence === undefined) return []
    const error = new PromoteError(
      'stale',
      `The plan is stale: entry ${sequence} changed ${image} since it was made.`,
      {
        side: 'destination',
        image,
        hint: 'It was not touched. Run it again to see what it would go back to now.',
      },
    )
    return [{ kind: 'overtaken', move, reason: error.message, error }]
  })
}

function staleError({ ready, tag }: TagMove, now: Digest | null, sequence: number | undefined): PromoteError {
  const { image, destination } = ready.step
  const says = now === null ? 'is not to be there' : `is to hold ${now}`
  const by = sequence === undefined ? '' : `, by entry ${sequence}`
  return new PromoteError(
    'stale',
    `The plan is stale: ${destination.repository}:${tag.tag} ${says} as the ledger has it now${by}.`,
    { side: 'destination', image, hint: 'It was not touched. Run it again to see what differs now.' },
  )
}
