import type { OutcomeBody } from '../../model/ledger/entry.ts'
import type { OpenIntent } from '../../model/ledger/ledger.ts'
import type { OutcomeStep, OutcomeTag, StepOutcome, TagResult } from '../../model/ledger/steps.ts'
import { EndedMeanwhile, refuseEnded } from '../apply/record/finished.ts'
import { leftBehind } from '../apply/record/outcomes.ts'
import { putBack } from '../apply/tags/mover.ts'
import type { TagOutcome } from '../apply/tags/moves.ts'
import type { PipelineContext } from '../context.ts'
import type { EndedRun } from './finish-run.ts'
import { moveOf } from './moves.ts'
import { isMovedByRun, isWhereMeant, type SeenRun, type SeenTag } from './seen-run.ts'

/**
 * Puts back what a run moved, as long as it still holds that: a tag that somebody else has moved since is left alone, an
 * immutable one stays, a new one is removed where the registry can do that. Then records what became of each.
 * @throws PromoteError what writing the ledger throws; the run is open then
 */
export async function undoRun(context: PipelineContext, seen: SeenRun): Promise<EndedRun> {
  const undone = await Promise.all(
    seen.tags.map(
      async (tag): Promise<{ readonly tag: SeenTag; readonly outcome: TagOutcome | undefined }> => {
        if (!isMovedByRun(tag)) return { tag, outcome: undefined }
        return { tag, outcome: await putBack(await moveOf(context, tag)) }
      },
    ),
  )
  const results = new Map(undone.map(({ tag, outcome }) => [tag, undoneResult(tag, outcome)] as const))
  const outcomes = undone.flatMap(({ outcome }) => (outcome === undefined ? [] : [outcome]))
  const failed = outcomes.find((outcome) => outcome.kind === 'unknown')
  if (failed?.kind === 'unknown') throw failed.error
  const { entry, warnings } = await recordUndone(context, seen, results)
  return { entry, results, warnings: [...leftBehind(outcomes), ...warnings] }
}

/** What becomes of a tag under `--undo`. @param outcome what putting it back came to, where its run had moved it */
export function undoneResult(tag: SeenTag, outcome?: Pick<TagOutcome, 'kind'>): TagResult {
  if (outcome !== undefined) return outcome.kind === 'moved' ? 'left' : outcome.kind
  if (isWhereMeant(tag)) return tag.old === tag.digest ? 'unchanged' : tag.isFixed ? 'left' : 'restored'
  return tag.found === tag.old ? 'failed' : 'overtaken'
}

async function recordUndone(
  context: PipelineContext,
  { intent, tags }: SeenRun,
  results: ReadonlyMap<SeenTag, TagResult>,
): Promise<{ readonly entry: EndedRun['entry']; readonly warnings: readonly string[] }> {
  const { ledger } = context
  const { entry } = intent
  const { plan, from, to, purpose } = entry
  const body: OutcomeBody = {
    kind: 'outcome',
    run: await context.identify(),
    ...(purpose === undefined ? {} : { purpose }),
    ...{ plan, from, to },
    intents: [entry.id],
    steps: undoneSteps(intent, tags, results),
    verdicts: [],
    result: 'cancelled',
    error: `Entry ${entry.sequence} was undone: what its run had moved was put back.`,
  }
  try {
    return await ledger.append(body, (open) => refuseEnded(open, entry))
  } catch (error) {
    if (error instanceof EndedMeanwhile) return { entry: undefined, warnings: [] }
    throw error
  }
}

function undoneSteps(
  { entry }: OpenIntent,
  tags: readonly SeenTag[],
  results: ReadonlyMap<SeenTag, TagResult>,
): readonly OutcomeStep[] {
  return entry.steps.map((step) => {
    const own = step.tags.map((tag): OutcomeTag => {
      const seen = tags.find(
        (one) => one.repository === step.destination && one.tag === tag.tag && one.digest === tag.new,
      )
      return { ...tag, result: (seen === undefined ? undefined : results.get(seen)) ?? 'failed' }
    })
    return { ...step, tags: own, outcome: undoneOutcome(own.map(({ result }) => result)) }
  })
}

function undoneOutcome(results: readonly TagResult[]): StepOutcome {
  if (results.includes('left')) return 'left'
  if (results.includes('restored')) return 'restored'
  return results.includes('overtaken') ? 'failed' : 'cancelled'
}
