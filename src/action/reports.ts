import { diffMarkdown, matrixMarkdown } from '../report/diff-markdown.ts'
import { diffText, matrixText } from '../report/diff-text.ts'
import { markdownCode, markdownText } from '../report/markdown.ts'
import type { RenderOptions } from '../report/options.ts'
import { printableText } from '../report/printable.ts'
import { resultMarkdown } from '../report/result-markdown.ts'
import { resultText } from '../report/result-text.ts'
import { verifyMarkdown } from '../report/verify-markdown.ts'
import { verifyText } from '../report/verify-text.ts'
import { PromoteError } from '../support/errors.ts'
import type { Performed } from './perform.ts'

/** What a step did, as GitHub Markdown for its summary and for a comment. */
export function performedMarkdown(performed: Performed): string {
  switch (performed.kind) {
    case 'promotion':
      return `${resultMarkdown(performed.result)}\n${matrixBlock(performed.matrix)}`
    case 'plan':
      return `${resultMarkdown(performed.result)}\nPlan ${markdownCode(performed.result.plan.digest)}.\n`
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

function matrixBlock(matrix: Extract<Performed, { kind: 'promotion' }>['matrix']): string {
  if (matrix instanceof PromoteError)
    return `Where the images stand now could not be read: ${markdownText(matrix.message)}\n`
  return matrixMarkdown(matrix)
}
