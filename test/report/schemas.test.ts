import { describe, expect, test } from 'vitest'
import { historyReport, type LedgerVerification, ledgerExport } from '../../src/model/ledger/reports.ts'
import type { InitReport, LoginReport, LogoutReport, ValidateReport } from '../../src/model/result.ts'
import { errorJson } from '../../src/report/error-json.ts'
import { PromoteError } from '../../src/support/errors.ts'
import * as asked from './approval-samples.ts'
import * as diffs from './diff-samples.ts'
import { explained } from './explain-samples.ts'
import { guarded } from './guard-samples.ts'
import * as images from './image-samples.ts'
import * as ledgers from './ledger-samples.ts'
import * as lookups from './lookup-samples.ts'
import * as samples from './samples.ts'
import { expectValid, readSchema, schemaFindings, schemaNames } from './schemas.ts'
import * as said from './standing-samples.ts'

const verified: LedgerVerification = {
  kind: 'ledger-verify',
  ledger: 'promotions.jsonl',
  ok: false,
  exists: true,
  entries: 57,
  head: { sequence: 57, hash: samples.digest('ba5eba11') },
  problems: [{ line: 12, message: 'The hash does not fit the entry.' }],
  torn: { line: 58, bytes: 12 },
  noted: { hash: samples.digest('aa'), sequence: null },
  newer: [{ sequence: 56, kind: 'notice', reason: 'the kind "notice" is not known' }],
}
const validated: ValidateReport = {
  kind: 'validate',
  file: 'promotion.yaml',
  project: 'shop',
  environments: ['test', 'prod'],
  images: ['api'],
  configDigest: samples.digest('c0ff'),
  warnings: [],
}
const initialised: InitReport = {
  kind: 'init',
  file: 'promotion.yaml',
  beside: ['promotion.schema.json'],
  environments: ['test', 'prod'],
  images: ['api'],
  next: ['promote validate'],
}
const loggedIn: LoginReport = {
  kind: 'login',
  registry: 'registry.example.com',
  username: 'ann',
  existing: false,
  checked: true,
  kept: { in: 'helper', helper: 'docker-credential-pass', file: '/home/ann/.docker/config.json' },
}
const loggedOut: LogoutReport = {
  kind: 'logout',
  registries: [{ registry: 'docker.io', removed: true }],
}
const failed = errorJson(
  new PromoteError('invalid-file', 'promotion.yaml is not valid.', {
    hint: 'See the documentation.',
    side: 'source',
    reference: 'promotion.yaml',
    image: 'api',
    problems: [
      {
        message: 'Unknown key.',
        file: 'promotion.yaml',
        line: 2,
        column: 1,
        excerpt: 'x: 1',
        length: 1,
        hint: 'y?',
      },
    ],
  }),
)

/** A value of each document that `--json` prints. */
const documents: readonly (readonly [string, object])[] = [
  ['diff', diffs.pair()],
  ['diff', diffs.matrix()],
  ['result', samples.result()],
  [
    'result',
    samples.result({
      dryRun: true,
      entry: null,
      head: null,
      steps: [],
      exitCode: 3,
      failures: [{ image: null, code: 'denied', message: 'No.', hint: 'Wait.' }],
    }),
  ],
  ['verify', ledgers.verification()],
  ['gates', samples.gates()],
  ['status', ledgers.status()],
  ['history', historyReport(ledgers.history())],
  ['explain', explained()],
  ['ledger-export', ledgerExport(ledgers.history(), false)],
  ['ledger-verify', verified],
  ['ledger-abandon', ledgers.abandoned()],
  ['diff', said.pair()],
  ['diff', said.matrix()],
  ['guard', guarded()],
  ['guard', { ...guarded(), head: null }],
  ['resume', ledgers.resumed()],
  ['approve', asked.approved()],
  ['approve', asked.approved({ key: null, comment: null, until: null, wanted: null, missing: [] })],
  ['approvals', asked.approvals()],
  ['approvals', asked.approvals({ wanted: null, carriedOut: null, unfit: null, approvals: [], head: null })],
  ['hold-add', said.held()],
  ['hold-release', said.released()],
  ['hold-ls', said.listed()],
  ['hold-ls', { ...said.listed(), environment: 'prod', refusals: [], head: null }],
  ['reject', said.rejected()],
  ['reject', said.rejected(true)],
  ['validate', validated],
  ['init', initialised],
  ['login', loggedIn],
  ['login', { ...loggedIn, kept: { in: 'file', file: 'config.json' } }],
  ['login', { ...loggedIn, username: null, existing: true, kept: null }],
  ['logout', loggedOut],
  ['pull', images.pulled()],
  ['push', images.pushed()],
  ['copy', images.copied()],
  ['images', images.listed()],
  ['tag', images.tagged()],
  ['rmi', images.removed()],
  ['tags', lookups.tagged()],
  ['search', lookups.hits()],
  ['inspect', lookups.inspected()],
  [
    'inspect',
    {
      ...lookups.inspected(),
      tag: null,
      artifactType: 'application/x',
      config: null,
      standings: null,
      pullLimit: null,
    },
  ],
  ['error', failed],
  ['error', errorJson(new PromoteError('cancelled', 'The run was cancelled.'), 143)],
]

