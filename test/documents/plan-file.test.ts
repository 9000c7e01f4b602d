import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PlanFile } from '../../src/documents/generated/plan-types.ts'
import { loadPlan, savePlan } from '../../src/documents/plan-file.ts'
import type { PlanCore, PlanDocument } from '../../src/model/plan.ts'
import { planDigest } from '../../src/model/plan-digest.ts'
import { type Digest, digestOf } from '../../src/oci/digest.ts'
import type { PromoteError } from '../../src/support/errors.ts'
import { temporaryFolder } from '../support/folders.ts'
import { told } from './reading.ts'

const core: PlanCore = {
  formatVersion: 1,
  project: 'shop',
  author: 'ada',
  from: 'test',
  to: 'prod',
  configDigest: digestOf('config'),
  steps: [
    {
      image: 'api',
      kind: 'copy',
      source: {
        repository: 'registry.example.com/test/api',
        tag: '1.4.2',
        descriptor: {
          mediaType: 'application/vnd.oci.image.manifest.v1+json',
          digest: digestOf('manifest'),
          size: 812,
        },
      },
      destination: { repository: 'registry.example.com/prod/api' },
      tags: [
        { tag: '1.4.2', action: 'create', replaces: null },
        { tag: '1.4', action: 'move', replaces: digestOf('old') },
      ],
      referrers: [
        {
          descriptor: {
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
            digest: digestOf('signature'),
            size: 600,
            artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
          },
          subject: digestOf('manifest'),
          kinds: ['signature'],
          found: 'api',
          tag: null,
        },
        {
          descriptor: {
            mediaType: 'application/vnd.oci.image.manifest.v1+json',
            digest: digestOf('attestations'),
            size: 700,
          },
          subject: digestOf('manifest'),
          kinds: ['provenance', 'attestation'],
          found: 'tag',
          tag: { tag: `sha256-${'a'.repeat(64)}.att`, replaces: digestOf('fewer') },
        },
      ],
    },
  ],
}

const plan: PlanDocument = {
  plan: core,
  digest: planDigest(core),
  madeAt: '2026-01-02T03:04:05.678Z',
  estimates: [{ image: 'api', tag: '1.4.2', mount: 9, copy: 2, copyBytes: 18_400_000, present: 0 }],
  current: [
    {
      image: 'api',
      version: '1.4.1',
      digest: digestOf('old'),
      compare: 'https://github.com/acme/api/compare/5d1e0c7...e9a4410',
      commits: '5d1e0c7..e9a4410',
    },
  ],
  verdicts: [
    {
      gate: 'order',
      image: 'api',
      tag: '1.4.2',
      answer: 'pass',
      reason: 'It is in test.',
      evidence: { entry: 41, by: null },
    },
  ],
  denials: [{ image: 'web', tag: null, reason: 'It is immutable.', hint: 'Use another tag.' }],
  missing: [{ image: 'cli', wanted: '2.0', reason: 'is not in test', near: ['2.1'] }],
  warnings: ['Referrers stay behind.'],
}

async function written(content: string): Promise<string> {
  const path = join(await temporaryFolder(), 'plan.json')
  await writeFile(path, content)
  return path
}

async function refusalOf(content: string): Promise<PromoteError> {
  return loadPlan(await written(content)).then(
    () => Promise.reject(new Error('The plan was accepted.')),
    (error: PromoteError) => error,
  )
}

test('a plan comes back as it was saved', async () => {
  const folder = await temporaryFolder()
  const path = join(folder, 'plan.json')
  await savePlan(path, plan)
  expect(await loadPlan(path)).toEqual(plan)
  await savePlan(path, { ...plan, warnings: [] })
  expect((await loadPlan(path)).warnings).toEqual([])
  expect(await readdir(folder)).toEqual(['plan.json'])
})

test('what may be left out may be left out', async () => {
  const path = join(await temporaryFolder(), 'plan.json')
  const { estimates: _, ...rest } = plan
  await savePlan(path, rest)
  expect(await loadPlan(path)).toEqual(rest)
})

test('the digest does not depend on the order of keys or on what is for the reader', async () => {
  const turned = Object.fromEntries(Object.entries(core).reverse())
  const content = { ...plan, plan: turned, madeAt: '2027-01-01T00:00:00Z', verdicts: [], warnings: [] }
  expect((await loadPlan(await written(JSON.stringify(content)))).digest).toBe(plan.digest)
})

test('the digest of a plan is the SHA-256 of its canonical JSON', () => {
  expect(planDigest({ ...core, steps: [] })).toBe(
    digestOf(
      `{"author":"ada","configDigest":"${core.configDigest}","formatVersion":1,"from":"test","project":"shop","steps":[],"to":"prod"}`,
    ),
  )
})

