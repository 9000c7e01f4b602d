/**
 * The same value with every string in it fit for one line of a terminal or a CI log: line ends and tabs become
 * spaces; other control, line-breaking and direction-changing characters and lone surrogates become U+FFFD; and what a CI runner would
 * take for a command (`::…` at the start, `##[…`, `##vso[…`) is broken up with a space. Keys, numbers and null stay.
 */
export function printable<T>(value: T): T {
  return clean(value) as T
}

/** One string made fit for one line, as {@link printable} does; each character stays one character, but for the CI guard. */
export function printableText(text: string): string {
  if (PLAIN.test(text)) return text
  return text
    .toWellFormed()
    .replace(/[\t\r\n]/g, ' ')
    .replace(UNSAFE, '\uFFFD')
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replace(/##(?=\[|vso\[)/gi, '## ')
}

/**
 * Text of several lines fit for a terminal and a CI log: as {@link printableText} for each of them, but that line ends,
 * tabs and the codes of colours stay.
 */
export function printableLines(text: string): string {
  return text.split('\n').map(printableLine).join('\n')
}

/** JSON fit for a terminal and a CI log: the same document, with characters of its strings escaped. */
export function printableJson(json: string): string {
  return json
    .replace(UNSAFE, (character) =>
      character === '\n' ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/##(?=\[|vso\[)/gi, '#\\u0023')
}

function printableLine(line: string): string {
  if (PLAIN.test(line)) return line
  return line
    .toWellFormed()
    .replace(UNSAFE, (character, at: number, whole: string) =>
      isKept(character, at, whole) ? character : '\uFFFD',
    )
    .replace(/^(\s*):(?=:)/, '$1: ')
    .replace(/##(?=\[|vso\[)/gi, '## ')
}

/** Letters of ASCII and what names and digests are made of, without what may begin a command of a CI runner. */
const PLAIN = /^[\w./@+-][\w ./:@+-]*$/

// C0 and C1 controls, line and paragraph separators, and the marks that reorder text (Unicode TR 9),
// with which a message could be made to read as another one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** The rest of a colour's code, behind the escape. */
const COLOUR = /\[\d{1,3}m/y

/** Whether a character that is not fit for one line may stay in one of several. */
function isKept(character: string, at: number, line: string): boolean {
  if (character === '\t') return true
  if (character === '\r') return at === line.length - 1
  COLOUR.lastIndex = at + 1
  return character === '\u001b' && COLOUR.test(line)
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return printableText(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [printableText(key), clean(inner)]))
}
