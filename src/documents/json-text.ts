import { partsOf, pointerOf } from './pointer.ts'
import { Findings } from './yaml/findings.ts'
import { parseYaml } from './yaml/yaml-text.ts'
import { type Place, readTree } from './yaml/yaml-tree.ts'

/** Longest document, in characters, whose problems get a line and column. */
const MAX_PLACED = 1024 * 1024

/** Something wrong at a JSON pointer. */
export interface JsonFault {
  readonly pointer: string
  readonly message: string
}

/**
 * Parses JSON text (RFC 8259) in which no object has a name twice: readers differ in which of the two they show.
 * @throws PromoteError `invalid-file` pointing at the first character that does not fit, or at each name that is there already
 */
export function parseJson(file: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    refuseRepeated(file, text)
    return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const findings = new Findings(file, text)
    const offset = text.length > MAX_PLACED ? 0 : firstFault(text)
    const isEnd = offset >= text.trimEnd().length
    findings.add(
      { start: offset, end: offset + 1 },
      isEnd ? 'The file ends too early: it is not whole JSON.' : 'This is not valid JSON from here on.',
    )
    findings.throwIfAny()
    throw error
  }
}

/** Throws faults with the places of what they are about. @throws PromoteError `invalid-file` when there is any */
export function throwFaults(file: string, text: string, faults: readonly JsonFault[]): void {
  const findings = new Findings(file, text)
  const places = placesIn(text)
  for (const { pointer, message } of faults) {
    const place = places.get(pointer) ?? places.get(pointerOf(partsOf(pointer).slice(0, -1)))
    findings.add(place?.key ?? place?.value ?? { start: 0, end: 1 }, message)
  }
  findings.throwIfAny()
}

/** Positions come from the YAML parser, which reads JSON too. */
function placesIn(text: string): ReadonlyMap<string, Place> {
  if (text.length > MAX_PLACED) return new Map()
  const ignored = new Findings('', text)
  const document = parseYaml(text, ignored)
  return document === undefined ? new Map() : readTree(document, ignored).places
}

/** Each text of whole JSON, and the brackets around them; what else there is has neither in it. */
const TEXT_OR_BRACKET = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/** For text that is known to be JSON. @throws PromoteError `invalid-file` */
function refuseRepeated(file: string, text: string): void {
  const open: (Set<string> | null)[] = []
  let isName = false
  let findings: Findings | undefined
  for (const { 0: token, index } of text.matchAll(TEXT_OR_BRACKET)) {
    if (token === '{' || token === '[') open.push(token === '{' ? new Set() : null)
    if (token === '}' || token === ']') open.pop()
    const names = open.at(-1)
    if (isName && token.startsWith('"') && names !== null && names !== undefined) {
      // Escapes can spell one name in many ways.
      const name = String(JSON.parse(token))
      if (names.has(name)) {
        findings ??= new Findings(file, text)
        findings.add(
          { start: index, end: index + token.length },
          `The key ${JSON.stringify(name)} stands twice in the same object.`,
        )
      }
      names.add(name)
    }
    isName = token === '{' || (token === ',' && names !== null)
  }
  findings?.throwIfAny()
}

const SPACE = /[ \t\n\r]*/y
const TOKEN =
  /([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/uy

/** What may come next: punctuation as itself, `s` a text, `v` another scalar. */
const VALUE = '{[sv'

/** The offset of the first token that JSON does not allow where it stands; V8's own messages name none in some cases. */
function firstFault(text: string): number {
  const open: ('{' | '[')[] = []
  let allowed = VALUE
  let isKey = false
  for (let offset = 0; ; ) {
    SPACE.lastIndex = offset
    SPACE.exec(text)
    offset = SPACE.lastIndex
    TOKEN.lastIndex = offset
    const match = TOKEN.exec(text)
    const kind = match === null ? '' : (match[1] ?? (match[2] === undefined ? 'v' : 's'))
    if (kind === '' || !allowed.includes(kind)) return offset
    if (kind === '{' || kind === '[') open.push(kind)
    if (kind === '}' || kind === ']') open.pop()
    const inside = open.at(-1)
    if (kind === '{') allowed = 's}'
    else if (kind === '[') allowed = `${VALUE}]`
    else if (kind === ',') allowed = inside === '{' ? 's' : VALUE
    else if (kind === ':') allowed = VALUE
    else if (isKey && kind === 's') allowed = ':'
    else allowed = inside === undefined ? '' : inside === '{' ? ',}' : ',]'
    isKey = kind === '{' || (kind === ',' && inside === '{')
    offset = TOKEN.lastIndex
  }
}
