import type { LedgerEntry } from '../../model/ledger/entry.ts'
import {
  holdRefusal,
  holdsOn,
  type Refusal,
  rejectionRefusal,
  rejectionsOf,
} from '../../model/ledger/standing/refusals.ts'
import type { TagResult } from '../../model/ledger/steps.ts'
import { PromoteError } from '../../support/errors.ts'
import { recordFinished } from '../apply/record/finished.ts'
import { moveTags } from '../apply/tags/mover.ts'
import type { TagOutcome } from '../apply/tags/moves.ts'
import { readTags } from '../apply/tags/readings.ts'
import type { PipelineContext } from '../context.ts'
import { moveOf } from './moves.ts'
import { finishObstacle, isWhereMeant, type SeenRun, type SeenTag } from './seen-run.ts'

/** What ending a run came to. */
export interface EndedRun {
  /** Undefined where somebody else has ended it meanwhile. */
  readonly entry: LedgerEntry | undefined
  readonly results: ReadonlyMap<SeenTag, TagResult>
  readonly warnings: readonly string[]
}

/**
 * What stands in the way of finishing a run: a tag that somebody else has moved since, or a hold or a rejection of what it
 * promotes. What the other gates said stands in its intent.
 */
export async function finishRefusal(
  { ledger, signal }: PipelineContext,
  seen: SeenRun,
): Promise<PromoteError | undefined> {
  const { entry } = seen.intent
  const moved = finishObstacle(seen)
  if (moved !== undefined) {
    return new PromoteError('stale', `Entry ${entry.sequence} cannot be finished: ${moved}`, {
      hint: `What its run moved is put back with: promote resume ${entry.sequence} --undo. To leave all as it is: ${abandonLine(seen)}`,
    })
  }
  if (entry.purpose?.kind === 'repair') return undefined
  const standing = await ledger.standing({ signal })
  const refused = entry.steps.flatMap(({ image, tags }): Refusal[] => {
    const digests = tags.flatMap((tag) => (tag.new === null ? [] : [tag.new]))
    const place = { environment: entry.to, image, digests }
    return [
      ...holdsOn(standing, place).map(holdRefusal),
      ...rejectionsOf(standing, digests).map(rejectionRefusal),
    ]
  })
  const [first] = refused
  if (first === undefined) return undefined
  const what = first.kind === 'hold' ? `${first.image} is held in ${entry.to}` : `${first.digest} is rejected`
  return new PromoteError(
    'denied',
    `Entry ${entry.sequence} may not be finished: ${what} by entry ${first.entry} (${first.reason}).`,
    {
      hint: `What its run moved is put back with: promote resume ${entry.sequence} --undo. To let it go there: ${first.release}`,
    },
  )
}

/**
 * Moves the tags that a run did not get to, and records how it ended, as it would have itself. A tag that cannot be moved
 * leaves the run open: what is done so far is part of what it was to do.
 * @throws PromoteError what moving a tag, and writing the ledger, throws
 */
export async function finishRun(context: PipelineContext, seen: SeenRun): Promise<EndedRun> {
  const left = seen.tags.filter((tag) => !isWhereMeant(tag))
  const pairs = await Promise.all(left.map(async (tag) => ({ tag, move: await moveOf(context, tag) })))
  const moves = pairs.map(({ move }) => move)
  const outcomes = await moveTags(moves, {
    keepGoing: true,
    decided: await readTags(moves),
    lookAgain: readTags,
  })
  for (const outcome of outcomes) if ('error' in outcome && outcome.error !== undefined) throw outcome.error
  const results = new Map(
    seen.tags.map((tag) => {
      const move = pairs.find((pair) => pair.tag === tag)?.move
      const outcome = outcomes.find((one) => one.move === move)
      return [tag, resultOf(tag, outcome)] as const
    }),
  )
  const stays = new Set(
    [...results].flatMap(([{ repository, tag }, result]) =>
      result === 'stays' ? [`${repository}:${tag}`] : [],
    ),
  )
  const { entry, warnings } = await recordFinished(context, seen.intent, stays)
  return { entry, results, warnings: [...staysTexts(outcomes), ...warnings] }
}

function resultOf({ old, digest }: SeenTag, outcome: TagOutcome | undefined): TagResult {
  if (outcome?.kind === 'stays') return 'stays'
  return old === digest ? 'unchanged' : 'moved'
}

function staysTexts(outcomes: readonly TagOutcome[]): readonly string[] {
  return outcomes.flatMap((outcome) => {
    if (outcome.kind !== 'stays') return []
    const { ready, tag } = outcome.move
    return [
      `${ready.step.destination.repository}:${tag.tag} was not there before, and stays: ${outcome.reason}.`,
    ]
  })
}

/** The line that frees its tags. */
function abandonLine({ intent }: SeenRun): string {
  return `promote ledger abandon ${intent.entry.sequence} --reason TEXT`
}
