import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { type CliResult, runPromote, testFolder } from '../../support/cli.ts'
import type { RecordedRequest } from '../../support/fault-registry/exchange.ts'
import { type FaultRegistry, startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { makeImage } from '../../support/images.ts'

const opened: FaultRegistry[] = []
const TAG = '/v2/prod/api/manifests/current'
const WEB_TAG = '/v2/prod/web/manifests/current'

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

/** A request that is held back until the test lets it go. */
interface Held {
  /** Resolves when it has arrived. */
  readonly reached: Promise<void>
  release(): void
}

interface Scene {
  readonly registry: FaultRegistry
  readonly digests: Readonly<Record<'a' | 'b' | 'before', string>>
  /** What prod holds under the tag that both want. */
  held(): string | undefined
  /** Holds back the n-th request of this method and path. */
  hold(method: string, at: string, nth?: number): Held
  /** Holds back the manifest of one process's image, on its way into prod. */
  holdContent(who: 'a' | 'b'): Held
  /** Promotes `api:a` or `api:b`. */
  run(who: 'a' | 'b', folder?: string): Promise<CliResult>
  /** A folder with a ledger of its own, as another CI runner has. */
  otherFolder(): Promise<string>
  tags(folder?: string): Promise<readonly { readonly old: string | null; readonly result: string }[]>
}

/** Both processes want the tag `current` of prod, which moves from one image to the next. */
async function scene(images: readonly string[] = ['api']): Promise<Scene> {
  const holds: {
    readonly fits: (request: RecordedRequest) => boolean
    left: number
    held: () => Promise<void>
  }[] = []
  const registry = await startFaultRegistry({
    onRequest: async (_, request) => {
      const struck = holds.find((one) => one.fits(request) && --one.left === 0)
      await struck?.held()
    },
  })
  opened.push(registry)
  const digests = { a: '', b: '', before: '' }
  for (const who of ['a', 'b', 'before'] as const) {
    const image = await makeImage({ seed: who })
    digests[who] = image.manifest.descriptor.digest
    registry.seed(who === 'before' ? 'prod/api' : 'test/api', image, [who === 'before' ? 'current' : who])
  }
  for (const name of images.slice(1)) registry.seed(`test/${name}`, await makeImage({ seed: name }), ['a'])
  const file = [
    'version: 1',
    'project: shop',
    'environments:',
    `  - { name: test, repository: "${registry.host}/test/{image}" }`,
    `  - { name: prod, repository: "${registry.host}/prod/{image}", tags: [current], referrers: { copy: none } }`,
    'images:',
    ...images.map((name) => `  - { name: ${name}, select: ["a"] }`),
    '',
  ].join('\n')
  const folder = await testFolder({ 'promotion.yaml': file })
  const hold: Scene['hold'] = (method, at, nth = 1) => {
    const [arrived, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    holds.push({
      fits: (request) => request.method === method && request.path === at,
      left: nth,
      held: () => {
        arrived.resolve()
        return gone.promise
      },
    })
    return { reached: arrived.promise, release: () => gone.resolve() }
  }
  return {
    registry,
    digests,
    held: () => registry.repositories.get('prod/api')?.tags.get('current'),
    hold,
    holdContent: (who) => hold('PUT', `/v2/prod/api/manifests/${digests[who]}`),
    run: (who, cwd = folder) => {
      const wanted = images.map((name) => (name === 'api' ? `api:${who}` : name))
      return runPromote(['--from', 'test', '--to', 'prod', ...(who === 'a' ? wanted : ['api:b'])], { cwd })
    },
    otherFolder: () => testFolder({ 'promotion.yaml': file }),
    tags: async (cwd = folder) => {
      const text = await readFile(path.join(cwd, 'promotions.jsonl'), 'utf8').catch(() => '')
      const entries = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
      return entries
        .filter(({ kind }) => kind === 'outcome')
        .flatMap(({ steps }) => steps)
        .filter(({ image }) => image === 'api')
        .flatMap(({ tags }) => tags)
        .map(({ old, result }) => ({ old, result }))
    },
  }
}

describe('two processes want one tag', () => {
  test('one plans, the other promotes from beginning to end: the first one ends as stale', async () => {
    const { digests, held, holdContent, run, tags } = await scene()
    const content = holdContent('a')
    const first = run('a')
    await content.reached
    expect((await run('b')).code).toBe(0)
    content.release()
    const ended = await first
    expect(ended.code, ended.stdout + ended.stderr).toBe(4)
    expect(ended.stdout).toContain('stale')
    expect(held()).toBe(digests.b)
    expect(await tags()).toEqual([
      { old: digests.before, result: 'moved' },
      { old: digests.before, result: 'overtaken' },
    ])
  })

  test('one reads the tag it holds, the other begins: that one is locked out', async () => {
    const { digests, held, hold, run, tags } = await scene()
    // The first look is the plan's, the second one that after the intent.
    const reading = hold('HEAD', TAG, 2)
    const first = run('a')
    await reading.reached
    const second = await run('b')
    expect(second.code, second.stdout + second.stderr).toBe(4)
    reading.release()
    expect((await first).code).toBe(0)
    expect(held()).toBe(digests.a)
    expect(await tags()).toContainEqual({ old: digests.before, result: 'moved' })
    expect((await tags()).filter(({ result }) => result === 'moved')).toHaveLength(1)
  })

  test('one is writing the tag, the other begins: that one is locked out', async () => {
    const { digests, held, hold, run, tags } = await scene()
    const writing = hold('PUT', TAG)
    const first = run('a')
    await writing.reached
    expect((await run('b')).code).toBe(4)
    writing.release()
    expect((await first).code).toBe(0)
    expect(held()).toBe(digests.a)
    expect((await tags()).filter(({ result }) => result === 'moved')).toEqual([
      { old: digests.before, result: 'moved' },
    ])
  })

  test('both have planned and copied, one has its intent on disk: the other one gets none', async () => {
    const { digests, held, hold, holdContent, run, tags } = await scene()
    const [ofFirst, ofSecond] = [holdContent('a'), holdContent('b')]
    const reading = hold('HEAD', TAG, 3)
    const [first, second] = [run('a'), run('b')]
    await Promise.all([ofFirst.reached, ofSecond.reached])
    ofFirst.release()
    await reading.reached
    ofSecond.release()
    const ended = await second
    expect(ended.code, ended.stdout + ended.stderr).toBe(4)
    expect(ended.stdout).toContain('is held for')
    reading.release()
    expect((await first).code).toBe(0)
    expect(held()).toBe(digests.a)
    expect((await tags()).filter(({ result }) => result === 'moved')).toEqual([
      { old: digests.before, result: 'moved' },
    ])
  })

  test('with ledgers of their own, one after the other has planned: the tag read after the intent shows it', async () => {
    const { digests, held, holdContent, run, otherFolder, tags } = await scene()
    const other = await otherFolder()
    const content = holdContent('a')
    const first = run('a')
    await content.reached
    expect((await run('b', other)).code).toBe(0)
    content.release()
    expect((await first).code).toBe(4)
    expect(held()).toBe(digests.b)
    expect([await tags(), await tags(other)]).toEqual([
      [{ old: digests.before, result: 'overtaken' }],
      [{ old: digests.before, result: 'moved' }],
    ])
  })

  test('with ledgers of their own, one puts back what the other has moved since: it is left alone', async () => {
    const { registry, digests, held, hold, run, otherFolder, tags } = await scene(['api', 'web'])
    const other = await otherFolder()
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'no' }] })
    const headers = { 'content-type': 'application/json' }
    registry.inject({
      fault: { do: 'answer', status: 403, headers, body },
      method: 'PUT',
      path: /^\/v2\/prod\/web\/manifests\/current$/,
    })
    // The plan's look, that after the intent, and that before it is put back.
    const puttingBack = hold('HEAD', TAG, 3)
    const first = run('a')
    await puttingBack.reached
    expect(held()).toBe(digests.a)
    expect((await run('b', other)).code).toBe(0)
    puttingBack.release()
    const ended = await first
    expect(ended.code, ended.stdout + ended.stderr).toBe(6)
    expect(ended.stdout).toContain(`somebody else moved it to ${digests.b}`)
    expect(held()).toBe(digests.b)
    expect(await tags()).toEqual([{ old: digests.before, result: 'overtaken' }])
    expect(await tags(other)).toEqual([{ old: digests.a, result: 'moved' }])
  })

  test('both run the same promotion, and one fails: it does not take from the other what that one has moved', async () => {
    const { registry, digests, held, hold, holdContent, run, tags } = await scene(['api', 'web'])
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'no' }] })
    const headers = { 'content-type': 'application/json' }
    registry.inject({
      fault: { do: 'answer', status: 403, headers, body },
      method: 'PUT',
      path: /^\/v2\/prod\/web\/manifests\/current$/,
      times: 1,
    })
    const contents = [holdContent('a'), holdContent('a')]
    // Both have planned, and both find the old digest there once their intents are on disk: both will write the tag.
    const looks = [hold('HEAD', TAG, 3), hold('HEAD', TAG, 3)]
    const webWrites = [hold('PUT', WEB_TAG), hold('PUT', WEB_TAG)]
    const runs = [run('a'), run('a')]
    for (const { reached } of contents) await reached
    for (const { release } of contents) release()
    for (const { reached } of looks) await reached
    for (const { release } of looks) release()
    for (const { reached } of webWrites) await reached
    webWrites[0]?.release()
    const first = await Promise.race(runs)
    expect(first.code, first.stdout + first.stderr).toBe(6)
    expect(first.stdout).toContain(
      `current was moved to ${digests.a} and stays there: another run wants it there`,
    )
    webWrites[1]?.release()
    expect((await Promise.all(runs)).map(({ code }) => code).toSorted()).toEqual([0, 6])
    expect(held()).toBe(digests.a)
    expect((await tags()).map(({ result }) => result).toSorted()).toEqual(['left', 'moved'])
  })
})
