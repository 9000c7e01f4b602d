import { describe, expect, test } from 'vitest'
import type { CliResult } from '../../support/cli.ts'
import { scene, TAG, WEB_TAG } from './race-scene.ts'

describe('two processes that see each other in the ledger alone want one tag', () => {
  test('one plans, the other promotes from beginning to end: the first one ends as stale', async () => {
    const { digests, held, holdContent, hideRuns, run, tags } = await scene()
    const content = holdContent('a')
    const first = run('a')
    await content.reached
    await hideRuns()
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
    const { digests, held, hold, hideRuns, run, tags } = await scene()
    // The first look is the plan's, the second one that after the intent.
    const reading = hold('HEAD', TAG, 2)
    const first = run('a')
    await reading.reached
    await hideRuns()
    const second = await run('b')
    expect(second.code, second.stdout + second.stderr).toBe(4)
    reading.release()
    expect((await first).code).toBe(0)
    expect(held()).toBe(digests.a)
    expect(await tags()).toContainEqual({ old: digests.before, result: 'moved' })
    expect((await tags()).filter(({ result }) => result === 'moved')).toHaveLength(1)
  })

  test('one is writing the tag, the other begins: that one is locked out', async () => {
    const { digests, held, hold, hideRuns, run, tags } = await scene()
    const writing = hold('PUT', TAG)
    const first = run('a')
    await writing.reached
    await hideRuns()
    expect((await run('b')).code).toBe(4)
    writing.release()
    expect((await first).code).toBe(0)
    expect(held()).toBe(digests.a)
    expect((await tags()).filter(({ result }) => result === 'moved')).toEqual([
      { old: digests.before, result: 'moved' },
    ])
  })

  test('both have planned and copied, one has its intent on disk: the other one gets none', async () => {
    const { digests, held, hold, holdContent, hideRuns, run, tags } = await scene()
    const [ofFirst, ofSecond] = [holdContent('a'), holdContent('b')]
    const reading = hold('HEAD', TAG, 3)
    const first = run('a')
    await ofFirst.reached
    await hideRuns()
    const second = run('b')
    await ofSecond.reached
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
    const { registry, digests, held, hold, holdContent, hideRuns, run, tags } = await scene(['api', 'web'])
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
    const runs: Promise<CliResult>[] = []
    for (const { reached } of contents) {
      runs.push(run('a'))
      await reached
      await hideRuns()
    }
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
