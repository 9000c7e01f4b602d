import { allElsewhere } from '../../engine/graph.ts'
import type { LedgerEntry } from '../../model/ledger/entry.ts'
import type { LedgerReader } from '../../model/ledger/ledger.ts'
import { doneOutcome } from '../../model/ledger/purpose.ts'
import type { PlanStep } from '../../model/plan.ts'
import { type PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { judgePlan } from '../judge/judge-plan.ts'
import { elsewhereText } from '../plan/elsewhere.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import type { Obstacle } from '../plan/planner/obstacles.ts'
import { keyOf } from '../plan/planner/step-key.ts'
import { allowedSteps } from './left-out.ts'
import { endUntagged, manifestsRead } from './record/ending.ts'
import { causes, leftBehind, taggedStep, tagSummary } from './record/outcomes.ts'
import { leaveOwedHolds } from './record/owed-holds.ts'
import { createRecorder } from './record/recorder.ts'
import { withTakenAway } from './record/taken-away.ts'
import { withTakenOver } from './record/taken-over.ts'
import type { Applied, Run } from './run.ts'
import type { ReadyStep } from './steps.ts'
import { moveTags } from './tags/mover.ts'
import { movesOf, type TagMove, type TagOutcome } from './tags/moves.ts'
import { wantedByOthers } from './tags/others.ts'
import { readTags } from './tags/readings.ts'
import { recordedOtherwise, recordedSince } from './tags/recorded-otherwise.ts'

/** Phases 4 to 6, once the content is there: the gates once more, the intent, the tags, the outcome. */
export async function tagAndRecord(begun: Run, content: readonly ReadyStep[]): Promise<Applied> {
  const { context, options } = begun
  const { made, keepGoing } = options
  const judgement = await judgePlan(context, made)
  const recorder = createRecorder(context, { ...made.document, verdicts: judgement.verdicts }, made.purpose)
  const run = { ...begun, recorder }
  const fresh = judgement.obstacles.filter((one) => !isKnown(one, made.obstacles))
  const errors = fresh.map(({ error }) => error)
  const ready = fresh.length === 0 ? content : withoutDenied(run, content, fresh)
  if ((errors.length > 0 && !keepGoing) || ready.length === 0) return endUntagged(run, errors)
  const moves = movesOf(content, made.route.to.immutable)
  const decided = moves.flatMap((move): TagOutcome[] =>
    mayMove(move, ready) ? [] : [{ kind: 'left-out', move }],
  )
  const open = moves.filter((move) => mayMove(move, ready))
  const inStep = made.steps.filter((step) => isInStep(step, ready))
  let intent: LedgerEntry | undefined
  try {
    // Where only referrers came along no tag moves: there is nothing to hold.
    if (open.length > 0) intent = await recorder.intent(ready.map(withAllowedTags), inStep)
  } catch (error) {
    return endUntagged(run, [toPromoteError(error)])
  }
  const tags = await moveOpen(context, { moves, open, decided, keepGoing, intent, made })
  const ended = made.steps.map((step) => taggedStep(step, run.content, tags, made.purpose))
  const crashed = await recorder.crashed()
  const away = await withTakenAway(context, ended, crashed, made.purpose)
  const applied = withTakenOver(away, crashed, doneOutcome(made.purpose))
  const all = [...causes(applied), ...errors]
  const [error] = all
  const recorded = await recorder.outcome(applied, {
    result: error === undefined ? 'done' : 'failed',
    ...(error === undefined ? {} : { error }),
  })
  const held = await holdsAfter(run)
  return {
    steps: applied,
    verified: manifestsRead(run.content),
    ...recorded,
    ...(held.error === undefined ? {} : { error: recorded.error ?? held.error }),
    warnings: [
      ...run.warnings,
      ...ready.flatMap(notCopied),
      ...leftBehind(tags),
      ...keptText(made, tags),
      ...recorded.warnings,
      ...held.warnings,
    ],
  }
}

function notCopied({ step, graph }: ReadyStep): readonly string[] {
  return graph === undefined ? [] : elsewhereText(step, allElsewhere(graph).length)
}

/** What had moved before a failure and stays, as the environment wants it. */
function keptText({ route: { to } }: MadePlan, tags: readonly TagOutcome[]): readonly string[] {
  const isFailed = tags.some((outcome) => 'error' in outcome && outcome.error !== undefined)
  const moved = tags.filter(({ kind }) => kind === 'moved')
  if (to.onFailure !== 'keep' || !isFailed || moved.length === 0) return []
  return [`What had moved in ${to.name} stays where it is (onFailure: keep): ${tagSummary(moved)}.`]
}

/** What a rollback took out is held from here on. That it could not be written is told: the next run that writes does it. */
async function holdsAfter({
  context,
  options,
}: Run): Promise<{ error?: PromoteError; warnings: readonly string[] }> {
  if (options.made.purpose?.kind !== 'rollback') return { warnings: [] }
  try {
    return await leaveOwedHolds(context)
  } catch (error) {
    return { error: toPromoteError(error), warnings: [] }
  }
}

/** What was in the way before, and was left out for it, is no news. What a gate says of it may go on with the time. */
function isKnown(obstacle: Obstacle, obstacles: readonly Obstacle[]): boolean {
  return obstacles.some((one) => one.error.message === obstacle.error.message || isOfSameGate(one, obstacle))
}

function isOfSameGate(one: Obstacle, other: Obstacle): boolean {
  return (
    one.kind === 'step' &&
    other.kind === 'step' &&
    one.gate !== undefined &&
    one.gate === other.gate &&
    keyOf(one.step) === keyOf(other.step)
  )
}

function withoutDenied(
  { options }: Run,
  ready: readonly ReadyStep[],
  obstacles: readonly Obstacle[],
): readonly ReadyStep[] {
  const { made } = options
  const allowed = new Set(allowedSteps(made, [...made.obstacles, ...obstacles]).map(({ step }) => step))
  return ready.filter(({ step }) => allowed.has(step))
}

function mayMove({ ready, tag }: TagMove, allowed: readonly ReadyStep[]): boolean {
  return allowed.includes(ready) && ready.allowed.has(tag.tag)
}

/** An intent holds the tags that will move, and no others. */
function withAllowedTags(ready: ReadyStep): ReadyStep {
  const tags = ready.step.tags.filter(({ tag }) => ready.allowed.has(tag))
  return { ...ready, step: { ...ready.step, tags } }
}

/** Whether the intent holds not all of a step's tags: it had nothing to do, or some of its tags were there. */
function isInStep(step: PlanStep, ready: readonly ReadyStep[]): boolean {
  if (step.kind === 'unchanged') return true
  // Of a step that only is recorded every tag is held.
  return step.kind !== 'record' && ready.some((one) => one.step === step)
}

interface Tagging {
  /** All tags that the steps were to move. */
  readonly moves: readonly TagMove[]
  /** Those that nothing stands in the way of. */
  readonly open: readonly TagMove[]
  /** What became of the others. */
  readonly decided: readonly TagOutcome[]
  readonly keepGoing: boolean
  /** What holds them; none where no tag moves. */
  readonly intent: LedgerEntry | undefined
  readonly made: MadePlan
}

/** Phase 5. The intent is on disk: nobody else may move these tags now, so what they hold is read first. */
async function moveOpen(
  { ledger, progress }: PipelineContext,
  { moves, open, decided, keepGoing, intent, made }: Tagging,
): Promise<readonly TagOutcome[]> {
  if (intent === undefined) return decided
  const { onFailure } = made.route.to
  progress({ kind: 'phase-start', phase: 'tags', total: open.length })
  const otherwise = await recordedMeanwhile(ledger, open, made, intent)
  const read = [
    ...otherwise,
    ...(await readTags(open.filter((move) => !otherwise.some((one) => one.move === move)))),
  ]
  const isStopped = !keepGoing && read.some(({ kind }) => kind !== 'unchanged')
  const tags = isStopped
    ? notBegun(moves, [...decided, ...read])
    : await moveTags(moves, {
        keepGoing,
        onFailure,
        decided: [...decided, ...read],
        lookAgain: readTags,
        wantedElsewhere: () => wantedByOthers(ledger, intent),
      })
  const isDone = tags.every(({ kind }) => kind === 'moved' || kind === 'unchanged' || kind === 'stays')
  progress({ kind: isDone ? 'phase-end' : 'phase-fail', phase: 'tags', summary: tagSummary(tags) })
  return isDone || keepGoing || onFailure === 'keep' ? tags : withoutRecords(tags)
}

/** Which of the tags the ledger says something else of since the plan was made; of a promotion each tag itself tells. */
async function recordedMeanwhile(
  ledger: LedgerReader,
  open: readonly TagMove[],
  { purpose, asOf }: MadePlan,
  intent: LedgerEntry,
): Promise<readonly TagOutcome[]> {
  switch (purpose?.kind) {
    case undefined:
      return []
    case 'repair':
      return recordedOtherwise(ledger, open)
    case 'rollback':
      return recordedSince(ledger, open, asOf ?? 0, intent)
    default:
      return purpose satisfies never
  }
}

/** What goes back with the others: a version that was to become current does not, where the group does not. */
function withoutRecords(tags: readonly TagOutcome[]): readonly TagOutcome[] {
  return tags.map((outcome): TagOutcome => {
    const { kind, move } = outcome
    return kind === 'unchanged' && move.ready.step.kind === 'record' ? { kind: 'not-begun', move } : outcome
  })
}

function notBegun(moves: readonly TagMove[], decided: readonly TagOutcome[]): readonly TagOutcome[] {
  const known = new Map(decided.map((outcome) => [outcome.move, outcome]))
  return moves.map((move): TagOutcome => known.get(move) ?? { kind: 'not-begun', move })
}