test('a result that waits for approvals', () => {
  expectValid('result', asked.awaiting())
})

test('status, with what waits for a gate', () => {
  expectValid('status', { ...ledgers.status(), waiting: [samples.waiting()] })
})

test('what was attested, and what of it was read back', () => {
  expectValid('result', samples.result({ attestations: ledgers.attested().attestations }))
  expectValid('verify', { ...ledgers.verification(), attestations: ledgers.attestationFindings() })
})

describe.each(documents)('%s', (name, value) => {
  test('a real document is valid', () => {
    expectValid(name, value)
  })

  test('a key more is not', () => {
    expect(schemaFindings(name, { ...value, password: 'hunter2' })).not.toEqual([])
  })

  test('each key that is always there is required', () => {
    const always = Object.keys(value)
    for (const key of always) {
      const without = Object.fromEntries(Object.entries(value).filter(([one]) => one !== key))
      expect(schemaFindings(name, without), key).not.toEqual([])
    }
  })
})

test('what is held and rejected is described where it is shown', () => {
  expectValid('status', said.status())
  expectValid('explain', said.explanation())
})

test('every document has its schema, and each describes every key in it', () => {
  // Parts of others, and what is written to files: those have tests beside their readers.
  const others = ['common', 'ledger-entry', 'ledger-newer-entry', 'plan']
  expect(new Set([...documents.map(([name]) => name), ...others])).toEqual(new Set(schemaNames()))
  for (const name of new Set(documents.map(([one]) => one))) {
    expect(undescribed(readSchema(name), name), name).toEqual([])
  }
  expect(undescribed(readSchema('common'), 'common')).toEqual([])
})

test('objects are closed', () => {
  for (const name of new Set([...documents.map(([one]) => one), 'common'])) {
    const open = [...walk(readSchema(name), name)].filter(
      ([, schema]) => schema.type === 'object' && schema.additionalProperties !== false && !isTextMap(schema),
    )
    expect(open.map(([path]) => path)).toEqual([])
  }
})

/** Labels, annotations, evidence: whoever makes an image, or a gate, names the keys; what they hold is no object. */
function isTextMap({ properties, additionalProperties }: Record<string, unknown>): boolean {
  const types = [record(additionalProperties).type ?? 'object'].flat()
  return properties === undefined && !types.includes('object')
}

function undescribed(schema: Record<string, unknown>, name: string): string[] {
  return [...walk(schema, name)].flatMap(([path, inner]) =>
    Object.entries(record(inner.properties)).flatMap(([key, property]) =>
      typeof record(property).description === 'string' ? [] : [`${path}/${key}`],
    ),
  )
}

function* walk(schema: Record<string, unknown>, path: string): Generator<[string, Record<string, unknown>]> {
  yield [path, schema]
  for (const [key, value] of Object.entries(schema)) {
    const inner = Array.isArray(value) ? value : [value]
    for (const one of inner) {
      if (typeof one === 'object' && one !== null) yield* walk(record(one), `${path}/${key}`)
    }
  }
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
