import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { seal } from '../../../src/ledger/chain/line.ts'
import { isKnownEntry, shapeOf } from '../../../src/ledger/chain/shape.ts'
import type { LedgerEntry } from '../../../src/model/ledger/entry.ts'
import { everyKind, intentBody, outcomeBody, plannedStep, step } from '../entry-bodies.ts'
import { firstEntries } from '../first-entries.ts'

const schemaFile = new URL('../../../schemas/ledger-entry.schema.json', import.meta.url)
const schema = JSON.parse(await readFile(schemaFile, 'utf8'))
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile<LedgerEntry>(
  schema,
)

const entry = seal(intentBody([step('a')]), undefined, new Date(0))
const ofEachKind = Object.values(everyKind(entry.id)).map((body) => seal(body, entry, new Date()))
const found = seal(intentBody([step('a')], { inStep: [plannedStep(step('b'))] }), undefined, new Date(0))
const kept = seal(outcomeBody(entry.id, [step('a')], { kept: true }), entry, new Date())
const back = outcomeBody(entry.id, [
  step('a', {
    outcome: 'rolled-back',
    current: true,
    takenOut: [entry.hash],
    tags: [{ tag: '1.5.0', old: entry.hash, new: null }],
  }),
])
const rollback = seal(
  { ...back, purpose: { kind: 'rollback', reason: 'it breaks', state: 0 } },
  entry,
  new Date(),
)
const again = { ...entry, run: { ...entry.run, startedBy: 'somebody-else' } }
const known: readonly LedgerEntry[] = [...ofEachKind, again, found, kept, rollback, ...firstEntries()]

test('entries as they are written, by this version and the first, fit the schema', () => {
  for (const one of known) {
    expect(validate(one), JSON.stringify(validate.errors)).toBe(true)
    expect(isKnownEntry(one)).toBe(true)
  }
})

test('every field of the schema is described and no object takes others', () => {
  const undescribed: string[] = []
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return
    const { properties, additionalProperties } = node as Record<string, unknown>
    if (typeof properties === 'object' && properties !== null) {
      expect(additionalProperties, path).toBe(false)
      for (const [name, field] of Object.entries(properties)) {
        if (typeof field.description !== 'string') undescribed.push(`${path}.${name}`)
      }
    }
    for (const [name, child] of Object.entries(node)) visit(child, `${path}/${name}`)
  }
  visit(schema, '')
  expect(undescribed).toEqual([])
})

/** Every change of one value at any depth: taken away, of another type, empty, or with one more beside it. */
function* variants(value: unknown): Generator<unknown> {
  for (const other of [undefined, null, '', 'x', -1, 0.5, 0, 1, true, [], {}, [{}]]) yield other
  if (Array.isArray(value)) {
    for (const [index, member] of value.entries()) {
      for (const changed of variants(member)) yield value.with(index, changed ?? null)
    }
  } else if (typeof value === 'object' && value !== null) {
    yield { ...value, more: 1 }
    for (const [name, member] of Object.entries(value)) {
      for (const changed of variants(member)) yield { ...value, [name]: changed }
    }
  }
}

test.each(known)('what the ledger takes for an entry is what the schema says: %#', (one) => {
  let refused = 0
  let taken = 0
  for (const variant of variants(one)) {
    if (variant === undefined) continue
    const candidate: unknown = JSON.parse(JSON.stringify(variant))
    expect(isKnownEntry(candidate), JSON.stringify([shapeOf(candidate), candidate])).toBe(validate(candidate))
    if (isKnownEntry(candidate)) taken++
    else refused++
  }
  expect(refused).toBeGreaterThan(200)
  expect(taken).toBeGreaterThan(15)
})
