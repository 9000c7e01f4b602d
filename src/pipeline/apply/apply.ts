import { createCopyEngine } from '../../engine/copy.ts'
import type { LedgerEntry } from '../../model/ledger/entry.ts'
import type { PlanStep } from '../../model/plan.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { OBSERVATION_FRESH_MS } from '../../support/limits.ts'
import type { PipelineContext } from '../context.ts'
import { type MadePlan, manifestsOf } from '../plan/make-plan.ts'
import { openLocations } from '../plan/pair.ts'
import { locationOf } from '../plan/places.ts'
import { findUnwritable } from '../plan/preflight.ts'
import { bringContent, type ContentOutcome } from './content.ts'
import { settleFinished } from './finished.ts'
import {
  type AppliedStep,
  causes,
  leftBehind,
  taggedStep,
  tagSummary,
  unchangedStep,
  untaggedStep,
} from './outcomes.ts'
import { contentProgress } from './progress.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { findStale } from './staleness.ts'
import type { ReadyStep, RunningStep } from './steps.ts'
import { moveTags, type TagMove, type TagOutcome, tagMoves } from './tags.ts'

/** How a plan is to be applied. */
export interface ApplyOptions {
  readonly made: MadePlan
  /** Whether one image's failure leaves the others alone. */
  readonly keepGoing: boolean
}

/** What applying a plan came to. */
export interface Applied {
  /** In the order of the plan. */
  readonly steps: readonly AppliedStep[]
  /** Manifests read back and hashed. */
  readonly verified: number
  /** The entry with the outcome; null where nothing had to be recorded. */
  readonly entry: LedgerEntry | null
  /** What ended the run as a whole: a ledger that cannot be written, a stale plan, a signal. */
  readonly error?: PromoteError
  readonly warnings: readonly string[]
}

/**
 * The only writer: copies the content of a plan, verifies it, records the intent, moves the tags, reads them back and
 * records the outcome. No tag moves before all content is there and the intent is on disk. Killed at any moment and run
 * again, it ends as one clean run. Obeys the plan alone.
 * @throws PromoteError `locked`, `disk`, `ledger`, `stale` or what reading threw, before anything is written; later failures are in the result
 */
export async function applyPlan(context: PipelineContext, options: ApplyOptions): Promise<Applied> {
  const { ledger, signal } = context
  const { document, steps } = options.made
  const warnings = await settleFinished(context, document.plan)
  const toDo = steps.filter((step) => step.kind !== 'unchanged')
  if (toDo.length === 0) {
    const applied = steps.map((step) => ({ record: unchangedStep(step) }))
    return { steps: applied, verified: 0, entry: null, warnings }
  }
  // Finding out takes a while, and is wanted only when the content is there.
  context.identify().catch(() => undefined)
  await ledger.checkWritable({ signal })
  const manifests = manifestsOf(options.made.observation)
  const running = toDo.map((step) => openStep(context, step, manifests))
  const recorder = createRecorder(context, document)
  const run: Run = { context, options, manifests, recorder, steps, warnings, begun: performance.now() }
  const content = await copyContent(run, running)
  const ready = content.flatMap((one) => (one.kind === 'ready' ? [one.ready] : []))
  const allReady = ready.length === toDo.length
  if (signal.aborted || ready.length === 0 || !(allReady || options.keepGoing))
    return endUntagged(run, content)
  return tagAndRecord(run, content, ready)
}

interface Run {
  readonly context: PipelineContext
  readonly options: ApplyOptions
  readonly manifests: ReadonlyMap<Digest, RawManifest>
  readonly recorder: Recorder
  readonly steps: readonly PlanStep[]
  readonly warnings: readonly string[]
  /** Milliseconds from any fixed point. */
  readonly begun: number
}

