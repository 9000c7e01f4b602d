import { diffMarkdown, matrixMarkdown } from '../report/markdown/diff.ts'
import { planMarkdown, promotionMarkdown } from '../report/markdown/promotion.ts'
import { verifyMarkdown } from '../report/markdown/verify.ts'
import type { RenderOptions } from '../report/options.ts'
import { diffText, matrixText } from '../report/text/diff.ts'
import { resultText } from '../report/text/result.ts'
import { verifyText } from '../report/text/verify.ts'
import { printableText } from '../support/printable.ts'
import type { Performed } from './perform.ts'

/** What a step did, as GitHub Markdown for its summary and for a comment. */
export function performedMarkdown(performed: Performed): string {
  switch (performed.kind) {
    case 'promotion':
      return promotionMarkdown(performed.result, performed.matrix)
    case 'plan':
      return planMarkdown(performed.result)
    case 'diff':
      return performed.report.kind === 'pair'
        ? diffMarkdown(performed.report)
        : matrixMarkdown(performed.report)
    case 'verify':
      return verifyMarkdown(performed.report)
    default:
      return performed satisfies never
  }
}

/** What a step did, as text for its log. */
export function performedText(performed: Performed, options: RenderOptions): string {
  switch (performed.kind) {
    case 'promotion':
      return resultText(performed.result, { ...options, ledger: performed.ledger })
    case 'plan':
      return `${resultText(performed.result, options)}Saved in ${printableText(performed.file)}.\n`
    case 'diff':
      return performed.report.kind === 'pair'
        ? diffText(performed.report, options)
        : matrixText(performed.report, options)
    case 'verify':
      return verifyText(performed.report, options)
    default:
      return performed satisfies never
  }
}
