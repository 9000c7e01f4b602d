/** What no two runs have alike: digests and eight digits of them, times, dates, how long something took. */
const VOLATILE =
  /sha256:[0-9a-f]{64}|\b[0-9a-f]{12}\b|\b[0-9a-f]{8}\b|\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?|\b\d+(?:\.\d+)? m?s\b|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d\b/g

/**
 * The names of a page for what a run of its commands has otherwise. A digest on the page always means the same digest of the
 * run, and two on the page never one: so what a later line says of an earlier one is held to it.
 */
export class Names {
  readonly #actual = new Map<string, string>()
  readonly #written = new Map<string, string>()

  /** Each of these stands for itself, and so do its first eight digits. */
  constructor(fixed: readonly string[]) {
    for (const digest of fixed) {
      this.#note(digest, digest)
      this.#note(digest.slice(7, 15), digest.slice(7, 15))
    }
  }

  /** A command as the run has to get it. */
  inRun(command: string): string {
    return command.replace(VOLATILE, (written) => this.#actual.get(written) ?? written)
  }

  /** The lines of a run as the page would have them; what is new in them is taken from the page, where it has it. */
  onPage(lines: readonly string[], page: readonly string[]): readonly string[] {
    return lines.map((line, index) => {
      const written = page[index]?.match(VOLATILE) ?? []
      return line.replace(VOLATILE, (actual: string) => this.#name(actual, written.shift()))
    })
  }

  #name(actual: string, written: string | undefined): string {
    if (!/^(?:sha256:)?[0-9a-f]{8,}$/.test(actual)) {
      return written !== undefined && kindOf(written) === kindOf(actual) ? written : actual
    }
    const known = this.#written.get(actual)
    if (known !== undefined || written === undefined) return known ?? actual
    if (this.#actual.has(written) || written.length !== actual.length) return actual
    this.#note(actual, written)
    if (actual.length === 71) this.#note(actual.slice(7, 15), written.slice(7, 15))
    return written
  }

  #note(actual: string, written: string): void {
    this.#actual.set(written, actual)
    this.#written.set(actual, written)
  }
}

/** Times of one form are alike, durations too. */
function kindOf(text: string): string {
  return text
    .replace(/^[A-Z][a-z]{2}/, 'Day')
    .replace(/ m?s$/, ' s')
    .replace(/\d+(?:\.\d+)?(?= s$)|\d/g, '0')
}

/** Without what the width of a host or a time does to columns. */
export function withoutColumns(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line
      .trimEnd()
      .replace(/(?<=\S) {2,}/g, '  ')
      .replace(/^(\s*)─+$/, '$1─'),
  )
}
