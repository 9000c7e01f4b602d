/**
 * The target of the first link with the relation `next` in `Link` header fields (RFC 8288 §3); undefined when there is
 * none. Looks at each character once, whatever is in there.
 */
export function nextLink(fields: readonly string[]): string | undefined {
  for (const field of fields) {
    for (let at = field.indexOf('<'); at >= 0; at = field.indexOf('<', at)) {
      const end = field.indexOf('>', at)
      if (end < 0) break
      const parameters = new ParameterReader(field, end + 1)
      if (parameters.relation()?.toLowerCase().split(SPACE).includes('next') === true) {
        return field.slice(at + 1, end)
      }
      at = parameters.position
    }
  }
  return undefined
}

const SPACE = /[ \t]+/
const SPACES = /[ \t]*/y
const NAME = /[^ \t=;,"]*/y
const BARE_VALUE = /[^ \t;,"]*/y

/** Reads the parameters behind one link target. */
class ParameterReader {
  readonly #text: string
  position: number

  constructor(text: string, position: number) {
    this.#text = text
    this.position = position
  }

  /** The value of `rel`: the first one counts. Ends behind the parameters. */
  relation(): string | undefined {
    let relation: string | undefined
    while (this.#takes(';')) {
      this.#take(SPACES)
      const name = this.#take(NAME).toLowerCase()
      const value = this.#takes('=') ? this.#value() : ''
      if (name === 'rel') relation ??= value
    }
    return relation
  }

  #value(): string {
    this.#take(SPACES)
    if (this.#text[this.position] !== '"') return this.#take(BARE_VALUE)
    let value = ''
    for (this.position++; this.position < this.#text.length; this.position++) {
      const character = this.#text[this.position]
      if (character === '"') break
      if (character === '\\') this.position++
      value += this.#text[this.position] ?? ''
    }
    this.position++
    return value
  }

  /** Whether the character stands here, behind spaces; moves past it then. */
  #takes(character: string): boolean {
    this.#take(SPACES)
    if (this.#text[this.position] !== character) return false
    this.position++
    return true
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.position
    const found = pattern.exec(this.#text)?.[0] ?? ''
    this.position += found.length
    return found
  }
}
