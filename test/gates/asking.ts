import type { Evidence, Gate, GatedStep } from '../../src/model/gates/gate.ts'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import { type Judging, judgeSteps } from '../../src/pipeline/judge/judge.ts'

/** What a gate says about a step, of which this can be read; anything else that it reads fails. */
export async function ask(
  gate: Gate,
  step: GatedStep,
  read: Partial<Evidence>,
  more: Partial<Judging> = {},
): Promise<readonly Verdict[]> {
  const readings = new Map<string, Promise<unknown>>()
  const evidence = {
    once: <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const known = readings.get(key) ?? work()
      readings.set(key, known)
      return known as Promise<T>
    },
    ...read,
  } as Evidence
  const judged = await judgeSteps([step], { gates: [gate], evidence, now: new Date(), ...more })
  return judged.map(({ verdict }) => verdict)
}

/** The only verdict, as `answer: reason`; with an override, whether that let it through. */
export async function told(
  gate: Gate,
  step: GatedStep,
  read: Partial<Evidence>,
  more: Partial<Judging> = {},
): Promise<string> {
  const verdicts = await ask(gate, step, read, more)
  return verdicts
    .map(({ answer, overridden, reason }) => `${answer}${overridden ? ', overridden' : ''}: ${reason}`)
    .join('\n')
}

/** Passes a gate over. */
export function overriding(gate: string): Partial<Judging> {
  return { overrides: { gates: [gate], reason: 'The release cannot wait.' } }
}
