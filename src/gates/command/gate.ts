import { applies, type Gate, type GatedStep } from '../../model/gates/gate.ts'
import type { CommandRule } from '../../model/gates/rules.ts'
import type { Verdict } from '../../model/gates/verdict.ts'
import { createLimiter, type Limiter } from '../../support/concurrency.ts'
import { valuesOf } from '../fill.ts'
import { askCommand, type CommandEnd } from './ask.ts'

/** Programs that run at once. */
const AT_ONCE = 4

/** A program's end, with the rule that asked it. */
interface Answered {
  readonly rule: CommandRule
  readonly end: CommandEnd
}

/**
 * Asks programs: exit code 0 passes, any other denies with the last line that it printed. What did not come to an end by
 * itself is unknown. Each program of the rule gives a verdict of its own.
 */
export const command = {
  name: 'command',
  rules: ({ to: { gates } }) => gates.command ?? [],
  asks: ({ to: { gates } }) => (gates.command ?? []).map(({ name }) => `${name} lets it pass`).join(', '),
  async collect(step, read, { signal }) {
    const rules = rulesFor(step)
    const values = valuesOf(step)
    const limiter = await read.once('limit of commands', async (): Promise<Limiter> => createLimiter(AT_ONCE))
    const { variables, folder } = read
    const ask = async (rule: CommandRule): Promise<TimedEnd> => ({
      end: await limiter.run(() => askCommand(rule, { values, variables, folder, signal }), signal),
      at: performance.now(),
    })
    return Promise.all(
      rules.map(async (rule) => {
        const key = `command ${JSON.stringify([rule.run, rule.name, rule.shell, values])}`
        return { rule, end: await freshEnd((count) => read.once(`${key} ${count}`, () => ask(rule))) }
      }),
    )
  },
  judge: (step, answered) => answered.map(({ rule, end }) => verdictOf(step, rule, end)),
  rulesBehind: (step, { evidence }) => rulesFor(step).filter(({ name }) => name === evidence.command),
} satisfies Gate<readonly Answered[]>

/** Milliseconds for which an answer holds in one run: where content took longer, programs are asked again before tags move. */
const HOLDS_FOR = 60_000

interface TimedEnd {
  readonly end: CommandEnd
  /** By the clock of `performance`. */
  readonly at: number
}

/** The first answer that still holds, of those that were given so far or a new one. */
async function freshEnd(given: (count: number) => Promise<TimedEnd>): Promise<CommandEnd> {
  for (let count = 1; ; count++) {
    const { end, at } = await given(count)
    if (performance.now() - at < HOLDS_FOR) return end
  }
}

function rulesFor(step: GatedStep): readonly CommandRule[] {
  return (step.to.gates.command ?? []).filter((rule) => applies(rule, step))
}

function verdictOf({ image, tag }: GatedStep, rule: CommandRule, end: CommandEnd): Verdict {
  const isPass = end.kind === 'exited' && end.code === 0
  return {
    gate: 'command',
    image,
    tag,
    answer: isPass ? 'pass' : end.kind === 'exited' ? 'deny' : 'unknown',
    reason: reasonOf(rule, end),
    evidence: {
      command: rule.name,
      exit: end.kind === 'exited' ? end.code : null,
      output: end.kind === 'not-started' ? null : end.output.text,
    },
  }
}

function reasonOf({ name, timeoutMs }: CommandRule, end: CommandEnd): string {
  switch (end.kind) {
    case 'exited':
      if (end.code === 0) return `${name} lets it pass.`
      return end.output.lastLine === ''
        ? `${name} ended with exit code ${end.code} and said nothing.`
        : `${name}: ${asSentence(end.output.lastLine)}`
    case 'killed':
      return `${name} crashed: ${end.by} ended it.`
    case 'timed-out':
      return `${name} did not end in ${timeoutMs / 1000} s and was stopped.`
    case 'printed-too-much':
      return `${name} printed more than 16 MiB and was stopped.`
    case 'not-started':
      return `${name} could not be started (${end.program}): ${end.why}.`
    default:
      return end satisfies never
  }
}

function asSentence(line: string): string {
  return /[.!?…]$/.test(line) ? line : `${line}.`
}
