import type { PromotionConfig } from '../model/config.ts'
import type { PlanDocument } from '../model/plan.ts'
import type { RenderOptions } from '../report/options.ts'
import { planText } from '../report/text/plan.ts'
import { PromoteError } from '../support/errors.ts'

/** Whether a run into this environment asks first: `confirm: true`, no `--yes`, and a person at a terminal; a pipeline is asked nothing. */
export function asksFirst(config: PromotionConfig, to: string, flags: { readonly yes: boolean }): boolean {
  const wanted = config.environments.find((environment) => environment.name === to)?.confirm === true
  return wanted && !flags.yes && process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** Shows the plan on stderr and asks. A plan with nothing to do is not asked about. @throws PromoteError `cancelled` unless the answer is yes */
export async function confirmPlan(
  document: PlanDocument,
  options: RenderOptions & { readonly signal: AbortSignal },
): Promise<void> {
  const { to, steps } = document.plan
  if (steps.every((step) => step.kind === 'unchanged')) return
  process.stderr.write(planText(document, options))
  const { createInterface } = await import('node:readline/promises')
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await lines.question(`Promote to ${to}? [y/N] `, { signal: options.signal })
    if (/^y(es)?$/i.test(answer.trim())) return
  } finally {
    lines.close()
  }
  throw new PromoteError('cancelled', `Not promoted: ${to} was not confirmed.`, {
    hint: 'Answer y, or pass --yes.',
  })
}
