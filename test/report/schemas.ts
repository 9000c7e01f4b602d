import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect } from 'vitest'

const FOLDER = new URL('../../schemas/', import.meta.url)

/** The shipped schemas by name: `result` is `schemas/result.schema.json`. */
export function schemaNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.schema.json'))
    .map((file) => basename(file, '.schema.json'))
}

/** A shipped schema, parsed. */
export function readSchema(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${name}.schema.json`, FOLDER), 'utf8'))
}

/** What keeps a value from being what a shipped schema describes, a line for each finding; none when it is. */
export function schemaFindings(name: string, value: unknown): string[] {
  const validate = loaded().getSchema(`${name}.schema.json`)
  if (validate === undefined) throw new Error(`There is no schema ${name}.`)
  validate(value)
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
  )
}

/** Fails the test unless the value, as JSON would carry it, is what `schemas/NAME.schema.json` describes. */
export function expectValid(name: string, value: unknown): void {
  expect(schemaFindings(name, JSON.parse(JSON.stringify(value)))).toEqual([])
}

let ajv: Ajv2020 | undefined

function loaded(): Ajv2020 {
  if (ajv !== undefined) return ajv
  ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true })
  formats.default(ajv)
  for (const name of schemaNames()) ajv.addSchema(readSchema(name), `${name}.schema.json`)
  return ajv
}
