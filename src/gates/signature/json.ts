import { isObject, type JsonObject } from '../../support/json-object.ts'
import { parseJson } from '../../support/parse-json.ts'

/** A JSON object out of bytes or text of strangers; undefined for anything else. */
export function objectIn(content: Uint8Array | string): JsonObject | undefined {
  try {
    const text = typeof content === 'string' ? content : STRICT.decode(content)
    const value = parseJson(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The object under a name; an empty one where there is none. */
export function objectAt(object: JsonObject, name: string): JsonObject {
  const value = object[name]
  return isObject(value) ? value : {}
}

/** The text under a name; empty where there is none. */
export function textAt(object: JsonObject, name: string): string {
  const value = object[name]
  return typeof value === 'string' ? value : ''
}

const STRICT = new TextDecoder('utf-8', { fatal: true })
