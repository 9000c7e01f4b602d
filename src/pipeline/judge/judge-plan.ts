import { GATES } from '../../gates/index.ts'
import { applies, type GatedStep } from '../../model/gates/gate.ts'
import type { GatePurpose } from '../../model/gates/rules.ts'
import { deniedText, lets, type Verdict } from '../../model/gates/verdict.ts'
import type { PlanCore, PlanStep } from '../../model/plan.ts'
import type { Digest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { nearest } from '../../support/nearest.ts'
import type { PipelineContext } from '../context.ts'
import type { Observation } from '../plan/observe.ts'
import type { Obstacle } from '../plan/planner/obstacles.ts'
import { keyOfObserved, keyOfStep, nameOf } from '../plan/planner/step-key.ts'
import type { Route } from '../plan/route.ts'
import { type ContentReadings, evidenceOf } from './evidence.ts'
import { type JudgedStep, judgeSteps, type Overrides } from './judge.ts'

/** What the gates say about a plan. */
export interface Judgement {
  readonly verdicts: readonly Verdict[]
  /** One for each verdict that does not pass. */
  readonly obstacles: readonly Obstacle[]
}

/** Has all gates judge all steps of a plan, now; the phase `gates`. Called when a plan is made or read, and again before tags move. @throws PromoteError `usage` where a gate that does not exist, or that is not asked, is to be passed over, and what reading the ledger threw */
export async function judgePlan(context: PipelineContext, judged: Judged): Promise<Judgement> {
  const { clock, progress, signal } = context
  const { steps, observation, readings, overrides } = judged
  for (const name of overrides?.gates ?? []) requireAsked(name, judged)
  const known = new Set(observation.steps.map(keyOfObserved))
  const gated = steps.filter((step) => known.has(keyOfStep(step))).map((step) => gatedStep(judged, step))
  if (gated.length === 0) return { verdicts: [], obstacles: [] }
  progress({ kind: 'phase-start', phase: 'gates', total: gated.length })
  const unread: unknown[] = []
  const answers = await judgeSteps(gated, {
    gates: GATES,
    evidence: evidenceOf(context, observation, readings, (error) => unread.push(error)),
    now: clock.now(),
    signal,
    ...(overrides === undefined ? {} : { overrides }),
  })
  if (unread.length > 0) throw unread[0]
  const verdicts = answers.map(({ verdict }) => verdict)
  const obstacles = answers.flatMap(obstacleOf)
  progress({
    kind: obstacles.length === 0 ? 'phase-end' : 'phase-fail',
    phase: 'gates',
    summary: summaryOf(steps, verdicts, obstacles),
  })
  return { verdicts, obstacles }
}

/** The steps of a plan, and what was read to make or check it. */
export interface Judged {
  /** What they are for; a promotion unless told. */
  readonly gatePurpose?: GatePurpose
  readonly document: { readonly digest: Digest; readonly plan: Pick<PlanCore, 'author'> }
  readonly route: Route
  readonly steps: readonly PlanStep[]
  readonly observation: Observation
  readonly readings: ContentReadings
  readonly overrides?: Overrides
}

/** Passing over what nobody asks for would be a word without effect, and a misunderstanding. */
function requireAsked(name: string, { route, gatePurpose: purpose = 'promotion' }: Judged): void {
  const gate = GATES.find((one) => one.name === name)
  if (gate === undefined) throw noGate(name)
  if (gate.rules(route).some((rule) => applies(rule, { purpose }))) return
  const what = purpose === 'rollback' ? ' before a rollback' : ''
  throw new PromoteError(
    'usage',
    `${route.to.name} does not ask for the gate ${name}${what}: there is nothing to pass over.`,
    { hint: `Leave --override ${name} out. What is asked for: promote gates --to ${route.to.name}` },
  )
}

function noGate(name: string): PromoteError {
  const names = GATES.map((gate) => gate.name)
  const [near] = nearest(name, names)
  return new PromoteError('usage', `There is no gate "${name}".`, {
    hint: near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${near}"?`,
  })
}

function gatedStep({ route: { from, to }, document, gatePurpose }: Judged, step: PlanStep): GatedStep {
  return {
    ...nameOf(step),
    isInStep: step.kind === 'unchanged',
    ...(step.kind === 'referrers' ? { referrersAlone: true } : {}),
    purpose: gatePurpose ?? 'promotion',
    from: { name: from.name, repository: step.source.repository },
    to: {
      name: to.name,
      repository: step.destination.repository,
      referrers: to.referrers,
      gates: to.gates,
    },
    plan: { digest: document.digest, author: document.plan.author },
  }
}

function obstacleOf({ step, verdict }: JudgedStep): readonly Obstacle[] {
  if (lets(verdict)) return []
  const { image, tag, digest, to } = step
  const error = new PromoteError('denied', deniedText(verdict, to.name), { image })
  return [{ kind: 'step', step: { image, tag, digest }, gate: verdict.gate, error }]
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
