import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type ParsedNode,
  type YAMLMap,
} from 'yaml'
import { type Path, pointerOf } from '../pointer.ts'
import type { Findings, Span } from './findings.ts'
import { MAX_NESTING } from './yaml-text.ts'

/** Where a value stands, and how a number was written. */
export interface Place {
  /** The key in front of it; absent in lists and at the root. */
  readonly key?: Span
  readonly value: Span
  /** The source text of a number, which says more than its value: `1.10`, `007`. */
  readonly number?: string
}

/** A YAML document as plain values, and where each of them stands by JSON pointer. */
export interface YamlTree {
  readonly value: unknown
  readonly places: ReadonlyMap<string, Place>
}

/** Values that aliases may repeat in all: what a promotion file needs, and far from what exhausts memory. */
const MAX_REPEATED = 10_000

/** Turns a document into values. Bad aliases, merges and keys are added to `findings`; the value must then not be used. */
export function readTree(document: Document.Parsed, findings: Findings): YamlTree {
  const reader = new TreeReader(findings)
  if (document.contents !== null) reader.link(document.contents)
  const value = document.contents === null ? null : reader.read(document.contents, [], undefined)
  return { value, places: reader.places }
}

class TreeReader {
  readonly places = new Map<string, Place>()
  readonly #findings: Findings
  readonly #anchors = new Map<string, ParsedNode>()
  readonly #targets = new Map<Alias, ParsedNode>()
  /** Collections being read: an alias to one of them would never end. */
  readonly #open = new Set<ParsedNode>()
  /** Aliases being followed, outermost first. */
  readonly #followed: Alias.Parsed[] = []
  #repeated = 0

  constructor(findings: Findings) {
    this.#findings = findings
  }

