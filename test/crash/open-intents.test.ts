import { appendFile, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import { intentBody, outcomeBody } from '../ledger/entry-bodies.ts'
import { newerLine } from '../ledger/newer-entry.ts'
import { type CliResult, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const hook = path.join(import.meta.dirname, '..', 'support', 'kill-at-flush.mjs')

/** A run of two images killed before it moved a tag: its intent holds both. The file may be another one. */
async function crashed(
  tagsOf: { readonly api?: readonly string[] } = {},
  fileOf = (host: string) => promotionFile(host, { api: '1.0.0', web: '2.0.0' }),
) {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  const [api, web] = [await makeImage({ seed: 'api' }), await makeImage({ seed: 'web' })]
  registry.seed('test/api', api, tagsOf.api ?? ['1.0.0'])
  registry.seed('test/web', web, ['2.0.0'])
  const folder = await testFolder({ 'promotion.yaml': fileOf(registry.host) })
  const run = (images: readonly string[], options: object = {}): Promise<CliResult> =>
    runPromote(['--from', 'test', '--to', 'prod', ...images], { cwd: folder, ...options })
  const killed = await run([], {
    nodeOptions: ['--import', hook],
    env: { KILL_AT_FLUSH: '2', KILL_WHEN: 'after' },
  })
  expect(killed.signal).toBe('SIGKILL')
  const entries = async (): Promise<LedgerEntry[]> => {
    const text = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line))
  }
  const open = async (): Promise<number[]> => {
    const { stdout } = await runPromote(['status', '--json'], { cwd: folder })
    return JSON.parse(stdout).open.map(({ sequence }: { sequence: number }) => sequence)
  }
  return { registry, run, folder, entries, open, api, web }
}

/** What the killed run would have kept, had it moved its tags and then found the ledger broken. */
async function keepOutcome(folder: string, [intent]: readonly LedgerEntry[]): Promise<void> {
  if (intent?.kind !== 'intent') throw new Error('no intent')
  const { id, run, plan, steps } = intent
  const ended = steps.map((step) => ({
    ...step,
    outcome: 'promoted' as const,
    tags: step.tags.map((tag) => ({ ...tag, result: 'moved' as const })),
  }))
  const body = outcomeBody(id, ended, { run, plan })
  await writeFile(path.join(folder, 'promotions.jsonl.kept-0000'), JSON.stringify(body))
}

test('a run with nothing to do closed the intent of another: it writes nothing, and the intent stays open', async () => {
  const { registry, run, entries, open, api } = await crashed()
  registry.seed('prod/api', api, ['1.0.0'])
  const { code, stderr } = await run(['api'])
  expect(code, stderr).toBe(0)
  expect(await entries()).toHaveLength(1)
  expect(await open()).toEqual([1])
})

test('what the crashed run had moved is recorded as moved, from what it held then, by the run that goes on', async () => {
  const { registry, run, entries, open, api } = await crashed()
  registry.seed('prod/api', api, ['1.0.0'])
  const { code, stderr } = await run([])
  expect(code, stderr).toBe(0)
  const outcome = (await entries()).at(-1)
  expect(outcome).toMatchObject({
    kind: 'outcome',
    result: 'done',
    steps: [
      { image: 'api', outcome: 'promoted', tags: [{ tag: '1.0.0', old: null, result: 'moved' }] },
      { image: 'web', outcome: 'promoted', tags: [{ tag: '2.0.0', old: null, result: 'moved' }] },
    ],
  })
  expect(await open()).toEqual([])
})

test('a run of one of the images goes on with the intent, and does not close it', async () => {
  const { run, entries, open } = await crashed()
  expect((await run(['api'])).code).toBe(0)
  const [first, second, outcome] = await entries()
  expect(outcome).toMatchObject({ kind: 'outcome', intents: [second?.id, first?.id] })
  expect(await open()).toEqual([1])
  expect((await run([])).code).toBe(0)
  expect(await open()).toEqual([])
})

test('the same run again closes its own intent and the one it goes on with', async () => {
  const { run, entries, open, registry, web } = await crashed()
  const { code, stderr } = await run([])
  expect(code, stderr).toBe(0)
  const [first, second, outcome, ...others] = await entries()
  expect(outcome).toMatchObject({ kind: 'outcome', intents: [second?.id, first?.id], result: 'done' })
  expect(others).toEqual([])
  expect(await open()).toEqual([])
  expect(registry.repositories.get('prod/web')?.tags.get('2.0.0')).toBe(web.manifest.descriptor.digest)
})

test('that a crashed run had moved all its tags is recorded by the next run, and never by a dry run', async () => {
  const { registry, run, entries, open, api, web } = await crashed()
  registry.seed('prod/api', api, ['1.0.0'])
  registry.seed('prod/web', web, ['2.0.0'])
  const before = await entries()
  const writes = registry.writes().length
  expect((await run(['--dry-run'])).code).toBe(0)
  expect(await entries()).toEqual(before)
  expect(registry.writes()).toHaveLength(writes)
  const { code, stderr } = await run([])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('Entry 1 was still open; all its tags are where it meant them to be')
  expect((await entries()).slice(1)).toMatchObject([
    {
      kind: 'outcome',
      intents: [before[0]?.id],
      result: 'done',
      steps: [{ tags: [{ result: 'moved' }] }, { tags: [{ result: 'moved' }] }],
    },
  ])
  expect(await open()).toEqual([])
})

