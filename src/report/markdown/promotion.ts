import type { MatrixReport } from '../../model/diff.ts'
import type { PromotionResult } from '../../model/result.ts'
import { PromoteError } from '../../support/errors.ts'
import { matrixMarkdown } from './diff.ts'
import { markdownCode, markdownText } from './markdown.ts'
import { resultMarkdown } from './result.ts'

/** A promotion and where its images stand afterwards, as GitHub Markdown: a step summary, or a report file. */
export function promotionMarkdown(result: PromotionResult, matrix: MatrixReport | PromoteError): string {
  const stand =
    matrix instanceof PromoteError
      ? `Where the images stand now could not be read: ${markdownText(matrix.message)}\n`
      : matrixMarkdown(matrix)
  return `${resultMarkdown(result)}\n${stand}`
}

/** A plan that was saved, with its whole digest: that is what is approved. */
export function planMarkdown(result: PromotionResult): string {
  return `${resultMarkdown(result)}\nPlan ${markdownCode(result.plan.digest)}.\n`
}
