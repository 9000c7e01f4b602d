import { type Piece, parseRegex } from './regex-tree.ts'

/** Text that makes a pattern work: `pump` again and again, with `before` in front of all or of each. */
export interface WorstCase {
  readonly before: string
  readonly pump: string
  readonly after: string
  /** Whether `before` comes again with each `pump`. */
  readonly isWhole: boolean
}

/** Characters that patterns tell apart. */
const TRIED = [...'a0- .:/"\\<;,=_@#A~[{b\t\n\u0000é\u0301\u202e\u001b', '😀', '\ufeff']
/** What ends a text so that what was matched so far does not fit. */
const ENDS = ['', '\u0000', '!\n']
const MOST_PUMPS = 5

/** For each open repeat of a pattern, texts on which an engine that backtracks may have to try again and again. */
export function worstCasesOf(source: string, flags: string): readonly WorstCase[] {
  const u = flags.includes('u') ? 'u' : ''
  const samples = new Sampler(`${u}${flags.includes('i') ? 'i' : ''}`)
  const cases = new Map<string, WorstCase>()
  for (const { before, pump } of samples.pumpsIn(parseRegex(source), '')) {
    for (const after of ENDS) {
      for (const isWhole of before === '' ? [false] : [false, true]) {
        const one = { before, pump, after, isWhole }
        cases.set(JSON.stringify(one), one)
      }
      // An engine may also start anew at each place of a run that it cannot end.
      const alone = { before: '', pump, after, isWhole: false }
      cases.set(JSON.stringify(alone), alone)
    }
    // Many starts of what never comes to its end.
    if (before !== '') {
      const starts = { before: '', pump: before, after: '', isWhole: false }
      cases.set(JSON.stringify(starts), starts)
    }
  }
  return [...cases.values()]
}

class Sampler {
  readonly #flags: string

  constructor(flags: string) {
    this.#flags = flags
  }

  *pumpsIn(
    pieces: readonly Piece[],
    before: string,
  ): Generator<{ readonly before: string; readonly pump: string }> {
    let path = before
    for (const piece of pieces) {
      if (piece.kind === 'either') for (const way of piece.ways) yield* this.pumpsIn(way, path)
      if (piece.kind === 'repeat') {
        if (piece.isOpen) for (const pump of this.#pumps(piece.piece)) yield { before: path, pump }
        yield* this.pumpsIn([piece.piece], path)
      }
      path += this.#sample(piece, 0)
    }
  }

  #pumps(piece: Piece): readonly string[] {
    const found = new Set<string>()
    for (let nth = 0; nth < TRIED.length && found.size < MOST_PUMPS; nth++) {
      const one = this.#sample(piece, nth)
      if (one !== '') found.add(one)
    }
    return [...found]
  }

  /** A text the piece matches; another for each `nth`, as far as there are so many. */
  #sample(piece: Piece, nth: number): string {
    switch (piece.kind) {
      case 'nothing':
        return ''
      case 'one': {
        const fitting = this.#members(piece.source)
        return fitting[nth % fitting.length] ?? ''
      }
      case 'either': {
        const way = piece.ways[nth % piece.ways.length] ?? []
        return way.map((inner) => this.#sample(inner, nth)).join('')
      }
      case 'repeat':
        return this.#sample(piece.piece, nth).repeat(Math.max(piece.least, nth % 2 === 0 ? 1 : 0))
    }
  }

  #members(source: string): readonly string[] {
    const pattern = new RegExp(`^(?:${source})$`, `s${this.#flags}`)
    const written = [...source].filter((character) => pattern.test(character))
    const fitting = [...TRIED, ...written].filter((character) => pattern.test(character))
    if (fitting.length > 0) return fitting
    for (let code = 0; code < 0x1_0000; code++) {
      if (pattern.test(String.fromCharCode(code))) return [String.fromCharCode(code)]
    }
    throw new Error(`nothing is known that ${source} matches`)
  }
}