test('an outcome that a run kept beside the ledger was recorded, and a second one for the same intent too', async () => {
  const { registry, run, folder, entries, open, api, web } = await crashed()
  registry.seed('prod/api', api, ['1.0.0'])
  registry.seed('prod/web', web, ['2.0.0'])
  await keepOutcome(folder, await entries())
  const { code, stdout, stderr } = await run([])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('recorded now, as entry 2.')
  expect(stdout + stderr).not.toContain('still open')
  expect(await entries()).toHaveLength(2)
  expect(await open()).toEqual([])
})

test('abandoning an intent whose outcome is kept beside the ledger records that, and says so', async () => {
  const { folder, entries, open } = await crashed()
  await keepOutcome(folder, await entries())
  const { code, stderr } = await runPromote(['ledger', 'abandon', '1', '--reason', 'x'], { cwd: folder })
  expect(code).toBe(2)
  expect(stderr).toContain('Entry 1 is not open any more')
  expect(stderr).toContain('recorded now as entry 2.')
  expect((await entries()).map(({ kind }) => kind)).toEqual(['intent', 'outcome'])
  expect(await open()).toEqual([])
})

test('a ledger that the run could not write makes a dry run exit as the run would', async () => {
  const { registry, run, folder, entries } = await crashed()
  const [intent] = await entries()
  if (intent === undefined) throw new Error('no intent')
  const line = newerLine({ sequence: 1, hash: intent.hash }, intentBody([]), { kind: 'notice' })
  await appendFile(path.join(folder, 'promotions.jsonl'), line)
  const writes = registry.writes().length
  for (const flags of [['--dry-run'], []]) {
    const { code, stdout, stderr } = await run(flags)
    expect(code).toBe(1)
    expect(stdout + stderr).toContain('made by a newer promote')
  }
  expect(registry.writes()).toHaveLength(writes)
})

test('status gives the command that finishes a run although another version stands in its source by now', async () => {
  const { registry, run, folder, open } = await crashed()
  const [api] = registry.repositories.get('test/api')?.tags.values() ?? []
  registry.seed('test/api', await makeImage({ seed: 'newer' }), ['1.1.0'])
  const file = promotionFile(registry.host, { api: '1.1.0', web: '2.0.0' })
  await writeFile(path.join(folder, 'promotion.yaml'), file)
  const status = await runPromote(['status', '--json'], { cwd: folder })
  const { finish } = JSON.parse(status.stdout).open[0].next
  expect(finish).toContain(`promote --from test --to prod api:1.0.0@${api} web:2.0.0@sha256:`)
  const { code, stderr } = await run(finish.split(' ').slice(5))
  expect(code, stderr).toBe(0)
  expect(await open()).toEqual([])
})

test('where tags are made from no source tag, a run is finished by its digests alone', async () => {
  const tags = ', tags: ["{env}"] }'
  const file = (host: string) =>
    promotionFile(host, { api: 'latest' }).replace(/(name: prod.*?) }$/m, `$1${tags}`)
  const { registry, run, folder, open } = await crashed({ api: ['latest'] }, file)
  registry.seed('test/api', await makeImage({ seed: 'newer' }), ['latest'])
  const held = await run([])
  expect(held.code).toBe(4)
  expect(held.stderr).toContain('"promote status" has the command that finishes it')
  const status = await runPromote(['status', '--json'], { cwd: folder })
  const { finish } = JSON.parse(status.stdout).open[0].next
  expect(finish).toMatch(/^promote --from test --to prod api@sha256:[0-9a-f]{64}$/)
  const { code, stderr } = await run(finish.split(' ').slice(5))
  expect(code, stderr).toBe(0)
  expect(await open()).toEqual([])
})

test('the command that finishes a run takes floating tags along where the run took them from a higher version', async () => {
  const { registry, run, folder, open } = await crashed({ api: ['2.0.0'] }, (host) =>
    promotionFile(host, { api: '2.0.0' }).replace(/(name: prod.*?) }$/m, '$1, tags: ["{tag}", "latest"] }'),
  )
  const finish = async (): Promise<string> => {
    const status = await runPromote(['status', '--json'], { cwd: folder })
    return JSON.parse(status.stdout).open[0].next.finish
  }
  expect(await finish()).not.toContain('--take-floating')
  expect((await run((await finish()).split(' ').slice(5))).code).toBe(0)
  registry.seed('test/api', await makeImage({ seed: 'newer' }), ['2.1.0'])
  expect((await run(['api:2.1.0'])).code).toBe(0)
  const killed = await run(['api:2.0.0', '--take-floating'], {
    nodeOptions: ['--import', hook],
    env: { KILL_AT_FLUSH: '1', KILL_WHEN: 'after' },
  })
  expect(killed.signal).toBe('SIGKILL')
  expect(await finish()).toMatch(/ api:2\.0\.0@sha256:[0-9a-f]{64} --take-floating$/)
  const { code, stderr } = await run((await finish()).split(' ').slice(5))
  expect(code, stderr).toBe(0)
  expect(await open()).toEqual([])
  const tags = registry.repositories.get('prod/api')?.tags
  expect(tags?.get('latest')).toBe(tags?.get('2.0.0'))
})