test('a plan that was changed is refused, whatever changed', async () => {
  const text = JSON.stringify(plan)
  for (const [from, to] of [
    ['"to":"prod"', '"to":"test"'],
    ['"tag":"1.4"', '"tag":"1.5"'],
    ['"size":812', '"size":813'],
    [digestOf('old'), digestOf('other')],
  ] as const) {
    expect(text).toContain(from)
    const error = await refusalOf(text.replace(from, to))
    expect(error.code).toBe('invalid-file')
    expect(error.message).toMatch(
      /was changed after it was saved: its content has the digest [0-9a-f]{8}, and it says/,
    )
  }
})

test.each([
  ['a truncated file', '{"plan": {"formatVersion": 1', '1:29 The file ends too early: it is not whole JSON.'],
  ['an empty file', '', '1:1 The file ends too early: it is not whole JSON.'],
  [
    'a key twice',
    '{"plan": {"to": "prod", "to": "test"}}',
    '1:25 The key "to" stands twice in the same object.',
  ],
  [
    'a key twice, written in two ways',
    '{"a": [{"\\u0061": {"a": 1}}], "\\u0061": "a"}',
    '1:31 The key "a" stands twice in the same object.',
  ],
  ['a comma too many', '{\n  "plan": {},\n}', '3:1 This is not valid JSON from here on.'],
  ['a missing value', '{"plan":}', '1:9 This is not valid JSON from here on.'],
  ['a missing colon', '{"plan" 1}', '1:9 This is not valid JSON from here on.'],
  ['a key without quotes', '{plan: 1}', '1:2 This is not valid JSON from here on.'],
  [
    'text behind',
    '{"plan": [1, -2.5e3, "\\u00e6", null, true]} x',
    '1:45 This is not valid JSON from here on.',
  ],
  ['a number that is none', '{"plan": [01]}', '1:11 This is not valid JSON from here on.'],
  ['brackets crossed', '{"plan": [1}]', '1:12 This is not valid JSON from here on.'],
])('%s is refused with its position', async (_, content, says) => {
  const error = await refusalOf(content)
  expect(error.code).toBe('invalid-file')
  expect(error.details.problems?.map(told)).toEqual([says])
})

test.each([
  ['another document', '{"kind": "promotion"}', /plan\.json is not a saved plan\.$/],
  ['a list', '[1]', /plan\.json is not a saved plan\.$/],
  [
    'another format',
    JSON.stringify({ ...plan, plan: { ...core, formatVersion: 2 } }),
    /is a plan of format 2; this version of promote reads format 1\.$/,
  ],
])('%s is refused in a sentence', async (_, content, message) => {
  const error = await refusalOf(content)
  expect(error.code).toBe('invalid-file')
  expect(error.message).toMatch(message)
})

test('what the schema does not allow is told with its place', async () => {
  const text = JSON.stringify({ ...plan, plan: { ...core, to: '' }, extra: 1 }, undefined, 2)
    .replace('"action": "create"', '"action": "delete"')
    .replace('"size": 812', '"size": -1')
  const error = await refusalOf(text)
  expect(error.details.problems?.map(told)).toEqual([
    '1:1 The plan must NOT have additional properties ("extra").',
    '7:5 plan.to must NOT have fewer than 1 characters.',
    '19:13 plan.steps.0.source.descriptor.size must be >= 0.',
    '28:13 plan.steps.0.tags.0.action must be equal to one of the allowed values.',
  ])
})

test('a plan cannot be saved to a folder, and a folder that is not there is named', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'plan.json'))
  await expect(savePlan(join(folder, 'plan.json'), plan)).rejects.toMatchObject({ code: 'usage' })
  await expect(savePlan(join(folder, 'none', 'plan.json'), plan)).rejects.toMatchObject({
    code: 'disk',
    message: expect.stringContaining('there is no such folder'),
  })
  await expect(savePlan('/dev/null', plan)).rejects.toMatchObject({ code: 'usage' })
  expect(await readFile('/dev/null', 'utf8')).toBe('')
})

/** A type without `readonly`, and with digests as the text they are in JSON. */
type Plain<T> = T extends Digest
  ? string
  : T extends string
    ? T
    : T extends readonly (infer Item)[]
      ? Plain<Item>[]
      : T extends object
        ? { -readonly [Key in keyof T]: Plain<T[Key]> }
        : T

test('the schema of saved plans and the type of plans say the same', () => {
  // The compiler is the test: a field that only one of the two has does not compile.
  const asFile = (document: Plain<PlanDocument>): PlanFile => document
  const asPlan = (document: PlanFile): Plain<PlanDocument> => document
  const copy: Plain<PlanDocument> = JSON.parse(JSON.stringify(plan))
  expect(asPlan(asFile(copy))).toBe(copy)
})
