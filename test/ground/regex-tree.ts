/** A regular expression, as far as it matters for what it has to try. */
export type Piece =
  | { readonly kind: 'one'; readonly source: string }
  /** Matches no characters of its own: an anchor, or a look ahead or behind. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'either'; readonly ways: readonly (readonly Piece[])[] }
  | { readonly kind: 'repeat'; readonly piece: Piece; readonly least: number; readonly isOpen: boolean }

const ATOM =
  /^(?:\[(?:[^\]\\]|\\.)*\]|\\u\{[0-9a-fA-F]+\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[pP]\{[^}]*\}|\\.|[^()|])/su
const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/
const GROUP = /^\((?:\?(?::|<?[=!]|<\w+>))?/
/** Repeats up to this many times are no danger. */
const MOST_BOUNDED = 300

/** Reads a pattern that JavaScript takes; look-arounds count as nothing, back references are refused. */
export function parseRegex(source: string): readonly Piece[] {
  let rest = source
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(rest)?.[0]
    if (found !== undefined) rest = rest.slice(found.length)
    return found
  }
  const either = (): readonly (readonly Piece[])[] => {
    const ways = [sequence()]
    while (rest.startsWith('|')) {
      rest = rest.slice(1)
      ways.push(sequence())
    }
    return ways
  }
  const sequence = (): readonly Piece[] => {
    const pieces: Piece[] = []
    while (rest !== '' && !rest.startsWith('|') && !rest.startsWith(')')) pieces.push(quantified(piece()))
    return pieces
  }
  const piece = (): Piece => {
    const group = take(GROUP)
    if (group !== undefined) {
      const ways = either()
      rest = rest.slice(1)
      return /[=!]$/.test(group) ? { kind: 'nothing' } : { kind: 'either', ways }
    }
    const atom = take(ATOM)
    if (atom === undefined || /^\\[1-9]$/.test(atom)) throw new Error(`cannot read /${source}/ at ${rest}`)
    return /^(?:\^|\$|\\[bB])$/.test(atom) ? { kind: 'nothing' } : { kind: 'one', source: atom }
  }
  const quantified = (inner: Piece): Piece => {
    const quantifier = take(QUANTIFIER)?.replace(/(?<=.)\?$/, '')
    if (quantifier === undefined) return inner
    const [, from = '', comma, to = ''] = /^\{(\d+)(,?)(\d*)\}$/.exec(quantifier) ?? []
    const least = from === '' ? (quantifier === '+' ? 1 : 0) : Number(from)
    const isOpen = '*+'.includes(quantifier) || (comma === ',' && (to === '' || Number(to) > MOST_BOUNDED))
    return { kind: 'repeat', piece: inner, least, isOpen }
  }
  return sequenceOf(either())
}

function sequenceOf(ways: readonly (readonly Piece[])[]): readonly Piece[] {
  const [only] = ways
  return ways.length === 1 && only !== undefined ? only : [{ kind: 'either', ways }]
}
