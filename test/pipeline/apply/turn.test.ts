import type { ChildProcess } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectValid } from '../../report/schemas.ts'
import type { CliOptions } from '../../support/cli.ts'
import { runInTerminal } from '../../support/terminal.ts'
import { type Scene, scene, TAG } from './race-scene.ts'

const route = ['--from', 'test', '--to', 'prod']
const WAITING = 'Waiting: a promotion to prod by release-manager has been under way since '

/** Options of a run, and what comes when it says that it waits. */
function watched(): { readonly options: Partial<CliOptions>; readonly waits: Promise<ChildProcess> } {
  const { promise, resolve } = Promise.withResolvers<ChildProcess>()
  const onSpawn = (child: ChildProcess): void => {
    let said = ''
    child.stderr?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes(WAITING)) resolve(child)
    })
  }
  return { options: { onSpawn }, waits: promise }
}

/** What runs under way have laid beside the ledger. */
async function beside({ folder }: Scene): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.includes('.run-'))
}

function contentWrites({ registry }: Scene): number {
  return registry.requests.filter(
    ({ method, path: at }) => method === 'PUT' && /\/prod\/api\/manifests\/sha256:/.test(at),
  ).length
}

describe('a run that finds another under way for the same tags', () => {
  test('waits for it, plans again, and finds nothing to do: one promotion, one record', async () => {
    const around = await scene()
    const content = around.holdContent('a')
    const first = around.run('a')
    await content.reached
    const { options, waits } = watched()
    const second = around.run('a', around.folder, options)
    await waits
    const status = await around.promote(['status'])
    expect(status.stdout).toMatch(
      /test → prod, under way since .* by release-manager \(process \d+\); it holds no tag yet/,
    )
    expectValid('status', JSON.parse((await around.promote(['status', '--json'])).stdout))
    content.release()
    const ended = await Promise.all([first, second])
    expect(ended.map(({ code }) => code)).toEqual([0, 0])
    expect((await around.promote(['status'])).stdout).not.toContain('under way')
    expect(ended[1].stderr).toMatch(/since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ \(process \d+\)\./)
    expect(ended[1].stdout).toContain('1 in step')
    expect((await around.entries()).map(({ kind }) => kind)).toEqual(['intent', 'outcome'])
    expect(contentWrites(around)).toBe(1)
    expect(await beside(around)).toEqual([])
  })

  test('with another digest for the same tag promotes after it, from what that one left', async () => {
    const around = await scene()
    const writing = around.hold('PUT', TAG)
    const first = around.run('a')
    await writing.reached
    const dry = await around.promote([...route, 'api:b', '--dry-run'])
    expect(dry.code, dry.stdout).toBe(0)
    expect(dry.stdout).toContain(
      'A run would wait first: a promotion to prod by release-manager has been under way',
    )
    const status = await around.promote(['status'])
    expect(status.stdout).toMatch(
      /entry 1: test → prod, under way since .* by release-manager \(process \d+\)/,
    )
    expect(status.stdout).not.toContain('or free')
    const { options, waits } = watched()
    const second = around.run('b', around.folder, options)
    await waits
    writing.release()
    expect((await Promise.all([first, second])).map(({ code }) => code)).toEqual([0, 0])
    const { digests } = around
    expect(await around.tags()).toEqual([
      { old: digests.before, result: 'moved' },
      { old: digests.a, result: 'moved' },
    ])
  })

  test('ends with 4 under --no-wait, and hears Ctrl-C while it waits; the other goes on', async () => {
    const around = await scene()
    const content = around.holdContent('a')
    const first = around.run('a')
    await content.reached
    const refused = await around.promote([...route, 'api:a', '--no-wait', '--json'])
    expect(refused.code, refused.stdout).toBe(4)
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: 'locked',
      message: expect.stringMatching(
        /^A promotion to prod by release-manager has been under way since .*\(process/,
      ),
    })
    const { options, waits } = watched()
    const stopped = around.run('a', around.folder, options)
    ;(await waits).kill('SIGINT')
    expect((await stopped).code).toBe(130)
    content.release()
    expect((await first).code).toBe(0)
    expect(await around.entries()).toHaveLength(2)
  })

  test('takes over at once where that one is killed', async () => {
    const around = await scene()
    const content = around.holdContent('a')
    let killed: ChildProcess | undefined
    const onSpawn = (child: ChildProcess): void => {
      killed = child
    }
    const first = around.run('a', around.folder, { onSpawn })
    await content.reached
    const { options, waits } = watched()
    const second = around.run('a', around.folder, options)
    await waits
    killed?.kill('SIGKILL')
    expect((await first).signal).toBe('SIGKILL')
    expect((await second).code).toBe(0)
    content.release()
    expect((await around.entries()).map(({ kind }) => kind)).toEqual(['intent', 'outcome'])
    expect(around.held()).toBe(around.digests.a)
    expect(await beside(around)).toEqual([])
  })

  test('does not settle the intent of that one, whose tags are all where they are to be', async () => {
    const around = await scene()
    const reading = around.hold('GET', TAG)
    const first = around.run('a')
    await reading.reached
    expect(around.held()).toBe(around.digests.a)
    const { options, waits } = watched()
    const second = around.run('a', around.folder, options)
    await waits
    const abandoned = await around.promote(['ledger', 'abandon', '1', '--reason', 'x'])
    expect(abandoned.code).toBe(4)
    expect(abandoned.stderr).toContain(
      'Entry 1 is not to be abandoned: a promotion to prod by release-manager',
    )
    reading.release()
    expect((await Promise.all([first, second])).map(({ code }) => code)).toEqual([0, 0])
    const [intent, outcome, ...more] = await around.entries()
    expect(outcome).toMatchObject({ kind: 'outcome', run: intent?.run, intents: [intent?.id] })
    expect(more).toEqual([])
  })

  test('finds out also where that one began and ended after it had planned', async () => {
    const around = await scene()
    const planning = around.hold('GET', '/v2/test/api/manifests/a')
    const first = around.run('a')
    await planning.reached
    expect((await around.run('a')).code).toBe(0)
    planning.release()
    const ended = await first
    expect(ended.code, ended.stderr).toBe(0)
    expect(ended.stdout).toContain('1 in step')
    expect(await around.entries()).toHaveLength(2)
    expect(contentWrites(around)).toBe(1)
  })
})

test('runs that share no tag go on side by side, and what is left of a killed run is removed', async () => {
  const around = await scene(['api', 'web'])
  await writeFile(path.join(around.folder, 'promotions.jsonl.run-00'), '{}')
  await writeFile(path.join(around.folder, 'promotions.jsonl.run-00.lock'), '')
  const content = around.holdContent('a')
  const first = around.promote([...route, 'api:a'])
  await content.reached
  const second = await around.promote([...route, 'web'])
  expect(second.code, second.stderr).toBe(0)
  expect(second.stderr).not.toContain('Waiting')
  content.release()
  expect((await first).code).toBe(0)
  expect(await beside(around)).toEqual([])
})

test('on a terminal the wait is one line that goes away, and Ctrl-C ends it', async () => {
  const around = await scene()
  const content = around.holdContent('a')
  const first = around.run('a')
  await content.reached
  const { lines, wrapped, code } = await runInTerminal([...route, 'api:a'], {
    cwd: around.folder,
    columns: 80,
    steps: [{ prompt: 'Waiting: a promotion to prod by release-manager', keys: '\x03' }],
  })
  expect(code).toBe(130)
  expect(wrapped).toEqual([])
  expect(lines.join('\n')).not.toContain('Waiting')
  content.release()
  expect((await first).code).toBe(0)
})
