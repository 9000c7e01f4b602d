import type { PromotionResult } from '../../../model/result.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import type { SavedPlan } from '../../words/promotion/approvals.ts'
import { nextForPlan } from '../../words/promotion/next-for-plan.ts'
import { routeOfPlan } from '../../words/steps.ts'
import { timeText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { planLines } from '../plan.ts'
import { failureLines } from '../result.ts'
import { palette } from '../style.ts'

/** A saved plan for whoever is to approve it: what it does, what the gates say now, who made it, and what comes next. */
export function shownPlanText(result: PromotionResult, options: RenderOptions & SavedPlan): string {
  const shown = printable(result)
  const { plan } = shown
  const paint = palette(options)
  const { file, promotionFile } = options
  return [
    ...(result.applied === undefined ? planLines(plan, options) : [paint.strong(routeOfPlan(plan))]),
    ...failureLines(shown, paint),
    '',
    ...alignColumns(
      [
        ['plan', plan.digest],
        ['project', plan.plan.project],
        ['made by', plan.plan.author],
        ...(result.applied === undefined ? [['made', timeText(plan.madeAt, options)]] : []),
      ].map(([name = '', value = '']) => [paint.faint(name), value]),
    ),
    '',
    ...nextForPlan(result, { file, promotionFile }).map((line) => printable(line)),
    '',
  ].join('\n')
}
