import { applies, type Evidence, type Gate, type GatedStep } from '../../model/gates/gate.ts'
import type { Verdict } from '../../model/gates/verdict.ts'
import type { CallOptions } from '../../oci/store.ts'
import { toPromoteError } from '../../support/errors.ts'

/** How steps are judged. */
export interface Judging extends CallOptions {
  readonly gates: readonly Gate[]
  readonly evidence: Evidence
  readonly now: Date
  /** What a person passes over. */
  readonly overrides?: Overrides
}

/** The gates that a person passes over once, and why. */
export interface Overrides {
  readonly gates: readonly string[]
  readonly reason: string
}

/** One answer about one step. */
export interface JudgedStep {
  readonly step: GatedStep
  readonly verdict: Verdict
}

/**
 * Every gate's answer for every step, gate by gate. All evidence is collected at once and then judged; what cannot be read
 * is `unknown`, which denies.
 * @throws what the signal aborts with
 */
export async function judgeSteps(
  steps: readonly GatedStep[],
  judging: Judging,
): Promise<readonly JudgedStep[]> {
  const asked = judging.gates.flatMap((gate) => steps.map((step) => ({ gate, step })))
  const judged = await Promise.all(
    asked.map(async ({ gate, step }) => {
      const verdicts = await askGate(gate, step, judging)
      return verdicts.map((verdict) => ({ step, verdict }))
    }),
  )
  return judged.flat()
}

async function askGate(gate: Gate, step: GatedStep, judging: Judging): Promise<readonly Verdict[]> {
  if (step.isInStep && gate.isAskedInStep !== true) return []
  const rules = gate.rules(step).filter((rule) => applies(rule, step))
  if (rules.length === 0) return []
  const verdicts = await answerOf(gate, step, judging)
  const { overrides } = judging
  if (overrides === undefined || !overrides.gates.includes(gate.name)) return verdicts
  return verdicts.map((verdict) => {
    const behind = gate.rulesBehind?.(step, verdict) ?? rules
    const isOverridable = behind.every(({ overridable }) => overridable)
    return overridden(verdict, isOverridable, overrides.reason)
  })
}

/** An answer that did not pass, passed over; where the file does not let that happen, with a reason that says so. */
function overridden(verdict: Verdict, isOverridable: boolean, reason: string): Verdict {
  if (verdict.answer === 'pass') return verdict
  if (isOverridable) return { ...verdict, overridden: { reason } }
  return { ...verdict, reason: `${verdict.reason} This gate cannot be overridden.` }
}

async function answerOf(
  gate: Gate,
  step: GatedStep,
  { evidence, now, signal }: Judging,
): Promise<readonly Verdict[]> {
  try {
    const collected = await gate.collect(step, evidence, signal === undefined ? {} : { signal })
    return gate.judge(step, collected, now)
  } catch (error) {
    signal?.throwIfAborted()
    const { image, tag } = step
    const reason = `What it asks for could not be read: ${toPromoteError(error).message}`
    return [{ gate: gate.name, image, tag, answer: 'unknown', reason, evidence: {} }]
  }
}
