import type { Problem, PromoteError } from '../../support/errors.ts'
import { SIGNS } from '../words/signs.ts'
import { markdownCode, markdownText } from './markdown.ts'

/** An error as GitHub Markdown: the sentence, what to try, and every finding in a document with its place. */
export function errorMarkdown({ message, details }: PromoteError): string {
  const { image, hint, problems = [] } = details
  const what = image === undefined ? '' : `${markdownCode(image)}: `
  const blocks = [
    `### ${SIGNS.denied} ${what}${markdownText(message)}`,
    problems.map(problemLine).join('\n'),
    hint === undefined ? '' : markdownText(hint),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

function problemLine({ message, file, line, column, excerpt, hint }: Problem): string {
  const place = [file, line, line === undefined ? undefined : column]
    .filter((part) => part !== undefined)
    .join(':')
  const parts = [
    `${place === '' ? '' : `${markdownCode(place)} `}${markdownText(message)}`,
    ...(excerpt === undefined ? [] : [markdownCode(excerpt)]),
    ...(hint === undefined ? [] : [markdownText(hint)]),
  ]
  return `- ${parts.filter((part) => part !== '').join('<br>')}`
}
