import { isObject, type JsonObject } from '../../../support/json-object.ts'

/** A report that is not what it should be: `message` ends a sentence that begins with the report. */
export class MalformedReport extends Error {}

/** One that may as well be something else than a report: it is not even known for one. */
export class UnknownDocument extends MalformedReport {}

/** Findings that one report may have. A full scan of a large image has some thousand. */
const MOST_ENTRIES = 100_000

/** The text in a field; undefined where there is none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** All texts in a list; none where it is no list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []
}

/** An object in a field; an empty one where there is none. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {}
}

/**
 * The objects in a list that may be left out: writers in Go write null for an empty one.
 * @throws MalformedReport for anything else, and for more than anybody can mean
 */
export function objectsOf(value: unknown, field: string): readonly JsonObject[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw new MalformedReport(`has a "${field}" that is no list`)
  if (value.length > MOST_ENTRIES) {
    throw new MalformedReport(`has more than ${MOST_ENTRIES} entries in "${field}"`)
  }
  return value.map((one) => {
    if (!isObject(one)) throw new MalformedReport(`has an entry in "${field}" that is no object`)
    return one
  })
}

/** The text in a field that must be there. @throws MalformedReport */
export function neededText(value: unknown, field: string): string {
  const text = textOf(value)
  if (text === undefined) throw new MalformedReport(`has an entry without "${field}"`)
  return text
}

/** A time as an ISO text; null for none and for what is no time. Go's time of nothing is none. */
export function timeOf(value: unknown): string | null {
  const text = textOf(value)
  if (text === undefined || text.startsWith('0001-')) return null
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}

/** The digests that a text names anywhere, also one that is written for a URL. */
export function digestsIn(text: string): readonly string[] {
  return [...text.matchAll(/\bsha(256|512)(?::|%3A)([0-9a-f]{64,128})/gi)]
    .map(([, bits, hex = '']) => `sha${bits}:${hex.toLowerCase()}`)
    .filter((digest) => digest.length === (digest.startsWith('sha256') ? 71 : 135))
}