function openStep(
  { config, stores }: PipelineContext,
  step: PlanStep,
  manifests: ReadonlyMap<Digest, RawManifest>,
): RunningStep {
  const source = locationOf(config, step.source.repository)
  const destination = locationOf(config, step.destination.repository)
  const manifest = manifests.get(step.source.descriptor.digest)
  return {
    step,
    ...openLocations(stores, source, destination, true),
    ...(manifest === undefined ? {} : { manifest }),
  }
}

async function copyContent(run: Run, running: readonly RunningStep[]): Promise<readonly ContentOutcome[]> {
  const { config, signal, progress } = run.context
  const report = contentProgress(progress, running.length)
  const content = await bringContent(running, {
    engine: createCopyEngine(config.defaults.concurrency, report.onBlob),
    manifests: run.manifests,
    required: run.options.made.route.to.referrers.require,
    keepGoing: run.options.keepGoing,
    refused: await findUnwritable(running, signal),
    signal,
    elapsed: () => performance.now(),
    onReady: report.onReady,
  })
  report.end(content)
  return content
}

async function tagAndRecord(
  run: Run,
  content: readonly ContentOutcome[],
  ready: readonly ReadyStep[],
): Promise<Applied> {
  const { context, recorder, options } = run
  const { immutable } = options.made.route.to
  const stale = isFresh(run) ? undefined : await findStale(ready, context.signal)
  if (stale !== undefined) return endUntagged(run, content, stale)
  const groups = tagMoves(ready, immutable)
  try {
    // Where only referrers came along no tag moves: there is nothing to hold.
    if (groups.flat().length > 0) await recorder.intent(ready)
  } catch (error) {
    return endUntagged(run, content, toPromoteError(error))
  }
  const tags = await moveAll(context, groups, immutable)
  const applied = run.steps.map((step) => taggedStep(step, content, tags))
  const [error] = causes(applied)
  const recorded = await recorder.outcome(applied, {
    result: error === undefined ? 'done' : 'failed',
    ...(error === undefined ? {} : { error }),
  })
  return {
    steps: applied,
    verified: manifestsRead(content),
    ...recorded,
    warnings: [...run.warnings, ...leftBehind(tags), ...recorded.warnings],
  }
}

async function moveAll(
  { progress }: PipelineContext,
  groups: readonly (readonly TagMove[])[],
  immutable: readonly string[],
): Promise<readonly TagOutcome[]> {
  const total = groups.flat().length
  if (total === 0) return []
  progress({ kind: 'phase-start', phase: 'tags', total })
  const tags = await moveTags(groups, immutable)
  const allMoved = tags.every((tag) => tag.kind === 'moved')
  progress({ kind: allMoved ? 'phase-end' : 'phase-fail', phase: 'tags', summary: tagSummary(tags) })
  return tags
}

async function endUntagged(
  run: Run,
  content: readonly ContentOutcome[],
  why?: PromoteError,
): Promise<Applied> {
  const cancelled = run.context.signal.aborted
  const ending = cancelled ? 'cancelled' : 'failed'
  const applied = run.steps.map((step) => untaggedStep(step, content, ending))
  const error = cancelled ? new PromoteError('cancelled', 'The run was cancelled; nothing was tagged.') : why
  const cause = error ?? causes(applied)[0]
  const recorded = await run.recorder.outcome(applied, {
    result: ending,
    ...(cause === undefined ? {} : { error: cause }),
  })
  const ended = error === undefined ? recorded : { ...recorded, error }
  const warnings = [...run.warnings, ...recorded.warnings]
  return { steps: applied, verified: manifestsRead(content), ...ended, warnings }
}

function manifestsRead(content: readonly ContentOutcome[]): number {
  return content.reduce((sum, one) => sum + (one.kind === 'ready' ? one.manifestsRead : 0), 0)
}

function isFresh({ context, options, begun }: Run): boolean {
  if (performance.now() - begun > OBSERVATION_FRESH_MS) return false
  return context.clock.now().getTime() - options.made.observation.at.getTime() < OBSERVATION_FRESH_MS
}
