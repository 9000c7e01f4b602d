import { createCopyEngine } from '../../engine/copy.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { PipelineContext } from '../context.ts'
import { manifestsOf } from '../plan/make-plan.ts'
import { openLocations } from '../plan/pair.ts'
import { locationOf } from '../plan/places.ts'
import { findUnwritable } from '../plan/preflight.ts'
import { withoutRecorded } from './already-current.ts'
import { bringContent, type ContentOutcome } from './content.ts'
import { allowedSteps } from './left-out.ts'
import { contentProgress } from './progress.ts'
import { endUntagged } from './record/ending.ts'
import { settleFinished } from './record/finished.ts'
import { unchangedStep, untaggedStep } from './record/outcomes.ts'
import { createRecorder } from './record/recorder.ts'
import type { Applied, ApplyOptions, Run } from './run.ts'
import type { AllowedStep, RunningStep } from './steps.ts'
import { tagAndRecord } from './tagging.ts'

/**
 * The only writer: copies the content of a plan, verifies it, has the gates judge once more, records the intent, reads the
 * tags that will move, moves them, reads them back and records the outcome. No tag moves before all content is there and
 * the intent is on disk. Killed at any moment and run again, it ends as one clean run. Obeys the plan alone: under
 * `keepGoing` what stands in the way is left out, and said; nothing else is ever done.
 * @throws PromoteError `locked`, `disk`, `ledger` or what reading threw, before anything is written; later failures are in the result
 */
export async function applyPlan(context: PipelineContext, asked: ApplyOptions): Promise<Applied> {
  const { ledger, signal } = context
  const { document, observation, obstacles } = asked.made
  const warnings = await settleFinished(context, document.plan)
  const options = { ...asked, made: await withoutRecorded(context, asked.made) }
  const { steps } = options.made
  if (steps.every((step) => step.kind === 'unchanged')) {
    const applied = steps.map((step) => ({ record: unchangedStep(step), errors: [] }))
    return { steps: applied, verified: 0, entry: null, warnings }
  }
  const toDo = allowedSteps(options.made, obstacles)
  if (toDo.length === 0) {
    const applied = steps.map((step) => untaggedStep(step, [], 'failed'))
    return { steps: applied, verified: 0, entry: null, warnings }
  }
  // Finding out takes a while, and is wanted only when the content is there.
  context.identify().catch(() => undefined)
  await ledger.checkWritable({ signal })
  const manifests = manifestsOf(observation)
  const content = await copyContent(
    context,
    options,
    manifests,
    toDo.map((step) => openStep(context, step, manifests)),
  )
  const recorder = createRecorder(context, document, asked.made.purpose)
  const run: Run = { context, options, recorder, content, warnings }
  const ready = content.flatMap((one) => (one.kind === 'ready' ? [one.ready] : []))
  const allReady = ready.length === toDo.length
  if (signal.aborted || ready.length === 0 || !(allReady || options.keepGoing)) return endUntagged(run)
  return tagAndRecord(run, ready)
}

function openStep(
  { config, stores }: PipelineContext,
  allowed: AllowedStep,
  manifests: ReadonlyMap<Digest, RawManifest>,
): RunningStep {
  const { source, destination } = allowed.step
  const manifest = manifests.get(source.descriptor.digest)
  return {
    ...allowed,
    ...openLocations(
      stores,
      locationOf(config, source.repository),
      locationOf(config, destination.repository),
      true,
    ),
    ...(manifest === undefined ? {} : { manifest }),
  }
}

/** Phases 2 and 3. */
async function copyContent(
  { config, signal, progress }: PipelineContext,
  { made, keepGoing }: ApplyOptions,
  manifests: ReadonlyMap<Digest, RawManifest>,
  running: readonly RunningStep[],
): Promise<readonly ContentOutcome[]> {
  const report = contentProgress(progress, running)
  const content = await bringContent(running, {
    engine: createCopyEngine(config.defaults.concurrency),
    manifests,
    required: made.route.to.referrers.require,
    keepGoing,
    refused: await findUnwritable(
      running.filter(({ step }) => step.kind !== 'record'),
      signal,
    ),
    signal,
    elapsed: () => performance.now(),
    moveOf: report.moveOf,
  })
  report.end(content)
  return content
}
