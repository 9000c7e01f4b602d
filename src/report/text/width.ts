// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes that style.ts writes
const COLOUR_CODES = /\u001b\[\d+m/g
/** ASCII, European letters and the signs of words/signs.ts: one column each, so graphemes need not be counted. */
const SINGLE = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2013\u2026\u2192\u2714\u2716]*$/
const ZERO_WIDTH = /^[\p{Mark}\p{Format}\p{Control}]+$/u
const EMOJI = /\p{Emoji_Presentation}|\p{Emoji}\uFE0F/u
const WIDE =
  /^[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u

const segmenter = lazily(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))

/** Columns that text takes in a terminal: wide characters count 2, combining marks and colour codes 0. */
export function displayWidth(text: string): number {
  const plain = text.replace(COLOUR_CODES, '')
  if (SINGLE.test(plain)) return plain.length
  return graphemes(plain).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0)
}

/** Text filled with spaces to `width` columns; longer text stays as it is. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** Plain text of at most `width` columns, the end replaced by an ellipsis. */
export function truncateEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  if (width < 1) return ''
  return `${take(graphemes(text), width - 1)}…`
}

/**
 * Plain text of at most `width` columns, the middle replaced by an ellipsis: of a reference both the host and
 * the tag stay readable.
 */
export function truncateMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  if (width < 1) return ''
  const parts = graphemes(text)
  const head = take(parts, Math.floor((width - 1) / 2))
  const tail = take(parts.toReversed(), width - 1 - displayWidth(head), true)
  return `${head}…${tail}`
}

function take(parts: readonly string[], width: number, backwards = false): string {
  const taken: string[] = []
  let used = 0
  for (const part of parts) {
    used += graphemeWidth(part)
    if (used > width) break
    taken.push(part)
  }
  return (backwards ? taken.toReversed() : taken).join('')
}

function graphemes(text: string): string[] {
  return Array.from(segmenter().segment(text), ({ segment }) => segment)
}

function graphemeWidth(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0
  return EMOJI.test(grapheme) || WIDE.test(grapheme) ? 2 : 1
}

// A segmenter costs milliseconds to make; reports of plain ASCII never need it.
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
