/** Codes that a program writes to a terminal: `ESC [ 2 K` and the like. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes
const CODE = /^\u001b\[(\?)?(\d*)(?:;\d+)*([A-Za-z])/

/**
 * What a terminal of so many columns shows, with all that has scrolled away above it: the lines, without spaces at their
 * ends. Knows the codes that this program and its task list write, and throws on others.
 */
export class Screen {
  readonly #columns: number
  readonly #rows: string[][] = [[]]
  #row = 0
  #column = 0
  readonly #wrapped = new Set<string>()
  /** Part of a code that has not come in whole. */
  #rest = ''

  constructor(columns: number) {
    this.#columns = columns
  }

  get lines(): readonly string[] {
    const lines = this.#rows.map((row) =>
      Array.from(row, (character) => character ?? ' ')
        .join('')
        .trimEnd(),
    )
    while (lines.at(-1) === '') lines.pop()
    return lines
  }

  /** What was written beyond the last column and went on in the next line: the first part of each such line. */
  get wrapped(): readonly string[] {
    return [...this.#wrapped]
  }

  write(text: string): void {
    const whole = this.#rest + text
    this.#rest = ''
    for (let at = 0; at < whole.length; ) {
      const code = CODE.exec(whole.slice(at, at + 32))
      if (code !== null) {
        this.#obey(code[3] ?? '', code[1] === '?', code[2] === '' ? undefined : Number(code[2]))
        at += code[0].length
      } else if (whole[at] === '\u001b') {
        this.#rest = whole.slice(at)
        if (this.#rest.length > 32) throw new Error(`An unknown code: ${JSON.stringify(this.#rest)}`)
        return
      } else {
        this.#put(whole[at] ?? '')
        at++
      }
    }
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0
    else if (character === '\n') this.#down()
    else {
      if (this.#column >= this.#columns) {
        this.#wrapped.add(this.#line.join(''))
        this.#down()
        this.#column = 0
      }
      this.#line[this.#column++] = character
    }
  }

  get #line(): string[] {
    const line = this.#rows[this.#row] ?? []
    this.#rows[this.#row] = line
    return line
  }

  #down(): void {
    this.#row++
    if (this.#rows.length <= this.#row) this.#rows.push([])
  }

  #obey(letter: string, isPrivate: boolean, count: number | undefined): void {
    if (isPrivate) return
    switch (letter) {
      case 'm':
        return
      case 'A':
        this.#row = Math.max(0, this.#row - (count ?? 1))
        return
      case 'B':
        for (let left = count ?? 1; left > 0; left--) this.#down()
        return
      case 'G':
        this.#column = (count ?? 1) - 1
        return
      case 'K':
        this.#rows[this.#row] = count === 2 ? [] : this.#line.slice(0, this.#column)
        return
      case 'J':
        this.#rows[this.#row] = this.#line.slice(0, this.#column)
        this.#rows.length = this.#row + 1
        return
      default:
        throw new Error(`An unknown code: ${letter}`)
    }
  }
}
