import type { LedgerEntry } from '../../model/ledger/ledger.ts'
import { isDigest } from '../../oci/digest.ts'
import { isObject } from '../../support/json-object.ts'

/** What is wrong with a value, as a phrase that starts with where it is; undefined when nothing is. */
type Check = (value: unknown, where: string) => string | undefined

/**
 * What keeps parsed JSON from being an entry, as a phrase; undefined when it is one. The same rules as
 * `schemas/ledger-entry.schema.json`, which the tests hold it to.
 */
export function entryFault(value: unknown): string | undefined {
  if (!isObject(value)) return 'it is no JSON object'
  if (value.formatVersion !== 1) return 'it is not of format version 1: a newer promote may have written it'
  return ENTRY(value, '')
}

/** True when parsed JSON has the shape of an entry; its hash and its place in the chain are not judged. */
export function isEntry(value: unknown): value is LedgerEntry {
  return entryFault(value) === undefined
}

const text: Check = (value, where) => (typeof value === 'string' ? undefined : `${where} is no text`)
const word: Check = (value, where) =>
  typeof value === 'string' && value !== '' ? undefined : `${where} is no text or empty`
const amount: Check = (value, where) =>
  typeof value === 'number' && value >= 0 ? undefined : `${where} is no number from 0`
const count: Check = (value, where) =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? undefined : `${where} is no whole number from 0`
const place: Check = (value, where) =>
  Number.isSafeInteger(value) && Number(value) >= 1 ? undefined : `${where} is no whole number from 1`
const digest: Check = (value, where) =>
  typeof value === 'string' && isDigest(value) ? undefined : `${where} is no digest`
const time = matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'no time in UTC')
const identifier = matching(/^[a-z0-9]{12,32}$/, 'no id')
const scalar: Check = (value, where) =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
    ? undefined
    : `${where} is no text, number, true, false or null`

const STEP = object(
  {
    image: word,
    source: word,
    digest,
    destination: word,
    tags: list(object({ tag: word, old: orNull(digest), new: digest })),
    outcome: oneOf(
      'planned',
      'promoted',
      'completed',
      'unchanged',
      'failed',
      'restored',
      'left',
      'cancelled',
    ),
    blobs: object({ mounted: count, copied: count, present: count }),
    bytes: count,
    milliseconds: amount,
  },
  { referrers: list(object({ digest, subject: digest, kind: word, tag: orNull(word) })) },
)

const VERDICT = object({
  gate: word,
  image: word,
  tag: orNull(word),
  answer: oneOf('pass', 'deny', 'unknown'),
  reason: text,
  evidence: mapOf(scalar),
})

const ENTRY = object({
  formatVersion: place,
  id: identifier,
  sequence: place,
  previous: orNull(digest),
  at: time,
  kind: oneOf('intent', 'outcome'),
  run: object(
    {
      id: word,
      actor: word,
      actorFrom: word,
      ci: orNull(text),
      commit: orNull(text),
      tool: word,
    },
    { startedBy: word },
  ),
  plan: digest,
  from: word,
  to: word,
  intent: orNull(identifier),
  steps: list(STEP),
  verdicts: list(VERDICT),
  result: orNull(oneOf('done', 'failed', 'cancelled')),
  error: orNull(text),
  hash: digest,
})

function object(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>> = {},
): Check {
  const fields = { ...required, ...optional }
  const names = Object.keys(fields)
  return (value, where) => {
    if (!isObject(value)) return `${where} is no object`
    const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name))
    if (unknown !== undefined) return `${inside(where, unknown)} is not known`
    for (const name of names) {
      if (!Object.hasOwn(value, name)) {
        if (Object.hasOwn(optional, name)) continue
        return `${inside(where, name)} is missing`
      }
      const fault = fields[name]?.(value[name], inside(where, name))
      if (fault !== undefined) return fault
    }
    return undefined
  }
}

function mapOf(check: Check): Check {
  return (value, where) => {
    if (!isObject(value)) return `${where} is no object`
    return first(Object.entries(value), ([name, member]) => check(member, inside(where, name)))
  }
}

function list(check: Check): Check {
  return (value, where) => {
    if (!Array.isArray(value)) return `${where} is no list`
    return first(value.entries(), ([index, member]) => check(member, `${where}[${index}]`))
  }
}

function orNull(check: Check): Check {
  return (value, where) => (value === null ? undefined : check(value, where))
}

function oneOf(...words: readonly string[]): Check {
  return (value, where) =>
    typeof value === 'string' && words.includes(value)
      ? undefined
      : `${where} is none of ${words.join(', ')}: a newer promote may have written it`
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
