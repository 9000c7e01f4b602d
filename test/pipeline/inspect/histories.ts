import fc from 'fast-check'
import type { Selector } from '../../../src/model/config.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { selectAll } from './agreeing.ts'

const TAGS = ['1.0.0', '1.1.0', '2.0.0', '2.1.0-rc.1', 'v1', 'v2', 'v10', 'latest'] as const
const SEEDS = ['a', 'b', 'c', 'd'] as const
/** The ways between three environments. */
export const ROUTES = [
  ['dev', 'test'],
  ['test', 'prod'],
  ['dev', 'prod'],
] as const

/** What happens to one image, or to the ledger. */
export type Event =
  | { readonly kind: 'push'; readonly to: string; readonly tag: string; readonly seed: string }
  | { readonly kind: 'remove'; readonly from: string; readonly tag: string }
  | { readonly kind: 'promote'; readonly route: (typeof ROUTES)[number]; readonly what: What }
  | { readonly kind: 'rollback'; readonly in: string; readonly steps: number }
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

/** What may happen to one image in three environments. */
export const eventOf: fc.Arbitrary<Event> = fc.oneof(
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
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('test', 'prod'), fc.constantFrom(1, 1, 2))
      .map(([environment, steps]): Event => ({ kind: 'rollback', in: environment, steps })),
  },
  { weight: 1, arbitrary: fc.constant<Event>({ kind: 'lose-ledger' }) },
)

/** What a file may select. */
export const selectOf = fc.constantFrom<readonly Selector[]>(
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

/** What it may leave out. */
export const excludeOf = fc.constantFrom<readonly string[]>([], ['1.0.0'], ['v*', '2.*'], ['*'])

/** Which tags an image may get. */
export const templatesOf = fc.constantFrom<readonly string[]>(
  ['{tag}'],
  ['{tag}', 'latest'],
  ['{env}-{tag}'],
  ['{env}'],
  ['{digest12}'],
)

const images = new Map<string, TestImage>()
for (const seed of SEEDS) images.set(seed, await makeImage({ seed }))

/** The image of a seed, always the same one. */
export function imageOf(seed: string): TestImage {
  const image = images.get(seed)
  if (image === undefined) throw new Error(`no image ${seed}`)
  return image
}

/** The images that a promotion of this names on its command line. */
export function imageArgument(what: What): readonly string[] {
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
