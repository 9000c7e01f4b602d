import { isObject } from '../../support/json-object.ts'
import { type Path, partsOf, pointerOf, valueAt } from '../pointer.ts'
import type { Findings, Position, Span } from '../yaml/findings.ts'
import type { Place, YamlTree } from '../yaml/yaml-tree.ts'

/** Where in a value a problem is, and what to try. */
export interface ReportOptions {
  readonly hint?: string | undefined
  /** The part of the text that is wrong, as written; the whole value unless given. */
  readonly part?: string
  /** Points at the key instead of the value. */
  readonly atKey?: boolean
}

/**
 * A promotion file that is still being checked: its values may be of any shape. Readers return
 * nothing for a value that is absent, of another type or already reported, so that every check can go on and no problem
 * is reported twice.
 */
export class Draft {
  readonly value: unknown
  readonly #text: string
  readonly #places: ReadonlyMap<string, Place>
  readonly #findings: Findings
  readonly #faulty = new Set<string>()
  /** What stood at a JSON pointer before its `${VAR}` were filled. */
  readonly #written = new Map<string, string>()

  constructor(text: string, tree: YamlTree, findings: Findings) {
    this.#text = text
    this.value = tree.value
    this.#places = tree.places
    this.#findings = findings
  }

  /** The text at a path. */
  text(path: Path): string | undefined {
    const value = valueAt(this.value, path)
    return typeof value === 'string' && !this.isFaulty(path) ? value : undefined
  }

  /** The number at a path. */
  number(path: Path): number | undefined {
    const value = valueAt(this.value, path)
    return typeof value === 'number' && !this.isFaulty(path) ? value : undefined
  }

  /** The paths of a list's items; none where there is no list, or one that is too long. */
  items(path: Path): readonly Path[] {
    const value = valueAt(this.value, path)
    return Array.isArray(value) && !this.isFaulty(path) ? value.map((_, index) => [...path, index]) : []
  }

  /** The keys of a mapping; none where there is no mapping. */
  keys(path: Path): readonly string[] {
    const value = valueAt(this.value, path)
    return isObject(value) ? Object.keys(value) : []
  }

  /** A path whose value is one text or a list of texts, as paths of those texts. */
  oneOrMany(path: Path): readonly Path[] {
    const value = valueAt(this.value, path)
    if (value === undefined) return []
    return Array.isArray(value) ? this.items(path) : [path]
  }

  isFaulty(path: Path): boolean {
    return this.#faulty.has(pointerOf(path))
  }

  /** Adds a problem at a path, or at the nearest value around it where the path does not exist. */
  report(path: Path, message: string, { hint, part, atKey = false }: ReportOptions = {}): void {
    this.#faulty.add(pointerOf(path))
    const place = this.#nearestPlace(path)
    const whole = (atKey ? place?.key : undefined) ?? place?.value ?? { start: 0, end: 1 }
    this.#findings.add(part === undefined ? whole : this.#partOf(whole, part), message, hint)
  }

  /** Replaces the value at a path that stands there already. */
  replace(path: Path, value: unknown): void {
    const parent = valueAt(this.value, path.slice(0, -1))
    const key = path.at(-1)
    if (typeof parent !== 'object' || parent === null || key === undefined) return
    ;(parent as Record<string | number, unknown>)[key] = value
  }

  /** Replaces the text at a path by the same text with its `${VAR}` filled in; {@link written} still returns the original. */
  fill(path: Path, filled: string): void {
    const text = this.text(path)
    if (text !== undefined && !this.#written.has(pointerOf(path))) this.#written.set(pointerOf(path), text)
    this.replace(path, filled)
  }

  /** The text at a path as the file has it: for messages, since what a `${VAR}` held may be a secret. */
  written(path: Path): string | undefined {
    const value = valueAt(this.value, path)
    return typeof value === 'string' ? (this.#written.get(pointerOf(path)) ?? value) : undefined
  }

  /** How the number at a JSON pointer was written; undefined where there is none. */
  numberText(pointer: string): string | undefined {
    const value = valueAt(this.value, partsOf(pointer))
    return typeof value === 'number' ? this.#places.get(pointer)?.number : undefined
  }

  /** Line of the value at a path. */
  lineOf(path: Path): number | undefined {
    return this.positionOf(pointerOf(path))?.line
  }

  /** Where the key, or in a list the item, at a JSON pointer stands. */
  positionOf(pointer: string): Position | undefined {
    const place = this.#places.get(pointer)
    return place === undefined ? undefined : this.#findings.positionOf((place.key ?? place.value).start)
  }

  /** All JSON pointers that have a place. */
  pointers(): Iterable<string> {
    return this.#places.keys()
  }

  #nearestPlace(path: Path): Place | undefined {
    for (let length = path.length; length >= 0; length--) {
      const place = this.#places.get(pointerOf(path.slice(0, length)))
      if (place !== undefined) return place
    }
    return undefined
  }

  #partOf(whole: Span, part: string): Span {
    const offset = this.#text.slice(whole.start, whole.end).indexOf(part)
    return offset < 0
      ? whole
      : { start: whole.start + offset, end: whole.start + offset + Math.max(1, part.length) }
  }
}
