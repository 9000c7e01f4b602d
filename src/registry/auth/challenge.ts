/** One challenge of a `WWW-Authenticate` header, scheme and parameter names in lower case. RFC 9110 §11.6.1. */
export interface Challenge {
  readonly scheme: string
  readonly parameters: Readonly<Record<string, string>>
}

const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y
const SPACE = /[ \t]*/y
const SEPARATOR = /[ \t,]*/y
const EQUALS = /[ \t]*=[ \t]*/y
const QUOTED = /"((?:[^"\\]|\\.)*)"/y
const BARE_VALUE = /[^\s,"]+/y
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y

/** Reads all challenges of all header fields, in order; what cannot be read ends that field. */
export function parseChallenges(fields: readonly string[]): readonly Challenge[] {
  return fields.flatMap(parseField)
}

function parseField(field: string): Challenge[] {
  const challenges: Challenge[] = []
  const reader = new Reader(field)
  for (;;) {
    reader.take(SEPARATOR)
    const scheme = reader.take(TOKEN)
    if (scheme === undefined) return challenges
    challenges.push({ scheme: scheme.toLowerCase(), parameters: parseParameters(reader) })
  }
}

function parseParameters(reader: Reader): Record<string, string> {
  const parameters: Record<string, string> = {}
  reader.take(SPACE)
  if (reader.take(TOKEN68) !== undefined) return parameters
  for (;;) {
    const start = reader.position
    reader.take(SEPARATOR)
    const name = reader.take(TOKEN)
    // A word that is not followed by "=" is the scheme of the next challenge.
    if (name === undefined || reader.take(EQUALS) === undefined) {
      reader.position = start
      return parameters
    }
    const quoted = reader.take(QUOTED)
    const value =
      quoted === undefined ? (reader.take(BARE_VALUE) ?? '') : quoted.slice(1, -1).replace(/\\(.)/g, '$1')
    parameters[name.toLowerCase()] ??= value
  }
}

class Reader {
  readonly #text: string
  position = 0

  constructor(text: string) {
    this.#text = text
  }

  /** The text the sticky pattern matches here, moving past it; undefined when it does not match. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.position
    const match = pattern.exec(this.#text)
    if (match === null) return undefined
    this.position = pattern.lastIndex
    return match[0]
  }
}
