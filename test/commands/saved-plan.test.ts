import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import type { PlanCore, PlanDocument, PlanReferrer, PlanStep, PlanTag } from '../../src/model/plan.ts'
import { planDigest } from '../../src/model/plan-digest.ts'
import { type Digest, digestOf, hexOf } from '../../src/oci/digest.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage } from '../support/images.ts'

const opened: FaultRegistry[] = []
const route = ['--from', 'test', '--to', 'prod']

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

interface Scene {
  readonly registry: FaultRegistry
  readonly folder: string
  readonly document: PlanDocument
  readonly step: PlanStep
  /** Applies the saved plan, or one made of it. */
  apply(document?: unknown, ...words: readonly string[]): Promise<CliResult>
  ledger(): Promise<readonly Record<string, unknown>[]>
}

/** api 1.4.2, signed, is in test; prod has 1.4.1, which is immutable, and `1.4`, which moves to what comes. */
async function scene(prod = ''): Promise<Scene> {
  const registry = await startFaultRegistry({ referrers: true })
  opened.push(registry)
  const [image, old] = [await makeImage({ seed: 'new' }), await makeImage({ seed: 'old' })]
  registry.seed('test/api', image, ['1.4.2'])
  registry.seed(
    'test/api',
    makeArtifact({ subject: image, artifactType: 'application/vnd.cncf.notary.signature' }),
  )
  registry.seed('test/web', await makeImage({ seed: 'web' }), ['1.4.2'])
  registry.seed('prod/api', old, ['1.4.1', '1.4', '1.4.0'])
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: dev, repository: "${registry.host}/dev/{image}" }`,
      `  - { name: test, repository: "${registry.host}/test/{image}" }`,
      `  - name: prod`,
      `    repository: "${registry.host}/prod/{image}"`,
      '    tags: ["{tag}", "{major}.{minor}"]',
      '    immutable: ["[0-9]*.[0-9]*.[0-9]*"]',
      '    referrers: { copy: all, require: [signature] }',
      prod,
      'images:',
      '  - { name: api, select: ["1.4.2"], platforms: [linux/amd64] }',
      '  - { name: web, select: ["1.4.2"], optional: true }',
      '',
    ].join('\n'),
  })
  const saved = await runPromote(['plan', ...route, 'api', '-o', 'plan.json'], { cwd: folder })
  expect(saved.code, saved.stderr).toBe(0)
  const document = JSON.parse(await readFile(path.join(folder, 'plan.json'), 'utf8')) as PlanDocument
  const [step] = document.plan.steps
  if (step === undefined) throw new Error('nothing was planned')
  registry.clearRequests()
  return {
    registry,
    folder,
    document,
    step,
    apply: async (changed = document, ...words) => {
      await writeFile(path.join(folder, 'plan.json'), JSON.stringify(changed))
      return runPromote(['apply', 'plan.json', ...words], { cwd: folder })
    },
    ledger: async () => {
      const text = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8').catch(() => '')
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    },
  }
}

/** The plan with another core, its digest made again, as anybody can. */
function resealed(document: PlanDocument, core: Partial<PlanCore>): PlanDocument {
  const plan = { ...document.plan, ...core }
  return { ...document, plan, digest: planDigest(plan) }
}

type Change = (step: PlanStep, scene: Scene) => Partial<PlanStep> | readonly PlanStep[]

function withStep({ document, step, ...rest }: Scene, change: Change): PlanDocument {
  const changed = change(step, { document, step, ...rest })
  return resealed(document, {
    steps: Array.isArray(changed) ? changed : [{ ...step, ...changed }],
  })
}

function withTags(step: PlanStep, change: (tag: PlanTag, index: number) => PlanTag): readonly PlanTag[] {
  return step.tags.map(change)
}

const OTHER = digestOf('something else')

/** What is changed in a step, and the exit code that refuses it. */
const CHANGES: readonly (readonly [string, number, Change])[] = [
  [
    'the source repository',
    2,
    (s) => ({ source: { ...s.source, repository: s.source.repository.replace('/test/api', '/test/web') } }),
  ],
  [
    'the destination repository',
    2,
    (s) => ({ destination: { repository: s.destination.repository.replace('/prod/', '/test/') } }),
  ],
  ['the destination registry', 2, () => ({ destination: { repository: 'registry.example.com/prod/api' } })],
  [
    'a tag of another name',
    2,
    (s) => ({ tags: withTags(s, (tag, at) => (at === 0 ? { ...tag, tag: '9.9.9' } : tag)) }),
  ],
  ['a tag more', 2, (s) => ({ tags: [...s.tags, { tag: 'latest', action: 'create', replaces: null }] })],
  ['a tag fewer', 2, (s) => ({ tags: s.tags.slice(0, 1) })],
  ['tags in another order', 2, (s) => ({ tags: s.tags.toReversed() })],
  [
    'what a tag replaces',
    4,
    (s) => ({ tags: withTags(s, (tag, at) => (at === 1 ? { ...tag, replaces: OTHER } : tag)) }),
  ],
  [
    'a tag that moves called new',
    4,
    (s) => ({
      tags: withTags(s, (tag, at) => (at === 1 ? { ...tag, action: 'create', replaces: null } : tag)),
    }),
  ],
  [
    'an action that does not fit',
    2,
    (s) => ({ tags: withTags(s, (tag, at) => (at === 1 ? { ...tag, action: 'create' } : tag)) }),
  ],
  [
    'a tag that moves called unchanged',
    4,
    (s) => ({
      kind: 'retag',
      tags: withTags(s, (tag, at) =>
        at === 1 ? { ...tag, action: 'unchanged', replaces: s.source.descriptor.digest } : tag,
      ),
    }),
  ],
  [
    'a tag that moves called kept',
    4,
    (s) => ({ tags: withTags(s, (tag, at) => (at === 1 ? { ...tag, action: 'kept' } : tag)) }),
  ],
  ['the kind', 2, () => ({ kind: 'unchanged' })],
  [
    'the digest, to one that is not there',
    1,
    (s) => ({ source: { ...s.source, descriptor: { ...s.source.descriptor, digest: OTHER } } }),
  ],
  ['the size', 2, (s) => ({ source: { ...s.source, descriptor: { ...s.source.descriptor, size: 1 } } })],
  [
    'the media type',
    2,
    (s) => ({
      source: {
        ...s.source,
        descriptor: {
          ...s.source.descriptor,
          mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
        },
      },
    }),
  ],
  ['the source tag, which gives other tags', 2, (s) => ({ source: { ...s.source, tag: '1.4.3' } })],
  [
    'the source tag, to what is none',
    2,
    (s) => ({ source: { ...s.source, tag: '../../web/manifests/1.4.2' } }),
  ],
  ['an image that the file does not have', 2, () => ({ image: 'worker' })],
  ['another image of the file', 2, () => ({ image: 'web' })],
  ['no signature, which prod requires', 3, () => ({ referrers: [] })],
  [
    'a referrer that the source does not have',
    4,
    (s) => ({
      referrers: s.referrers.map((one) => ({ ...one, descriptor: { ...one.descriptor, digest: OTHER } })),
    }),
  ],
  [
    'a referrer of something else',
    4,
    (s) => ({ referrers: s.referrers.map((one) => ({ ...one, subject: OTHER })) }),
  ],
  [
    'a referrer under a tag of its own',
    4,
    (s) => ({
      referrers: s.referrers.map((one): PlanReferrer => ({ ...one, tag: { tag: '1.4.0', replaces: null } })),
    }),
  ],
  ['a referrer twice', 4, (s) => ({ referrers: [...s.referrers, ...s.referrers] })],
  ['a step twice', 2, (s) => [s, s]],
]

describe('a saved plan whose digest was made again', () => {
  test.each(CHANGES)('with %s changed is refused with exit %i', async (_, code, change) => {
    const here = await scene()
    const result = await here.apply(withStep(here, change))
    expect(result.code, result.stdout + result.stderr).toBe(code)
    await expectUntouched(here)
  })

  test.each<readonly [string, number, (core: PlanCore) => Partial<PlanCore>]>([
    ['a route that is not allowed', 2, () => ({ from: 'dev' })],
    ['another source of the route', 2, () => ({ from: 'dev', to: 'test' })],
    ['an environment that is not there', 2, () => ({ to: 'live' })],
    ['another state of the promotion file', 4, () => ({ configDigest: OTHER })],
    ['another project', 2, () => ({ project: 'other' })],
    ['another format', 2, () => ({ formatVersion: 2 as 1 })],
  ])('with %s is refused with exit %i', async (_, code, change) => {
    const here = await scene()
    const result = await here.apply(resealed(here.document, change(here.document.plan)))
    expect(result.code, result.stdout + result.stderr).toBe(code)
    await expectUntouched(here)
  })

  test('with another author is another plan, which says nothing false in the ledger', async () => {
    const here = await scene()
    const changed = resealed(here.document, { author: 'somebody else' })
    expect((await here.apply(changed, '--digest', here.document.digest)).code).toBe(4)
    expect((await here.apply(changed)).code).toBe(0)
    for (const entry of await here.ledger()) {
      expect(entry).toMatchObject({ plan: changed.digest, run: { actor: 'release-manager' } })
      expect(JSON.stringify(entry)).not.toContain('somebody else')
    }
  })

  test('with a step fewer is another plan: refused where a digest is expected, and else does what is left', async () => {
    const here = await scene()
    const fewer = resealed(here.document, { steps: [] })
    expect((await here.apply(fewer, '--digest', hexOf(here.document.digest).slice(0, 8))).code).toBe(4)
    expect((await here.apply(fewer)).code).toBe(0)
    await expectUntouched(here)
  })
})

describe('what a saved plan says beside its core', () => {
  test('does not let an immutable tag move', async () => {
    const here = await scene()
    const old = here.registry.repositories.get('prod/api')?.tags.get('1.4.1') as Digest
    here.registry.repositories.get('prod/api')?.tags.set('1.4.2', old)
    const saved = await runPromote(['plan', ...route, 'api', '-o', 'denied.json'], { cwd: here.folder })
    expect(saved.code).toBe(3)
    const denied = JSON.parse(await readFile(path.join(here.folder, 'denied.json'), 'utf8')) as PlanDocument
    expect(denied.denials).toHaveLength(1)
    here.registry.clearRequests()
    const result = await here.apply({ ...denied, denials: [], missing: [], verdicts: [], warnings: [] })
    expect(result.code).toBe(3)
    await expectUntouched(here)
  })

  test('does not come into the ledger, and what is true comes in its place', async () => {
    const here = await scene()
    const made = {
      gate: 'order',
      image: 'api',
      tag: '1.4.2',
      answer: 'pass',
      reason: 'Made up.',
      evidence: { by: 'me' },
    }
    const result = await here.apply({
      ...here.document,
      verdicts: [made, { ...made, gate: 'soak' }],
      warnings: ['Made up.'],
      current: [{ image: 'api', version: 'Made up.', digest: null }],
      missing: [{ image: 'api', wanted: 'Made up.', reason: 'is not there', near: [] }],
      denials: [{ image: 'api', tag: '1.4.2', reason: 'Made up.' }],
    })
    expect(result.code, result.stdout + result.stderr).toBe(0)
    const entries = await here.ledger()
    expect(entries).toHaveLength(2)
    expect(JSON.stringify(entries) + result.stdout).not.toContain('Made up.')
    expect(entries[0]).toMatchObject({
      kind: 'intent',
      verdicts: [
        { gate: 'order', answer: 'pass', evidence: { rule: 'present', environment: 'test' } },
        { gate: 'referrers', answer: 'pass' },
      ],
    })
  })

  test('a digest that does not fit the rest is no plan', async () => {
    const here = await scene()
    const { plan, ...rest } = here.document
    const result = await here.apply({ ...rest, plan: { ...plan, author: 'somebody else' } })
    expect(result.code).toBe(2)
    expect(here.registry.requests).toEqual([])
  })
})

describe('a saved plan', () => {
  test('is applied where its digest is the one expected, whole or by its first digits', async () => {
    const here = await scene()
    const digits = hexOf(here.document.digest)
    for (const wrong of [digits.slice(0, 7), 'xyz', `sha512:${digits}`, '']) {
      expect((await here.apply(here.document, '--digest', wrong)).code).toBe(2)
    }
    for (const other of [hexOf(OTHER).slice(0, 8), OTHER]) {
      const result = await here.apply(here.document, '--digest', other)
      expect(result).toMatchObject({ code: 4, stderr: expect.stringContaining(here.document.digest) })
    }
    expect(here.registry.requests).toEqual([])
    expect((await here.apply(here.document, '--digest', digits.slice(0, 12))).code).toBe(0)
    expect((await here.apply(here.document, '--digest', here.document.digest)).code).toBe(0)
  })

  test('into an environment with confirm: true is refused where nobody can be asked', async () => {
    const here = await scene('    confirm: true')
    expect(await here.apply()).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
    expect(here.registry.requests).toEqual([])
    expect((await here.apply(here.document, '--yes')).code).toBe(0)
  })

  test('a version that came meanwhile keeps the floating tag: the plan is stale', async () => {
    const here = await scene()
    here.registry.seed('prod/api', await makeImage({ seed: 'later' }), ['1.4.3'])
    const result = await here.apply()
    expect(result).toMatchObject({ code: 4, stderr: expect.stringContaining('prod/api:1.4') })
    await expectUntouched(here)
  })

  test('platforms and what is required are judged by the file, not by the plan', async () => {
    const here = await scene()
    here.registry.repositories
      .get('test/api')
      ?.manifests.delete(here.step.referrers[0]?.descriptor.digest as Digest)
    expect((await here.apply()).code).toBe(4)
    await expectUntouched(here)
  })

  test('a source tag that moved is no reason to stop, and is in the ledger as it is', async () => {
    const here = await scene()
    const later = await makeImage({ seed: 'moved' })
    here.registry.seed('test/api', later, ['1.4.2'])
    const result = await here.apply()
    expect(result.code, result.stdout + result.stderr).toBe(0)
    const [intent] = await here.ledger()
    expect(intent?.verdicts).toMatchObject([
      { gate: 'order', evidence: { tagHolds: later.manifest.descriptor.digest } },
      { gate: 'referrers' },
    ])
    expect(here.registry.repositories.get('prod/api')?.tags.get('1.4.2')).toBe(
      here.step.source.descriptor.digest,
    )
  })

  test('a signature that came since stays behind, and that is said', async () => {
    const here = await scene()
    const image = await makeImage({ seed: 'new' })
    const artifactType = 'application/vnd.cncf.notary.signature'
    here.registry.seed('test/api', makeArtifact({ subject: image, artifactType, content: 'another' }))
    const result = await here.apply()
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining('not in the plan') })
  })
})

/** No tag of prod was touched, and the ledger says of nothing that it happened. */
async function expectUntouched({ registry, ledger }: Scene): Promise<void> {
  const tags = registry
    .writes()
    .filter(({ path: at }: { readonly path: string }) => /\/manifests\/[^/:]+$/.test(at))
  expect(tags).toEqual([])
  const entries = await ledger()
  expect(entries.filter(({ kind }) => kind !== 'outcome')).toEqual([])
  for (const entry of entries) expect(entry).toMatchObject({ result: 'failed' })
}

test('a plan is not saved in a file called -', async () => {
  const { folder } = await scene()
  const { code, stderr } = await runPromote(['plan', ...route, '-o', '-'], { cwd: folder })
  expect(code).toBe(2)
  expect(stderr).toContain('A plan is saved in a file, not written to stdout.')
  await expect(readFile(path.join(folder, '-'))).rejects.toThrow('ENOENT')
})
