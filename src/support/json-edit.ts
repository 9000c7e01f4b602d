import { isObject, type JsonObject } from './json-object.ts'

/** A member in the text of an object. */
interface Member {
  readonly key: string
  readonly start: number
  readonly value: number
  readonly end: number
}

/** How what is new is written. */
export interface JsonStyle {
  /** A level's indentation. */
  readonly indent: string
}

/**
 * The text of an object after a change. What did not change keeps its text to the letter: digits that JavaScript has no
 * number for, escapes, spaces, the order. What is new goes to the end of its object.
 * @param text of the object, valid JSON (RFC 8259)
 * @param before what it says
 * @param after what it is to say
 */
export function editJson(text: string, before: JsonObject, after: JsonObject, style: JsonStyle): string {
  const start = skipSpace(text, 0)
  const end = endOfValue(text, start)
  return text.slice(0, start) + edited(text.slice(start, end), before, after, style, 1) + text.slice(end)
}

function edited(
  text: string,
  before: JsonObject,
  after: JsonObject,
  style: JsonStyle,
  level: number,
): string {
  const members = membersOf(text)
  const kept = members.filter(({ key }) => Object.hasOwn(after, key))
  const added = Object.keys(after).filter((key) => !members.some((member) => member.key === key))
  const pieces = kept.map((member) => {
    const own = text.slice(member.start, member.end)
    const [old, wanted] = [before[member.key], after[member.key]]
    if (isSame(old, wanted)) return own
    const value = text.slice(member.value, member.end)
    const isNested = isObject(old) && isObject(wanted) && value.startsWith('{')
    const next = isNested ? edited(value, old, wanted, style, level + 1) : written(wanted, style, level)
    return text.slice(member.start, member.value) + next
  })
  pieces.push(...added.map((key) => `${JSON.stringify(key)}: ${written(after[key], style, level)}`))
  if (pieces.length === 0) return '{}'
  const [first] = members
  if (first === undefined) return wrapped(pieces, style, level)
  const opening = text.slice(0, first.start)
  const gaps = gapsBetween(text, members)
  // A one-line object stays one.
  const usual = gaps.values().next().value ?? (opening.includes('\n') ? `,${opening.slice(1)}` : ', ')
  const body = pieces.reduce((joined, piece, at) => {
    const previous = kept[at - 1]
    return (
      joined +
      (previous === undefined || kept[at] === undefined ? usual : (gaps.get(previous) ?? usual)) +
      piece
    )
  })
  return opening + body + text.slice(members.at(-1)?.end ?? text.length)
}

function written(value: unknown, { indent }: JsonStyle, level: number): string {
  return (JSON.stringify(value, undefined, indent) ?? 'null').replaceAll('\n', `\n${indent.repeat(level)}`)
}

function wrapped(pieces: readonly string[], { indent }: JsonStyle, level: number): string {
  const inner = `\n${indent.repeat(level)}`
  return `{${inner}${pieces.join(`,${inner}`)}\n${indent.repeat(level - 1)}}`
}

/** What stands between a member and the next one, by the first of the two. */
function gapsBetween(text: string, members: readonly Member[]): ReadonlyMap<Member, string> {
  return new Map(
    members.slice(0, -1).map((member, at) => [member, text.slice(member.end, members[at + 1]?.start)]),
  )
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function membersOf(text: string): readonly Member[] {
  const members: Member[] = []
  let at = skipSpace(text, 1)
  while (text[at] === '"') {
    const start = at
    const afterKey = endOfText(text, at)
    const value = skipSpace(text, skipSpace(text, afterKey) + 1)
    const end = endOfValue(text, value)
    members.push({ key: JSON.parse(text.slice(start, afterKey)) as string, start, value, end })
    at = skipSpace(text, end)
    if (text[at] === ',') at = skipSpace(text, at + 1)
  }
  return members
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++
  return at
}

function endOfText(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function endOfValue(text: string, start: number): number {
  let depth = 0
  let at = start
  while (at < text.length) {
    const sign = text[at] ?? ''
    if (depth === 0 && at > start && ',}] \t\n\r'.includes(sign)) return at
    if (sign === '"') {
      at = endOfText(text, at)
      if (depth === 0) return at
      continue
    }
    if (sign === '{' || sign === '[') depth++
    if (sign === '}' || sign === ']') depth--
    at++
    if (depth === 0 && (sign === '}' || sign === ']')) return at
  }
  return at
}
