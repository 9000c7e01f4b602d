import { describe, expect, test } from 'vitest'
import type { PlanStep } from '../../../../src/model/plan.ts'
import type { Digest } from '../../../../src/oci/digest.ts'
import type { ContentStore } from '../../../../src/oci/store.ts'
import { taggedStep } from '../../../../src/pipeline/apply/record/outcomes.ts'
import type { ReadyStep } from '../../../../src/pipeline/apply/steps.ts'
import { moveTags } from '../../../../src/pipeline/apply/tags/mover.ts'
import { inOrder, movesOf } from '../../../../src/pipeline/apply/tags/moves.ts'
import { readTags } from '../../../../src/pipeline/apply/tags/readings.ts'
import { PromoteError } from '../../../../src/support/errors.ts'
import { makeImage, type TestImage } from '../../../support/images.ts'
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store.ts'
import { overriding } from '../../../support/pipeline.ts'
import { pushImage } from '../../../support/push.ts'

const NO_COUNTS = { mounted: 0, copied: 0, present: 0, bytes: 0 }

interface Case {
  /** Tags of each image; those in the form `1.4` float. */
  readonly images: Readonly<Record<string, readonly string[]>>
  readonly immutable?: readonly string[]
  readonly keepGoing?: boolean
  /** Tags that hold an older image before. */
  readonly there?: readonly string[]
  /** `image:tag` whose PUT is refused. */
  readonly refused?: readonly string[]
  /** `image:tag` that somebody else moves after the intent, before it is read. */
  readonly stolen?: readonly string[]
  /** `image:tag` that somebody else moves once this run has written the first tag of the image. */
  readonly stolenBetween?: readonly string[]
  /** `image:tag` that somebody else moves once this run has written it. */
  readonly stolenLater?: readonly string[]
  /** `image:tag` that cannot be read once it was to be written. */
  readonly unreadable?: readonly string[]
  /** `image:tag` that holds the new image already. */
  readonly done?: readonly string[]
  readonly untags?: boolean
}

interface Ended {
  /** Result by `image:tag`, in the order of the plan. */
  readonly results: Readonly<Record<string, string>>
  /** Outcome by image. */
  readonly outcomes: Readonly<Record<string, string>>
  /** What each tag holds in the end: `new`, `old`, `other`, or nothing. */
  readonly holds: Readonly<Record<string, string | undefined>>
  /** Tags in the order in which they were written. */
  readonly written: readonly string[]
}

async function moved(given: Case): Promise<Ended> {
  const [old, other] = [await makeImage({ seed: 'old' }), await makeImage({ seed: 'other' })]
  const written: string[] = []
  const stores = new Map<string, MemoryStore>()
  const ready: ReadyStep[] = []
  for (const [image, tags] of Object.entries(given.images)) {
    const fresh = await makeImage({ seed: image })
    const has = (list: readonly string[] = [], tag: string): boolean => list.includes(`${image}:${tag}`)
    const memory = createMemoryStore({ name: `prod/${image}`, untags: given.untags ?? true })
    stores.set(image, memory)
    await pushImage(
      memory,
      old,
      tags.filter((tag) => has(given.there, tag)),
    )
    await pushImage(
      memory,
      other,
      tags.filter((tag) => has(given.stolen, tag)),
    )
    await pushImage(
      memory,
      fresh,
      tags.filter((tag) => has(given.done, tag)),
    )
    const store = overriding(memory, {
      tag: async (manifest, tag, options) => {
        if (manifest === fresh.manifest) written.push(`${image}:${tag}`)
        if (has(given.refused, tag)) throw new PromoteError('immutable', 'It does not move.')
        await memory.tag(manifest, tag, options)
        if (written.length > 1) return
        for (const stolen of tags.filter((one) => has(given.stolenBetween, one)))
          await memory.tag(other.manifest, stolen)
      },
      manifest: async (reference, options) => {
        if (has(given.unreadable, reference)) throw new PromoteError('unreachable', 'No answer.')
        const found = await memory.manifest(reference, options)
        if (has(given.stolenLater, reference)) await memory.tag(other.manifest, reference)
        return found
      },
    })
    ready.push(readyStep(image, tags, { given, old, fresh, store }))
  }
  const moves = movesOf(ready, given.immutable ?? [])
  const keepGoing = given.keepGoing ?? false
  const decided = await readTags(moves)
  const outcomes = await moveTags(moves, { keepGoing, decided, lookAgain: readTags })
  const name = (step: PlanStep, tag: string): string => `${step.image}:${tag}`
  const content = ready.map((one) => ({ kind: 'ready' as const, ready: one, manifestsRead: 1 }))
  const steps = ready.map(({ step }) => taggedStep(step, content, outcomes).record)
  return {
    results: Object.fromEntries(
      steps.flatMap((step) => step.tags.map(({ tag, result }) => [`${step.image}:${tag}`, result])),
    ),
    outcomes: Object.fromEntries(steps.map((step) => [step.image, step.outcome])),
    holds: Object.fromEntries(
      ready.flatMap(({ step, manifest }) =>
        step.tags.map(({ tag }) => {
          const held = stores.get(step.image)?.tagged.get(tag)
          const names = new Map<Digest | undefined, string>([
            [manifest.descriptor.digest, 'new'],
            [old.manifest.descriptor.digest, 'old'],
            [other.manifest.descriptor.digest, 'other'],
          ])
          return [name(step, tag), names.get(held)]
        }),
      ),
    ),
    written,
  }
}

