import process from 'node:process'
import type { PromotionConfig } from '../model/config.ts'
import type { PlanDocument } from '../model/plan.ts'
import type { RenderOptions } from '../report/options.ts'
import { planText } from '../report/text/plan.ts'
import { wrapProse } from '../report/text/wrap.ts'
import { PromoteError } from '../support/errors.ts'
import { shellWord } from '../support/text/shell-word.ts'
import { writeText } from './output.ts'

/**
 * Whether a person has to say yes before this environment is written: it has `confirm: true`, and `--yes` was not given.
 * @param flags.lacks what else the command line needs, to be named in the same error
 * @throws PromoteError `usage` where that is so and there is no terminal to ask at
 */
export function asksFirst(
  config: PromotionConfig,
  to: string,
  flags: { readonly yes: boolean; readonly lacks?: string },
): boolean {
  const wanted = config.environments.find((environment) => environment.name === to)?.confirm === true
  if (!wanted || flags.yes) return false
  if (process.stdin.isTTY === true && process.stderr.isTTY === true) return true
  const lacks = flags.lacks === undefined ? [] : [flags.lacks]
  throw new PromoteError(
    'usage',
    `${to} is to be confirmed first (confirm: true), and there is no terminal to ask at.`,
    { hint: `Nothing was written. To say yes beforehand: ${[commandLine(), ...lacks, '--yes'].join(' ')}` },
  )
}

/** Shows the plan on stderr and asks. A plan with nothing to do is not asked about. @throws PromoteError `failed` unless the answer is yes */
export async function confirmPlan(
  document: PlanDocument,
  options: RenderOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const { to, steps, purpose } = document.plan
  if (steps.every((step) => step.kind === 'unchanged')) return
  writeText(process.stderr, wrapProse(planText(document, options), options.width))
  const [question, unless] = asked(purpose, to)
  await confirm(`${question} [y/N] `, unless, options.signal)
}

function asked(
  purpose: PlanDocument['plan']['purpose'],
  to: string,
): readonly [question: string, unless: string] {
  switch (purpose) {
    case undefined:
      return [`Promote to ${to}?`, `nothing was promoted to ${to}`]
    case 'repair':
      return [`Repair ${to}?`, `nothing was repaired in ${to}`]
    case 'rollback':
      return [`Roll ${to} back?`, `nothing was rolled back in ${to}`]
    default:
      return purpose satisfies never
  }
}

/**
 * Asks a question at the terminal.
 * @param unless what happens after a no, as a clause
 * @throws PromoteError `failed` unless the answer is yes
 */
export async function confirm(question: string, unless: string, signal: AbortSignal): Promise<void> {
  if (await isYes(question, signal)) return
  throw new PromoteError('failed', `Not confirmed: ${unless}.`, { hint: 'Answer y, or pass --yes.' })
}

/** True for y and yes; an end of the input (Ctrl-D) is a no. @throws the signal's reason */
async function isYes(question: string, signal: AbortSignal): Promise<boolean> {
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      lines.once('close', () => resolve(''))
      // In raw mode the terminal leaves Ctrl-C to the program.
      lines.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      lines.question(question, { signal }, resolve)
    })
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    lines.close()
  }
}

/** What was typed, to be typed again. */
function commandLine(): string {
  return ['promote', ...process.argv.slice(2).map(shellWord)].join(' ')
}