  /** Finds each alias's anchor: the nearest of its name before it, in order of the text. */
  link(node: ParsedNode): void {
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source)
      if (target !== undefined) this.#targets.set(node, target)
      else this.#findings.add(spanOf(node), `There is no anchor "&${node.source}" before this alias.`)
      return
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node)
    if (!isCollection(node)) return
    for (const item of node.items) {
      const parts = isPair(item) ? [item.key, item.value] : [item]
      for (const part of parts) if (part !== null) this.link(part as ParsedNode)
    }
  }

  read(node: ParsedNode, path: Path, key: Span | undefined): unknown {
    if (isAlias(node)) return this.#follow(node, (target) => this.read(target, path, key))
    if (!this.#mayRepeat()) return undefined
    const number = isScalar(node) && typeof node.value === 'number' ? node.source : undefined
    this.places.set(pointerOf(path), {
      value: isEmptyScalar(node) && key !== undefined ? key : spanOf(node),
      ...(key === undefined ? {} : { key }),
      ...(number === undefined ? {} : { number }),
    })
    if (isScalar(node)) return node.value
    return this.#inside(node, () =>
      isSeq(node)
        ? node.items.map((item, index) => this.read(item as ParsedNode, [...path, index], undefined))
        : this.#mapping(node as YAMLMap.Parsed, path),
    )
  }

  /** Without a prototype, so that no key of a file means anything to JavaScript. */
  #mapping(node: YAMLMap.Parsed, path: Path): Record<string, unknown> {
    const values: Record<string, unknown> = Object.create(null)
    const sources: ParsedNode[] = []
    for (const pair of node.items) {
      const key = this.#key(pair.key)
      if (isMergeKey(pair.key)) sources.push(pair.value ?? pair.key)
      else if (key !== undefined && key in values) {
        this.#findings.add(
          spanOf(pair.key),
          `The key "${key}" stands twice in the same mapping.`,
          'Keep one of them.',
        )
      } else if (key !== undefined) this.#set(values, key, pair, path)
    }
    for (const source of sources) this.#merge(source, values, path)
    return values
  }

  /** Adds what is not there yet, so keys of the mapping itself win, then those of the sources in their order. */
  #merge(source: ParsedNode, values: Record<string, unknown>, path: Path): void {
    if (!this.#mayRepeat()) return
    if (isAlias(source)) this.#follow(source, (target) => this.#merge(target, values, path))
    else if (isSeq(source)) {
      for (const item of source.items) this.#merge(item as ParsedNode, values, path)
    } else if (isMap(source)) this.#mergeMapping(source as YAMLMap.Parsed, values, path)
    else this.#findings.add(spanOf(source), 'Only mappings can be merged with "<<".')
  }

  #mergeMapping(source: YAMLMap.Parsed, values: Record<string, unknown>, path: Path): void {
    this.#inside(source, () => {
      for (const pair of source.items) {
        if (!this.#mayRepeat() || isMergeKey(pair.key)) continue
        const key = this.#key(pair.key)
        if (key !== undefined && !(key in values)) this.#set(values, key, pair, path)
      }
      for (const pair of source.items) {
        if (isMergeKey(pair.key)) this.#merge(pair.value ?? pair.key, values, path)
      }
    })
  }

  #set(
    values: Record<string, unknown>,
    key: string,
    pair: { readonly key: ParsedNode; readonly value: ParsedNode | null },
    path: Path,
  ): void {
    const span = spanOf(pair.key)
    const inner = [...path, key]
    if (pair.value === null) this.places.set(pointerOf(inner), { key: span, value: span })
    values[key] = pair.value === null ? null : this.read(pair.value, inner, span)
  }

  #key(node: ParsedNode): string | undefined {
    if (isAlias(node)) return this.#follow(node, (target) => this.#key(target))
    if (isScalar(node) && typeof node.value === 'string') return node.value
    if (isScalar(node) && node.source !== undefined && node.source !== '') return node.source
    this.#findings.add(spanOf(node), 'A key must be text.')
    return undefined
  }

  #inside<T>(node: ParsedNode, read: () => T): T {
    this.#open.add(node)
    try {
      return read()
    } finally {
      this.#open.delete(node)
    }
  }

  #follow<T>(alias: Alias.Parsed, read: (target: ParsedNode) => T): T | undefined {
    const target = this.#targets.get(alias)
    if (target === undefined || !this.#mayRepeat()) return undefined
    if (this.#open.has(target)) {
      this.#findings.add(spanOf(alias), `The alias "*${alias.source}" stands inside what it repeats.`)
      return undefined
    }
    if (this.#followed.length >= MAX_NESTING) {
      this.#findings.add(spanOf(alias), `Aliases lead to aliases more than ${MAX_NESTING} times here.`)
      return undefined
    }
    this.#followed.push(alias)
    try {
      return read(target)
    } finally {
      this.#followed.pop()
    }
  }

  /** Counts a value that an alias repeats; false once there are too many, which is reported once. */
  #mayRepeat(): boolean {
    const [outermost] = this.#followed
    if (outermost === undefined) return true
    this.#repeated++
    if (this.#repeated === MAX_REPEATED + 1) {
      this.#findings.add(
        spanOf(outermost),
        `Aliases repeat more than ${MAX_REPEATED} values in all.`,
        'Write the values out, or use fewer aliases.',
      )
    }
    return this.#repeated <= MAX_REPEATED
  }
}

function isEmptyScalar(node: ParsedNode): boolean {
  return isScalar(node) && node.source === ''
}

function isMergeKey(node: unknown): boolean {
  return isScalar(node) && node.source === '<<' && (node.type === undefined || node.type === 'PLAIN')
}

/** What a caret marks: all of a scalar, the first character of a collection. */
function spanOf(node: ParsedNode): Span {
  const [start, end] = node.range
  if (!isCollection(node)) return { start, end: Math.max(end, start + 1) }
  const [first] = isMap(node) && !node.flow ? node.items : []
  return first === undefined ? { start, end: start + 1 } : spanOf(first.key as ParsedNode)
}