function readyStep(
  image: string,
  tags: readonly string[],
  parts: {
    readonly given: Case
    readonly old: TestImage
    readonly fresh: TestImage
    readonly store: ContentStore
  },
): ReadyStep {
  const { given, old, fresh, store } = parts
  const { descriptor } = fresh.manifest
  const step: PlanStep = {
    image,
    kind: 'copy',
    source: { repository: `test/${image}`, tag: '1.4.2', descriptor },
    destination: { repository: `prod/${image}` },
    tags: tags.map((tag) =>
      given.there?.includes(`${image}:${tag}`) === true
        ? { tag, action: 'move', replaces: old.manifest.descriptor.digest }
        : { tag, action: 'create', replaces: null },
    ),
    referrers: [],
  }
  return {
    step,
    allowed: new Set(tags),
    floating: new Set(tags.filter((tag) => /^\d+(\.\d+)?$/.test(tag))),
    source: store,
    destination: store,
    manifest: fresh.manifest,
    counts: NO_COUNTS,
    milliseconds: 1,
  }
}

const both = { api: ['1.4.2', '1.4'], web: ['1.4.2', '1.4'] }

describe('the mover of tags', () => {
  test.each<readonly [string, Case, Partial<Ended>]>([
    [
      'moves all, version tags before floating ones, those declared immutable last',
      { images: { api: ['1', '1.4.2', 'v1'] }, immutable: ['v*'], there: ['api:1'] },
      {
        results: { 'api:1': 'moved', 'api:1.4.2': 'moved', 'api:v1': 'moved' },
        outcomes: { api: 'promoted' },
        written: ['api:1.4.2', 'api:1', 'api:v1'],
      },
    ],
    [
      'puts back what moved when one fails, and begins no floating tag',
      { images: both, there: ['api:1.4.2', 'api:1.4'], refused: ['web:1.4.2'] },
      {
        results: {
          'api:1.4.2': 'restored',
          'api:1.4': 'not-begun',
          'web:1.4.2': 'failed',
          'web:1.4': 'not-begun',
        },
        outcomes: { api: 'restored', web: 'failed' },
        holds: { 'api:1.4.2': 'old', 'api:1.4': 'old' },
      },
    ],
    [
      'goes on without the one that fails, and without the floating tag of its version',
      { images: both, keepGoing: true, refused: ['web:1.4.2'] },
      {
        results: {
          'api:1.4.2': 'moved',
          'api:1.4': 'moved',
          'web:1.4.2': 'failed',
          'web:1.4': 'left-out',
        },
        outcomes: { api: 'promoted', web: 'failed' },
      },
    ],
    [
      'goes on where a floating tag fails: its version stays',
      { images: both, keepGoing: true, refused: ['web:1.4'] },
      {
        outcomes: { api: 'promoted', web: 'partial' },
        holds: { 'api:1.4.2': 'new', 'api:1.4': 'new', 'web:1.4.2': 'new' },
      },
    ],
    [
      'puts a floating tag back whose version, declared immutable and so the last, is refused',
      { images: both, keepGoing: true, immutable: ['1.4.2'], there: ['web:1.4'], refused: ['web:1.4.2'] },
      {
        results: {
          'api:1.4.2': 'moved',
          'api:1.4': 'moved',
          'web:1.4.2': 'failed',
          'web:1.4': 'restored',
        },
        holds: { 'api:1.4.2': 'new', 'api:1.4': 'new', 'web:1.4': 'old' },
      },
    ],
    [
      'puts all back where somebody else has moved a later tag meanwhile, and does not touch that one',
      { images: { api: ['1.4.2', '1.4'] }, there: ['api:1.4'], stolenBetween: ['api:1.4'] },
      {
        results: { 'api:1.4.2': 'restored', 'api:1.4': 'overtaken' },
        holds: { 'api:1.4.2': undefined, 'api:1.4': 'other' },
        written: ['api:1.4.2'],
      },
    ],
    [
      'leaves such a tag out where the others go on',
      {
        images: { api: ['1.4.2', '1.4', 'v1'] },
        keepGoing: true,
        immutable: ['v*'],
        stolenBetween: ['api:1.4'],
      },
      {
        results: { 'api:1.4.2': 'moved', 'api:1.4': 'overtaken', 'api:v1': 'moved' },
        holds: { 'api:1.4.2': 'new', 'api:1.4': 'other', 'api:v1': 'new' },
      },
    ],
    [
      'never puts back what is declared immutable',
      { images: { api: ['v1'], web: ['v2'] }, immutable: ['v*'], refused: ['web:v2'] },
      { results: { 'api:v1': 'left', 'web:v2': 'failed' }, holds: { 'api:v1': 'new' } },
    ],
    [
      'leaves a new tag where the registry cannot remove it',
      { images: both, untags: false, refused: ['web:1.4.2'] },
      { outcomes: { api: 'left', web: 'failed' }, holds: { 'api:1.4.2': 'new' } },
    ],
    [
      'does not put back what somebody else has moved since',
      { images: { api: ['1.4.2'], web: ['1.4.2'] }, stolenLater: ['api:1.4.2'], refused: ['web:1.4.2'] },
      { results: { 'api:1.4.2': 'overtaken', 'web:1.4.2': 'failed' }, holds: { 'api:1.4.2': 'other' } },
    ],
    [
      'under keep-going leaves alone what somebody else moved before it was read',
      { images: both, keepGoing: true, stolen: ['web:1.4.2'] },
      {
        results: {
          'api:1.4.2': 'moved',
          'api:1.4': 'moved',
          'web:1.4.2': 'overtaken',
          'web:1.4': 'left-out',
        },
        holds: { 'api:1.4.2': 'new', 'api:1.4': 'new', 'web:1.4.2': 'other' },
      },
    ],
    [
      'does not write what is there already',
      { images: { api: ['1.4.2', '1.4'] }, done: ['api:1.4.2'] },
      {
        results: { 'api:1.4.2': 'unchanged', 'api:1.4': 'moved' },
        outcomes: { api: 'promoted' },
        written: ['api:1.4'],
      },
    ],
    [
      'says of a tag that cannot be read that nobody knows',
      { images: { api: ['1.4.2'] }, refused: ['api:1.4.2'], unreadable: ['api:1.4.2'] },
      { results: { 'api:1.4.2': 'unknown' }, outcomes: { api: 'failed' } },
    ],
  ])('%s', async (_, given, expected) => {
    const ended = await moved(given)
    const { holds, ...rest } = expected
    expect(ended).toMatchObject(rest)
    if (holds !== undefined) expect(ended.holds).toMatchObject(holds)
  })

  test('a tag that held the digest already replaced nothing, as the outcome has it', async () => {
    const old = await makeImage({ seed: 'old' })
    const fresh = await makeImage({ seed: 'api' })
    const store = createMemoryStore({ name: 'prod/api' })
    await pushImage(store, old, [])
    await pushImage(store, fresh, ['1.4'])
    const given: Case = { images: {}, there: ['api:1.4'] }
    const ready = readyStep('api', ['1.4'], { given, old, fresh, store })
    const outcomes = await readTags(movesOf([ready], []))
    const { record } = taggedStep(ready.step, [{ kind: 'ready', ready, manifestsRead: 1 }], outcomes)
    const { digest } = fresh.manifest.descriptor
    expect(record.tags).toEqual([{ tag: '1.4', result: 'unchanged', old: digest, new: digest }])
  })
})

test('the order of tags does not depend on that of the plan', async () => {
  const old = await makeImage({ seed: 'old' })
  const fresh = await makeImage({ seed: 'api' })
  const store = createMemoryStore({ name: 'prod/api' })
  const ready = readyStep('api', ['v1', '1', 'latest', '1.4.2'], { given: { images: {} }, old, fresh, store })
  const groups = inOrder(movesOf([ready], ['v*', '1']))
  expect(groups.map((group) => group.map(({ tag }) => tag.tag))).toEqual([
    ['latest', '1.4.2'],
    [],
    [],
    ['v1', '1'],
  ])
})
