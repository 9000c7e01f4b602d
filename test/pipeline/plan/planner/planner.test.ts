import { describe, expect, test } from 'vitest'
import type { Environment, PromotionConfig } from '../../../../src/model/config.ts'
import { NO_GATES } from '../../../../src/model/gates/rules.ts'
import { canonicalDigest } from '../../../../src/model/plan-digest.ts'
import { type Digest, digestOf } from '../../../../src/oci/digest.ts'
import { allowedSteps } from '../../../../src/pipeline/apply/left-out.ts'
import type { Observation, ObservedStep } from '../../../../src/pipeline/plan/observe.ts'
import type { Place } from '../../../../src/pipeline/plan/places.ts'
import type { Obstacle } from '../../../../src/pipeline/plan/planner/obstacles.ts'
import { buildPlan, type Planned } from '../../../../src/pipeline/plan/planner/planner.ts'
import { LateManifest } from '../../../../src/pipeline/plan/source/late-manifest.ts'
import { PromoteError } from '../../../../src/support/errors.ts'

const A = digestOf('a')
const B = digestOf('b')

/** One candidate as it was seen: its tags with what they hold now. */
interface Seen {
  readonly image?: string
  readonly tag?: string | null
  readonly digest?: Digest
  readonly tags: Readonly<Record<string, { readonly found: Digest | null; readonly floats?: string }>>
}

function observe(seen: readonly Seen[], there: readonly string[] = []): Observation {
  const steps = seen.map(({ image = 'api', tag = '1.4.2', digest = A, tags }): ObservedStep => {
    const descriptor = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest, size: 9 }
    const manifest = LateManifest.of({ descriptor, bytes: new Uint8Array() })
    return {
      candidate: { image, tag, descriptor, manifest },
      source: placeOf('test', image),
      destination: placeOf('prod', image),
      tags: Object.entries(tags).map(([name, { found, floats }]) => ({
        tag: name,
        template: floats ?? '{tag}',
        floating: floats !== undefined,
        found,
      })),
      referrers: {
        brought: [],
        found: null,
        image: null,
        lacking: [],
        conflicts: [],
        lackingKinds: [],
        warnings: [],
      },
    }
  })
  const repositories = new Set(steps.map(({ destination }) => destination.text))
  return {
    steps,
    missing: [],
    destinationTags: new Map([...repositories].map((text) => [text, there])),
    notCurrent: new Set(),
    at: new Date(0),
  }
}

function placeOf(environment: string, image: string): Place {
  const text = `${environment}.example.com/${image}`
  const location = { kind: 'registry' as const, host: `${environment}.example.com`, repository: image }
  return { environment, image, location, text }
}

function environment(name: string, immutable: readonly string[] = []): Environment {
  return {
    name,
    repository: `${name}.example.com/{image}`,
    tags: ['{tag}'],
    immutable,
    confirm: false,
    onFailure: 'restore' as const,
    retain: 0,
    from: name === 'prod' ? ['test'] : [],
    referrers: { copy: 'none', require: [] },
    gates: NO_GATES,
  }
}

const config = {
  project: 'shop',
  digest: canonicalDigest({}),
  images: [] as PromotionConfig['images'],
} as PromotionConfig

function plan(observation: Observation, immutable: readonly string[] = []): Planned {
  const route = { from: environment('test'), to: environment('prod', immutable) }
  return buildPlan({ config, route, author: 'kari', observation })
}

