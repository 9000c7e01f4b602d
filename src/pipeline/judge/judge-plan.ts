import { GATES } from '../../gates/index.ts'
import type { GatedStep, Verdict } from '../../model/gate.ts'
import type { PlanStep } from '../../model/plan.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import type { Observation } from '../plan/observe.ts'
import type { Obstacle } from '../plan/planner/obstacles.ts'
import { keyOfObserved, keyOfStep, nameOf } from '../plan/planner/step-key.ts'
import type { Route } from '../plan/route.ts'
import { evidenceOf } from './evidence.ts'
import { type JudgedStep, judgeSteps } from './judge.ts'

/** What the gates say about a plan. */
export interface Judgement {
  readonly verdicts: readonly Verdict[]
  /** One for each verdict that does not pass. */
  readonly obstacles: readonly Obstacle[]
}

/** Has all gates judge all steps of a plan, now; the phase `gates`. Called when a plan is made or read, and again before tags move. */
export async function judgePlan(
  { clock, progress, signal }: PipelineContext,
  { route, steps, observation }: Judged,
): Promise<Judgement> {
  const known = new Set(observation.steps.map(keyOfObserved))
  const gated = steps.filter((step) => known.has(keyOfStep(step))).map((step) => gatedStep(route, step))
  if (gated.length === 0) return { verdicts: [], obstacles: [] }
  progress({ kind: 'phase-start', phase: 'gates', total: gated.length })
  const judged = await judgeSteps(gated, {
    gates: GATES,
    evidence: evidenceOf(observation),
    now: clock.now(),
    signal,
  })
  const verdicts = judged.map(({ verdict }) => verdict)
  const obstacles = judged.flatMap(obstacleOf)
  progress({
    kind: obstacles.length === 0 ? 'phase-end' : 'phase-fail',
    phase: 'gates',
    summary: summaryOf(steps, verdicts, obstacles),
  })
  return { verdicts, obstacles }
}

/** The steps of a plan, and what was read to make or check it. */
interface Judged {
  readonly route: Route
  readonly steps: readonly PlanStep[]
  readonly observation: Observation
}

function gatedStep({ from, to }: Route, step: PlanStep): GatedStep {
  return {
    ...nameOf(step),
    isInStep: step.kind === 'unchanged',
    from: { name: from.name, repository: step.source.repository },
    to: { name: to.name, repository: step.destination.repository, referrers: to.referrers },
  }
}

function obstacleOf({ step, verdict }: JudgedStep): readonly Obstacle[] {
  if (verdict.answer === 'pass') return []
  const { image, tag, digest, to } = step
  const message = `The gate ${verdict.gate} denies ${to.name}: ${verdict.reason}`
  return [
    { kind: 'step', step: { image, tag, digest }, error: new PromoteError('denied', message, { image }) },
  ]
}

/** `2 images, 2 gates`, and which of them are denied. */
function summaryOf(
  steps: readonly PlanStep[],
  verdicts: readonly Verdict[],
  obstacles: readonly Obstacle[],
): string {
  const count = (size: number, noun: string): string => (size === 1 ? `1 ${noun}` : `${size} ${noun}s`)
  const images = new Set(steps.map(({ image }) => image)).size
  const gates = new Set(verdicts.map(({ gate }) => gate)).size
  const denied = new Set(obstacles.flatMap((one) => (one.kind === 'step' ? [one.step.image] : [])))
  const end = denied.size === 0 ? '' : `; denied: ${[...denied].join(', ')}`
  return `${count(images, 'image')}, ${count(gates, 'gate')}${end}`
}
