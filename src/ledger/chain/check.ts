import { isDigest } from '../../oci/digest.ts'
import { isObject } from '../../support/json-object.ts'

/**
 * What is wrong with a value, as a phrase that starts with where it is; undefined when nothing is. What only a newer
 * version can have written is told to `newer` instead.
 */
export type Check = (value: unknown, where: string, newer: (what: string) => void) => string | undefined

export const text: Check = (value, where) => (typeof value === 'string' ? undefined : `${where} is no text`)
export const word: Check = (value, where) =>
  typeof value === 'string' && value !== '' ? undefined : `${where} is no text or empty`
export const amount: Check = (value, where) =>
  typeof value === 'number' && value >= 0 ? undefined : `${where} is no number from 0`
export const count: Check = (value, where) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : `${where} is no whole number from 0`
export const place: Check = (value, where) =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? undefined : `${where} is no whole number from 1`
export const digest: Check = (value, where) =>
  typeof value === 'string' && isDigest(value) ? undefined : `${where} is no digest`
export const time = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'no time in UTC')
export const identifier = matching(/^[a-z0-9]{12,32}$/, 'no id')
export const nothing: Check = (value, where) => (value === null ? undefined : `${where} is not null`)
export const scalar: Check = (value, where) =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? undefined
    : `${where} is no text, number, true, false or null`

/** An object with these fields; one more is for a newer version. */
export function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const fields = { ...required, ...optional }
  const names = Object.keys(fields)
  return (value, where, newer) => {
    if (!isObject(value)) return `${where} is no object`
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name))
    if (unknown !== undefined) newer(`the field ${inside(where, unknown)}`)
    for (const name of names) {
      if (!Object.hasOwn(value, name)) {
        if (Object.hasOwn(optional, name)) continue
        return `${inside(where, name)} is missing`
      }
      const fault = fields[name]?.(value[name], inside(where, name), newer)
      if (fault !== undefined) return fault
    }
    return undefined
  }
}

/** An object with any fields whose values are all of one form. */
export function mapOf(check: Check): Check {
  return (value, where, newer) => {
    if (!isObject(value)) return `${where} is no object`
    return first(Object.entries(value), ([name, member]) => check(member, inside(where, name), newer))
  }
}

export function list(check: Check): Check {
  return (value, where, newer) => {
    if (!Array.isArray(value)) return `${where} is no list`
    return first(value.entries(), ([index, member]) => check(member, `${where}[${index}]`, newer))
  }
}

export function orNull(check: Check): Check {
  return (value, where, newer) => (value === null ? undefined : check(value, where, newer))
}

/** One of some words; another word is for a newer version. */
export function oneOf(...words: readonly string[]): Check {
  return (value, where, newer) => {
    if (typeof value !== 'string') return `${where} is no word`
    if (!words.includes(value)) newer(`"${value}" as ${where}`)
    return undefined
  }
}

function matching(pattern: RegExp, fault: string): Check {
  return (value, where) =>
    typeof value === 'string' && pattern.test(value) ? undefined : `${where} is ${fault}`
}

function first<T>(values: Iterable<T>, fault: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = fault(value)
    if (found !== undefined) return found
  }
  return undefined
}

function inside(where: string, name: string): string {
  return where === '' ? name : `${where}.${name}`
}
