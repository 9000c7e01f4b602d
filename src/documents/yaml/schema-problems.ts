import type { ErrorObject } from 'ajv'
import { isObject } from '../../support/json-object.ts'
import { nearest } from '../../support/nearest.ts'
import { partsOf, pointerOf } from '../pointer.ts'
import type { Draft } from '../promotion/draft.ts'

/** Errors of one file that are looked at. */
const MAX_ERRORS = 2000

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
 * Reports what a schema found wrong: each place once, with what was expected there. Errors from branches of a choice
 * that the author did not mean are left out.
 */
export function reportSchemaErrors(draft: Draft, all: readonly ErrorObject[]): void {
  // Each error is compared with all others, and a file that is no promotion file has an error on each line.
  const errors = all.slice(0, MAX_ERRORS)
  const refused = errors.filter(({ keyword }) => keyword === 'x-not-supported-yet')
  for (const { instancePath } of refused) {
    const path = partsOf(instancePath)
    draft.report(path, `"${keyName(path)}" is not supported yet.`, { atKey: true, hint: 'Leave it out.' })
  }
  const others = errors.filter(
    (error) => !refused.some(({ instancePath }) => isWithin(error.instancePath, instancePath)),
  )
  const meant = withoutOtherForms(others)
  for (const error of mostTelling(meant)) if (!isMisspelt(error, meant)) report(draft, error, meant)
}

/**
 * Where a mapping has one of several forms (`oneOf`), each with keys that the others do not have, one form was meant: that
 * with the fewest keys out of place, and of equal ones the first. What the others miss is left out.
 */
function withoutOtherForms(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const outOfPlace = (form: string): number =>
    errors.filter((error) => error.keyword === 'false schema' && error.schemaPath.startsWith(form)).length
  const left = errors
    .filter(({ keyword }) => keyword === 'oneOf')
    .flatMap(({ schemaPath, schema }) => {
      const forms = (Array.isArray(schema) ? schema : []).map((_, index) => `${schemaPath}/${index}/`)
      const fewest = Math.min(...forms.map(outOfPlace))
      const meant = forms.find((form) => outOfPlace(form) === fewest)
      return forms.every((form) => outOfPlace(form) === 0) ? [] : forms.filter((form) => form !== meant)
    })
  return errors.filter(({ schemaPath }) => !left.some((form) => schemaPath.startsWith(form)))
}

/**
 * A choice (`anyOf`, `oneOf`) reports each branch that does not fit. Where the value is of a branch's type, that branch
 * was meant and its own errors tell more; otherwise the choice as a whole tells what can stand there.
 */
function mostTelling(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf')
  return errors.filter((error) => {
    // Such a choice is about which keys go together; a value without keys fails for another reason.
    if (error.keyword === 'oneOf' && !isObject(error.data)) return false
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

/** True for a missing key when a similar unknown key is there: only the unknown one is reported. */
function isMisspelt(error: ErrorObject, errors: readonly ErrorObject[]): boolean {
  if (error.keyword !== 'required') return false
  return errors.some(
    ({ keyword, instancePath, params }) =>
      keyword === 'additionalProperties' &&
      instancePath === error.instancePath &&
      nearest(String(params.additionalProperty), [String(error.params.missingProperty)]).length > 0,
  )
}

function isWithin(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`)
}

function report(draft: Draft, error: ErrorObject, all: readonly ErrorObject[]): void {
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
    const beside = besideOf(draft, path, all).map((key) => `"${key}"`)
    draft.report(path, `"${path.at(-1) ?? ''}" cannot stand beside ${beside.join(', ')}.`, { atKey: true })
    return
  }
  if (error.keyword === 'maxItems') {
    draft.report(path, `${subject(path)} may hold ${String(error.params.limit)} items at most.`)
    return
  }
  const expected = expectedOf(error)
  draft.report(path, `${found(draft.written(path) ?? error.data, path)}; expected ${expected}.`, {
    hint: hintFor(error),
  })
}

/** The keys of the same mapping that are not out of place themselves. */
function besideOf(draft: Draft, path: readonly string[], all: readonly ErrorObject[]): readonly string[] {
  const around = path.slice(0, -1)
  const outOfPlace = all
    .filter(({ keyword }) => keyword === 'false schema')
    .map((error) => error.instancePath)
  return draft.keys(around).filter((key) => !outOfPlace.includes(pointerOf([...around, key])))
}

function reportUnknownKey(draft: Draft, error: ErrorObject): void {
  const key = String(error.params.additionalProperty)
  const path = [...partsOf(error.instancePath), key]
  if (draft.isFaulty(path)) return
  const properties = error.parentSchema?.properties
  const known = isObject(properties) ? Object.keys(properties) : []
  const [near] = nearest(key, known)
  const variable = variableWithoutQuotes(error.data)
  if (variable !== undefined) {
    draft.report(path, `{${variable}} without quotes is a mapping.`, { hint: quotes(`{${variable}}`) })
    return
  }
  draft.report(path, `"${key}" is not a key that can stand here.`, {
    atKey: true,
    hint: near === undefined ? `Known keys: ${known.join(', ')}.` : `Did you mean "${near}"?`,
  })
}

function propertySchema(error: ErrorObject, key: string): unknown {
  const properties = error.parentSchema?.properties
  return isObject(properties) ? properties[key] : undefined
}

function expectation(schema: unknown): string {
  const expected = isObject(schema) ? schema['x-expected'] : undefined
  return typeof expected === 'string' ? `: ${expected}` : ''
}

function expectedOf(error: ErrorObject): string {
  const expected = error.parentSchema?.['x-expected']
  if (typeof expected === 'string') return expected
  if (error.keyword === 'type') return `a ${String(error.params.type)}`
  return error.message ?? 'something else'
}

function found(value: unknown, path: readonly string[]): string {
  if (value === null || value === '') return `${subject(path)} is empty`
  if (Array.isArray(value)) return `${subject(path)} is ${value.length === 0 ? 'an empty list' : 'a list'}`
  if (isObject(value)) {
    const keys = Object.keys(value)
    return keys.length === 0
      ? `${subject(path)} is an empty mapping`
      : `${subject(path)} has ${keys.slice(0, 5).join(', ')}`
  }
  if (typeof value === 'boolean') return `${value} is a boolean`
  if (typeof value === 'number') return `${value} cannot stand here`
  const text = String(value)
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}" cannot stand here`
}

function hintFor({ data, keyword, params, parentSchema }: ErrorObject): string | undefined {
  const wanted = keyword === 'type' ? params.type : undefined
  if (typeof data === 'string' && wanted === 'boolean') {
    const old = OLD_BOOLEANS.get(data.toLowerCase())
    if (old !== undefined) return `In YAML 1.2 "${data}" is text. Write ${old}.`
    if (/^(?:true|false)$/i.test(data)) return 'Leave the quotes away.'
  }
  if (typeof data === 'string' && wanted === 'integer' && /^\d+$/.test(data)) return 'Leave the quotes away.'
  const variable = variableWithoutQuotes(data)
  if (variable !== undefined) return quotes(`{${variable}}`)
  const takesText = parentSchema?.type === 'string' || keyword === 'anyOf'
  if (typeof data === 'boolean' && takesText) return quotes(String(data))
  return undefined
}

function quotes(text: string): string {
  return `If the text is meant, put quotes around it: "${text}".`
}

/** The name in `{name}`, which YAML reads as a mapping with that key and nothing in it. */
function variableWithoutQuotes(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  const [entry, ...more] = Object.entries(value)
  return entry !== undefined && more.length === 0 && entry[1] === null ? entry[0] : undefined
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
