import { rm } from 'node:fs/promises'
import fc from 'fast-check'
import { test } from 'vitest'
import type { Selector } from '../../../src/model/config.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import { expectAgreement, expectPromoted, promoteInto, selectAll } from './agreeing.ts'

const TAGS = ['1.0.0', '1.1.0', '2.0.0', '2.1.0-rc.1', 'v1', 'v2', 'v10', 'latest'] as const
const SEEDS = ['a', 'b', 'c', 'd'] as const
const ROUTES = [
  ['dev', 'test'],
  ['test', 'prod'],
  ['dev', 'prod'],
] as const

type Event =
  | { readonly kind: 'push'; readonly to: string; readonly tag: string; readonly seed: string }
  | { readonly kind: 'remove'; readonly from: string; readonly tag: string }
  | { readonly kind: 'promote'; readonly route: (typeof ROUTES)[number]; readonly what: What }
  | { readonly kind: 'lose-ledger' }

type What =
  | { readonly kind: 'all' }
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'pinned'; readonly tag: string; readonly seed: string }
  | { readonly kind: 'digest'; readonly seed: string }

const tagOf = fc.constantFrom(...TAGS)
const seedOf = fc.constantFrom(...SEEDS)
const environmentOf = fc.constantFrom('dev', 'test', 'prod')

const whatOf: fc.Arbitrary<What> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<What>({ kind: 'all' }) },
  { weight: 4, arbitrary: tagOf.map((tag): What => ({ kind: 'tag', tag })) },
  {
    weight: 1,
    arbitrary: fc.tuple(tagOf, seedOf).map(([tag, seed]): What => ({ kind: 'pinned', tag, seed })),
  },
  { weight: 1, arbitrary: seedOf.map((seed): What => ({ kind: 'digest', seed })) },
)

const eventOf: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('dev', 'dev', 'test', 'prod'), tagOf, seedOf)
      .map(([to, tag, seed]): Event => ({ kind: 'push', to, tag, seed })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(environmentOf, tagOf).map(([from, tag]): Event => ({ kind: 'remove', from, tag })),
  },
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...ROUTES), whatOf)
      .map(([route, what]): Event => ({ kind: 'promote', route, what })),
  },
  { weight: 1, arbitrary: fc.constant<Event>({ kind: 'lose-ledger' }) },
)

const selectOf = fc.constantFrom<readonly Selector[]>(
  [{ kind: 'semver', range: '*', newest: 1 }],
  [{ kind: 'semver', range: '*', newest: 3 }],
  [{ kind: 'glob', glob: 'v*' }],
  selectAll,
  [{ kind: 'tag', tag: '1.0.0' }],
  [
    { kind: 'tag', tag: 'v1' },
    { kind: 'tag', tag: 'v10' },
  ],
)

const excludeOf = fc.constantFrom<readonly string[]>([], ['1.0.0'], ['v*', '2.*'], ['*'])

const templatesOf = fc.constantFrom<readonly string[]>(
  ['{tag}'],
  ['{tag}', 'latest'],
  ['{env}-{tag}'],
  ['{env}'],
  ['{digest12}'],
)

const images = new Map<string, TestImage>()
for (const seed of SEEDS) images.set(seed, await makeImage({ seed }))

function imageOf(seed: string): TestImage {
  const image = images.get(seed)
  if (image === undefined) throw new Error(`no image ${seed}`)
  return image
}

async function happen(pipeline: TestPipeline, event: Event): Promise<void> {
  switch (event.kind) {
    case 'push':
      await pushImage(pipeline.memory(`${event.to}.example.com/api`), imageOf(event.seed), [event.tag])
      return
    case 'remove':
      await pipeline.memory(`${event.from}.example.com/api`).untag?.(event.tag)
      return
    case 'promote': {
      const [from, to] = event.route
      const images = imageArgument(event.what)
      const result = await promoteInto(pipeline, { from, to, images })
      if (result?.exitCode === 0) await expectPromoted(pipeline, result, images)
      return
    }
    case 'lose-ledger':
      for (const end of ['', '.open', '.lock']) await rm(`${pipeline.ledgerFile}${end}`, { force: true })
      return
    default:
      event satisfies never
  }
}

function imageArgument(what: What): readonly string[] {
  switch (what.kind) {
    case 'all':
      return []
    case 'tag':
      return [`api:${what.tag}`]
    case 'pinned':
      return [`api:${what.tag}@${imageOf(what.seed).manifest.descriptor.digest}`]
    case 'digest':
      return [`api@${imageOf(what.seed).manifest.descriptor.digest}`]
    default:
      return what satisfies never
  }
}

test('a comparison, the matrix, a status and a dry run agree after whatever happened', async () => {
  await fc.assert(
    fc.asyncProperty(
      selectOf,
      fc.record({ optional: fc.boolean(), exclude: excludeOf }),
      templatesOf,
      fc.array(eventOf, { minLength: 1, maxLength: 12 }),
      async (select, rule, tags, events) => {
        const pipeline = await testPipeline({
          environments: [
            { name: 'dev' },
            { name: 'test', tags },
            { name: 'prod', tags, from: ['test', 'dev'] },
          ],
          images: [{ name: 'api', select, ...rule }],
        })
        for (const event of events) {
          await happen(pipeline, event)
          for (const [from, to] of ROUTES) await expectAgreement(pipeline, from, to)
        }
      },
    ),
    { numRuns: 150 },
  )
}, 240_000)
