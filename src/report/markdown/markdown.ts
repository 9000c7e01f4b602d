import { printableText } from '../../support/printable.ts'

const ZERO_WIDTH_SPACE = '\u200b'

/**
 * Text as one line of GitHub Markdown that reads as itself: no markup, HTML, table cell, list, mention, issue
 * reference, bare link or workflow command comes out of it.
 */
export function markdownText(text: string): string {
  return (
    oneLine(text)
      // Mentions and issue references are found after Markdown is rendered: an escape does not stop them.
      .replace(/@/g, `@${ZERO_WIDTH_SPACE}`)
      .replace(/#(?=\d)/g, `#${ZERO_WIDTH_SPACE}`)
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_{}[\]#|~^$]/g, '\\$&')
      .replace(/^[-+=]/, '\\$&')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2')
      .replace(/:(?=:|\/\/)/g, '&#58;')
      .replace(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`)
  )
}

/** Text as inline code; backticks and pipes in it do no harm. */
export function markdownCode(text: string): string {
  const line = oneLine(text)
  if (line === '') return ''
  const escaped = line
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]#|~^$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/@/g, '&#64;')
    .replace(/:/g, '&#58;')
  return `<code>${escaped}</code>`
}

/** A link, where the address is an http(s) URL; else the text alone. */
export function markdownLink(text: string, address: string): string {
  if (!URL.canParse(address)) return markdownText(text)
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return markdownText(text)
  const href = url.href.replace(
    /[()<>|`\\[\]@*_~ ]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )
  return `[${markdownText(text)}](${href})`
}

/** A table; the cells are Markdown already. */
export function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(headings), line(headings.map(() => '---')), ...rows.map(line)].join('\n')
}

function oneLine(text: string): string {
  return printableText(text).replace(/\s+/g, ' ').trim()
}
