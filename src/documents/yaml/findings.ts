import { type Problem, PromoteError } from '../../support/errors.ts'

/** A stretch of a document's text, in UTF-16 units from its beginning; the end is not part of it. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A place in a document, counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** What is wrong, in a sentence, and what to try. */
export interface Finding {
  readonly message: string
  readonly hint?: string | undefined
}

/** Problems shown at most: more would bury the first. */
const MAX_SHOWN = 50

/** Problems kept at most: a file of another kind can have one on each line. */
const MAX_KEPT = 1000

/** Characters of a message; it may quote the file. */
const MAX_MESSAGE = 400

/** Longest line shown; a longer one is cut after the place it is about. */
const MAX_EXCERPT = 240

/** Collects what is wrong with one document, so that all of it is told at once. */
export class Findings {
  readonly #file: string
  readonly #text: string
  readonly #lineStarts: readonly number[]
  readonly #found: { readonly span: Span; readonly finding: Finding }[] = []

  constructor(file: string, text: string) {
    this.#file = file
    this.#text = text
    this.#lineStarts = lineStartsOf(text)
  }

  get any(): boolean {
    return this.#found.length > 0
  }

  add(span: Span, message: string, hint?: string): void {
    if (this.#found.length < MAX_KEPT) this.#found.push({ span, finding: { message, hint } })
  }

  /** Line and column of an offset. */
  positionOf(offset: number): Position {
    let low = 0
    let high = this.#lineStarts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - (this.#lineStarts[low] ?? 0) + 1 }
  }

  /** Throws everything found so far, in order of position. @throws PromoteError `invalid-file` with `problems` */
  throwIfAny(): void {
    if (!this.any) return
    const problems = this.#problems()
    const isCut = this.#found.length === MAX_KEPT
    const count = problems.length === 1 ? '1 problem' : `${isCut ? 'over ' : ''}${problems.length} problems`
    const shown = problems.length > MAX_SHOWN ? `, the first ${MAX_SHOWN} of them here` : ''
    throw new PromoteError('invalid-file', `${this.#file} has ${count}${shown}.`, {
      reference: this.#file,
      problems: problems.slice(0, MAX_SHOWN),
    })
  }

  #problems(): readonly Problem[] {
    const told = new Set<string>()
    return [...this.#found]
      .sort((a, b) => a.span.start - b.span.start)
      .map(({ span, finding }) => this.#problem(span, finding))
      .filter(({ line, column, message }) => {
        const key = `${line}:${column} ${message}`
        return !told.has(key) && told.add(key)
      })
  }

  #problem(span: Span, { message, hint }: Finding): Problem {
    const { line, column } = this.positionOf(span.start)
    const lineText = this.#lineText(line)
    const excerpt = maskPasswords(lineText).slice(0, Math.max(MAX_EXCERPT, column + 40))
    const length = Math.max(1, Math.min(span.end - span.start, excerpt.length - column + 1))
    return {
      message: onOneLine(message),
      file: this.#file,
      line,
      column,
      length,
      ...(column > MAX_EXCERPT * 4 ? {} : { excerpt: visible(excerpt) }),
      ...(hint === undefined ? {} : { hint }),
    }
  }

  #lineText(line: number): string {
    const start = this.#lineStarts[line - 1] ?? 0
    const end = this.#lineStarts[line]
    return this.#text.slice(start, end === undefined ? undefined : end - 1).replace(/\r$/, '')
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}

/** Text with control characters replaced. The length stays the same, so that the caret stays in place. */
function visible(text: string): string {
  return text.replace(/\p{Cc}|\p{Bidi_Control}/gu, ' ')
}

function onOneLine(message: string): string {
  const line = maskPasswords(visible(message)).replace(/\s+/g, ' ')
  return line.length <= MAX_MESSAGE ? line : `${line.slice(0, MAX_MESSAGE)}…`
}

/**
 * Covers passwords, since a file may hold `user:password@host` by mistake: everything between a colon and an at sign,
 * except in `image:tag@sha256:…`; and a private key that somebody pasted. The length stays the same.
 */
function maskPasswords(text: string): string {
  return maskKeys(text).replace(/[^\s/]+/g, (word) => {
    const colon = word.indexOf(':')
    const at = word.lastIndexOf('@')
    if (colon < 0 || at < colon || /^sha(?:256|512):/.test(word.slice(at + 1))) return word
    return word.slice(0, colon + 1) + '*'.repeat(at - colon - 1) + word.slice(at)
  })
}

function maskKeys(text: string): string {
  return text.replace(
    /(PRIVATE KEY-----)(.*)/,
    (_, label: string, key: string) => label + '*'.repeat(key.length),
  )
}
