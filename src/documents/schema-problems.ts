import type { ErrorObject } from 'ajv'
import { nearest } from '../support/nearest.ts'
import type { Draft } from './draft.ts'
import { isMapping, partsOf } from './pointer.ts'

/** Text of YAML 1.1 that many take for a boolean; in YAML 1.2 it is text. */
const OLD_BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['y', true],
  ['on', true],
  ['no', false],
  ['n', false],
  ['off', false],
])

/**
 * Reports what a schema found wrong: each place once, with what was expected there, and not what the branches of a
 * choice say that were not meant.
 */
export function reportSchemaErrors(draft: Draft, errors: readonly ErrorObject[]): void {
  const refused = errors.filter(({ keyword }) => keyword === 'x-not-supported-yet')
  for (const { instancePath } of refused) {
    const path = partsOf(instancePath)
    draft.report(path, `"${keyName(path)}" is not supported yet.`, { atKey: true, hint: 'Leave it out.' })
  }
  const others = errors.filter(
    (error) => !refused.some(({ instancePath }) => isWithin(error.instancePath, instancePath)),
  )
  for (const error of mostTelling(others)) report(draft, error)
}

/**
 * A choice (`anyOf`, `oneOf`) reports each branch that does not fit. Where the value is of a branch's type, that branch
 * was meant and its own errors tell more; otherwise the choice as a whole tells what can stand there.
 */
function mostTelling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  return errors.filter((error) => {
    if (choices.includes(error)) {
      return !errors.some(
        (other) =>
          other !== error &&
          isWithin(other.instancePath, error.instancePath) &&
          !isBranch(other, error) &&
          !choices.includes(other),
      )
    }
    return !choices.some((choice) => choice.instancePath === error.instancePath && isBranch(error, choice))
  })
}

/** True for what a branch says about the very value a choice is about: that it is of another type or lacks its key. */
function isBranch(error: ErrorObject, choice: ErrorObject): boolean {
  if (error.instancePath !== choice.instancePath) return false
  return error.keyword === 'type' || error.schemaPath.startsWith(`${choice.schemaPath}/`)
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`)
}

function report(draft: Draft, error: ErrorObject): void {
  const path = partsOf(error.instancePath)
  if (error.keyword === 'additionalProperties') {
    reportUnknownKey(draft, error)
    return
  }
  if (draft.isFaulty(path)) return
  if (error.keyword === 'required') {
    const missing = String(error.params.missingProperty)
    draft.report(path, `${subject(path)} lacks "${missing}"${expectation(propertySchema(error, missing))}.`)
    return
  }
  if (error.keyword === 'false schema') {
    draft.report(path, `"${keyName(path)}" cannot stand beside "digest".`, { atKey: true })
    return
  }
  const expected = expectedOf(error)
  draft.report(path, `${found(error.data, path)}; expected ${expected}.`, { hint: hintFor(error) })
}

function reportUnknownKey(draft: Draft, error: ErrorObject): void {
  const key = String(error.params.additionalProperty)
  const path = [...partsOf(error.instancePath), key]
  if (draft.isFaulty(path)) return
  const properties = error.parentSchema?.properties
  const known = isMapping(properties) ? Object.keys(properties) : []
  const [near] = nearest(key, known)
  draft.report(path, `"${key}" is not a key that can stand here.`, {
    atKey: true,
    hint: near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean "${near}"?`,
  })
}

function propertySchema(error: ErrorObject, key: string): unknown {
  const properties = error.parentSchema?.properties
  return isMapping(properties) ? properties[key] : undefined
}

function expectation(schema: unknown): string {
  const expected = isMapping(schema) ? schema['x-expected'] : undefined
  return typeof expected === 'string' ? `: ${expected}` : ''
}

function expectedOf(error: ErrorObject): string {
  const expected = error.parentSchema?.['x-expected']
  if (typeof expected === 'string') return expected
  if (error.keyword === 'type') return `a ${String(error.params.type)}`
  return error.message ?? 'something else'
}

function found(value: unknown, path: readonly string[]): string {
  if (value === null) return `${subject(path)} is empty`
  if (Array.isArray(value))
    return value.length === 0 ? `${subject(path)} is an empty list` : `${subject(path)} is a list`
  if (isMapping(value)) return `${subject(path)} is a mapping`
  if (typeof value === 'boolean' || typeof value === 'number') return `${value} is a ${typeof value}`
  if (value === '') return `${subject(path)} is empty`
  const text = String(value)
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}" cannot stand here`
}

function hintFor({ data, keyword, params, parentSchema }: ErrorObject): string | undefined {
  const wantsBoolean = keyword === 'type' && params.type === 'boolean'
  const old = typeof data === 'string' ? OLD_BOOLEANS.get(data.toLowerCase()) : undefined
  if (wantsBoolean && old !== undefined) return `In YAML 1.2 "${data}" is text. Write ${old}.`
  const takesText = parentSchema?.type === 'string' || keyword === 'anyOf'
  if (typeof data === 'boolean' && takesText) return `If the text is meant, put quotes around it: "${data}".`
  return undefined
}

/** What a message calls the thing at a path. */
function subject(path: readonly string[]): string {
  const key = path.at(-1)
  if (key === undefined) return 'The file'
  if (!/^\d+$/.test(key)) return `"${key}"`
  return `Item ${Number(key) + 1} of "${path.at(-2) ?? ''}"`
}

/** A key with the one around it where that says more: `ledger.git`, `environments[].gates`. */
function keyName(path: readonly string[]): string {
  const shown = path.map((part) => (/^\d+$/.test(part) ? '[]' : part))
  return shown.join('.').replaceAll('.[]', '[]')
}

/** The JSON pointers of errors that say a text was expected where a number stands. */
export function textExpectedAt(errors: readonly ErrorObject[]): readonly string[] {
  return errors.flatMap(({ keyword, params, instancePath }) =>
    keyword === 'type' && params.type === 'string' ? [instancePath] : [],
  )
}