describe('the planner', () => {
  test.each<readonly [string, Seen['tags'], readonly string[], string, readonly string[]]>([
    ['a new tag', { '1.4.2': { found: null } }, [], 'copy', ['1.4.2 create']],
    ['a tag that moves', { '1.4.2': { found: B } }, [], 'copy', ['1.4.2 move']],
    ['a tag in step', { '1.4.2': { found: A } }, [], 'unchanged', ['1.4.2 unchanged']],
    [
      'content that another tag holds already',
      { '1.4.2': { found: A }, stable: { found: null } },
      [],
      'retag',
      ['1.4.2 unchanged', 'stable create'],
    ],
    [
      'a floating tag that follows',
      { '1.4.2': { found: null }, '1.4': { found: B, floats: '{major}.{minor}' } },
      ['1.4.1'],
      'copy',
      ['1.4.2 create', '1.4 move'],
    ],
    [
      'a floating tag that a higher version has',
      { '1.4.2': { found: null }, '1.4': { found: B, floats: '{major}.{minor}' } },
      ['1.4.3'],
      'copy',
      ['1.4.2 create', '1.4 kept'],
    ],
    [
      'nothing to do but a floating tag that a higher version has',
      { '1.4.2': { found: A }, '1.4': { found: B, floats: '{major}.{minor}' } },
      ['1.4.2', '1.4.3'],
      'unchanged',
      ['1.4.2 unchanged', '1.4 kept'],
    ],
  ])('%s', (_, tags, there, kind, expected) => {
    const { document, obstacles } = plan(observe([{ tags }], there))
    const [step] = document.plan.steps
    expect(step?.kind).toBe(kind)
    expect(step?.tags.map(({ tag, action }) => `${tag} ${action}`)).toEqual(expected)
    expect(step?.tags.map(({ replaces }) => replaces)).toEqual(Object.values(tags).map(({ found }) => found))
    expect(obstacles).toEqual([])
  })

  test('an immutable tag that holds another digest is in the way, one that is new or in step is not', () => {
    const tags = { v1: { found: B }, v2: { found: A }, v3: { found: null }, other: { found: B } }
    const { document, obstacles } = plan(observe([{ tags }]), ['v*'])
    expect(obstacles).toMatchObject([{ kind: 'tag', tag: 'v1', error: { code: 'immutable' } }])
    expect(document.denials).toHaveLength(1)
  })

  test('a version and a candidate without one do not share a tag that floats for the version alone', () => {
    const seen: readonly Seen[] = [
      { tags: { '1.4.2': { found: null }, latest: { found: null, floats: 'latest' } } },
      { tag: 'v2', digest: B, tags: { v2: { found: null }, latest: { found: null } } },
    ]
    for (const order of [seen, seen.toReversed()])
      expect(() => plan(observe(order))).toThrow(/want the tag prod\.example\.com\/api:latest/)
  })

  test('the order in which images were seen changes nothing', () => {
    const seen: readonly Seen[] = [
      { image: 'web', tags: { '1.4.2': { found: null } } },
      { image: 'api', tag: '1.4.3', digest: B, tags: { '1.4.3': { found: null } } },
      { image: 'api', tags: { '1.4.2': { found: null } } },
    ]
    const [one, two] = [plan(observe(seen)), plan(observe(seen.toReversed()))]
    expect(one.document.digest).toBe(two.document.digest)
    expect(one.document.plan.steps.map(({ image, source }) => `${image}:${source.tag}`)).toEqual([
      'api:1.4.2',
      'api:1.4.3',
      'web:1.4.2',
    ])
  })

  test('two candidates for one tag that does not float have no right answer', () => {
    const seen = [A, B].map((digest): Seen => ({ tag: null, digest, tags: { latest: { found: null } } }))
    expect(() => plan(observe(seen))).toThrow('want the tag prod.example.com/api:latest')
  })
})

describe('what is left out when the rest goes on', () => {
  const tags = {
    '1.4.2': { found: null },
    '1.4': { found: B, floats: '{major}.{minor}' },
    stable: { found: null },
  }
  const name = { image: 'api', tag: '1.4.2', digest: A }
  const error = new PromoteError('immutable', 'No.')

  test.each<readonly [string, readonly Obstacle[], readonly (readonly string[])[]]>([
    ['nothing', [], [['1.4.2', '1.4', 'stable']]],
    ['a floating tag, alone', [{ kind: 'tag', step: name, tag: '1.4', error }], [['1.4.2', 'stable']]],
    ['a version tag, and what floats', [{ kind: 'tag', step: name, tag: '1.4.2', error }], [['stable']]],
    [
      'all of it, when no tag is left',
      ['1.4.2', 'stable'].map((tag) => ({ kind: 'tag', step: name, tag, error })),
      [],
    ],
    ['a step', [{ kind: 'step', step: name, error }], []],
    [
      'a candidate that lacks a platform',
      [{ kind: 'candidate', missing: { image: 'api', wanted: '1.4.2', reason: '', near: [] }, error }],
      [],
    ],
    [
      'nothing of it for another one',
      [{ kind: 'step', step: { ...name, digest: B }, error }],
      [['1.4.2', '1.4', 'stable']],
    ],
  ])('%s', (_, obstacles, expected) => {
    const observation = observe([{ tags }], [])
    const { document } = plan(observation)
    const allowed = allowedSteps({ steps: document.plan.steps, observation }, obstacles)
    expect(allowed.map((one) => [...one.allowed])).toEqual(expected)
  })
})
