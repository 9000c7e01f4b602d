import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LedgerView } from '../../../src/model/ledger/queries.ts'
import { isImmutable } from '../../../src/model/match.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import { rollback } from '../../../src/pipeline/rollback/rollback.ts'
import { verifyEnvironments } from '../../../src/pipeline/verify/verify.ts'
import { type TestPipeline, testPipeline } from '../../support/pipeline.ts'
import { pushImage } from '../../support/push.ts'
import { expectAgreement, promoteInto, selectAll } from '../inspect/agreeing.ts'
import { imageOf } from '../inspect/histories.ts'

const RUN = { dryRun: false, isRead: false, keepGoing: false }
const IMAGES = ['api', 'web'] as const

type Step =
  | { readonly kind: 'release'; readonly image: string; readonly version: string; readonly seed: string }
  | { readonly kind: 'steps'; readonly steps: number; readonly images: readonly string[] }
  | { readonly kind: 'to'; readonly which: number }

const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('release' as const),
      image: fc.constantFrom(...IMAGES),
      version: fc.constantFrom('1.0.0', '1.1.0', '2.0.0', '2.1.0-rc.1', 'main'),
      seed: fc.constantFrom('a', 'b', 'c', 'd'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('steps' as const),
      steps: fc.constantFrom(1, 1, 2, 3),
      images: fc.constantFrom<readonly string[]>([], ['api'], ['web']),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('to' as const), which: fc.nat(6) }) },
)

/** What an image is in prod, found out without the code that is tried: its tags, and what the ledger calls current. */
interface Seen {
  readonly tags: Readonly<Record<string, Digest>>
  readonly current: Digest | null
}

async function look(all: TestPipeline): Promise<Readonly<Record<string, Seen>>> {
  const view = new LedgerView()
  for (const entry of await all.entries()) view.add(entry)
  return Object.fromEntries(
    IMAGES.map((image) => [
      image,
      {
        tags: Object.fromEntries([...all.memory(`prod.example.com/${image}`).tagged].toSorted()),
        current: view.current('prod', image)?.step.digest ?? null,
      },
    ]),
  )
}

/** Without the tags that a rollback leaves where they are. */
function movable({ tags }: Seen, immutable: readonly string[]): Readonly<Record<string, Digest>> {
  return Object.fromEntries(Object.entries(tags).filter(([tag]) => !isImmutable(immutable, tag)))
}

async function releaseAll(all: TestPipeline): Promise<void> {
  const { ledger } = all.context
  const run = await all.context.identify()
  for (const { id, environment, image, digest } of (await ledger.standing()).holds) {
    await ledger.append({ kind: 'release', run, of: id, environment, image, digest, reason: 'fixed' })
  }
}

/**
 * Whatever was promoted and rolled back before: `--to` an entry brings tags and current versions back to what was seen right
 * after it, a second time nothing is done, and all ways to look at the environment agree.
 */
test('a rollback brings back what was seen after the entry', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<readonly string[]>(['{tag}'], ['{tag}', 'latest'], ['{env}'], ['{tag}', '{digest12}']),
      fc.constantFrom<readonly string[]>([], ['*.*.*'], ['latest']),
      fc.array(stepOf, { minLength: 4, maxLength: 10 }),
      async (tags, immutable, steps) => {
        const all = await testPipeline({
          environments: [{ name: 'test' }, { name: 'prod', tags, immutable }],
          images: IMAGES.map((name) => ({ name, select: selectAll, optional: true })),
        })
        const seen = new Map<number, Readonly<Record<string, Seen>>>()
        const note = async (sequence: number | undefined): Promise<void> => {
          if (sequence !== undefined) seen.set(sequence, await look(all))
        }
        for (const step of steps) {
          if (step.kind === 'release') {
            await pushImage(all.memory(`test.example.com/${step.image}`), imageOf(step.seed), [step.version])
            const images = [`${step.image}:${step.version}`]
            await releaseAll(all)
            const result = await promoteInto(all, { from: 'test', to: 'prod', images, takesFloating: true })
            await note(result?.entry?.sequence)
            continue
          }
          if (seen.size === 0) continue
          await releaseAll(all)
          const known = [...seen.keys()]
          const state = known[(step.kind === 'to' ? step.which : 0) % known.length] ?? 0
          const asked =
            step.kind === 'to'
              ? { images: [], to: String(state) }
              : { images: step.images, steps: step.steps }
          const request = { environment: 'prod', reason: undefined, ...asked }
          const result = await rollback(all.again(), request, RUN).catch(() => undefined)
          if (result === undefined) continue
          expect(result.exitCode, JSON.stringify(result.failures)).toBe(0)
          await releaseAll(all)
          expect((await rollback(all.again(), request, RUN)).entry).toBeNull()
          await note(result.entry?.sequence)
          if (step.kind === 'to') {
            const now = await look(all)
            for (const image of IMAGES) {
              const then = seen.get(state)?.[image]
              expect(movable(now[image] as Seen, immutable)).toEqual(movable(then as Seen, immutable))
              if (then?.current !== null) expect(now[image]?.current).toBe(then?.current)
            }
          }
          const verified = await verifyEnvironments(all.again(), {
            environment: 'prod',
            images: [],
            deep: false,
          })
          expect(verified.ok).toBe(true)
        }
        await expectAgreement(all, 'test', 'prod')
        expect(await all.context.ledger.open()).toEqual([])
      },
    ),
    { numRuns: 20 },
  )
}, 120_000)
