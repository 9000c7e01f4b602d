import type { PromotionResult } from '../../model/result.ts'
import type { SavedPlan } from '../words/promotion/approvals.ts'
import { nextForPlan } from '../words/promotion/next-for-plan.ts'
import { markdownCode, markdownText } from './markdown.ts'
import { shownPlanPage } from './result.ts'

/** A saved plan for whoever is to approve it, as GitHub Markdown: for a comment or a step summary. */
export function shownPlanMarkdown(result: PromotionResult, saved: SavedPlan): string {
  const { plan } = result
  const next = nextForPlan(result, saved).map((line) =>
    line.startsWith('  ') ? `- ${markdownCode(line.trim())}` : markdownText(line),
  )
  const of = `of ${markdownText(plan.plan.author)}, project ${markdownText(plan.plan.project)}`
  return shownPlanPage(result, [`Plan ${markdownCode(plan.digest)} ${of}.`, ...next])
}
