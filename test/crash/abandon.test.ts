import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { verifyFile } from '../support/ledger.ts'

const hook = path.join(import.meta.dirname, '..', 'support', 'kill-at-flush.mjs')

/** A run killed before it moved its one tag: its intent is on disk and has no outcome. `second` is another image. */
async function crashed(more = '') {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  const [first, second] = [await makeImage({ seed: 'first' }), await makeImage({ seed: 'second' })]
  registry.seed('test/api', first, ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }, more) })
  const run = (args: readonly string[], options: object = {}): Promise<CliResult> =>
    runPromote(args, { cwd: folder, ...options })
  // The first flush is of the ledger's folder, the second of the intent.
  const killed = await run(['--from', 'test', '--to', 'prod'], {
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
  expect(await entries()).toMatchObject([{ kind: 'intent' }])
  return { registry, folder, run, entries, first, second }
}

function moveSource(registry: FaultRegistry, image: Awaited<ReturnType<typeof makeImage>>): void {
  registry.seed('test/api', image, ['1.0.0'])
}

test('after a crash whose source is gone nothing could free the tags: abandon does', async () => {
  const { registry, folder, run, entries, first, second } = await crashed()
  moveSource(registry, second)
  const refused = await run(['--from', 'test', '--to', 'prod'])
  expect(refused.code).toBe(4)
  expect(refused.stdout + refused.stderr).toContain('by entry 1 of release-manager')
  expect(refused.stdout + refused.stderr).toContain('promote ledger abandon 1 --reason TEXT')
  const status = await run(['status', '--json'])
  expectValid('status', JSON.parse(status.stdout))
  expect(JSON.parse(status.stdout).open).toMatchObject([
    {
      sequence: 1,
      actor: 'release-manager',
      tags: [{ image: 'api', tag: '1.0.0', wanted: first.manifest.descriptor.digest }],
      next: { abandon: 'promote ledger abandon 1 --reason TEXT' },
    },
  ])
  const before = await entries()
  const abandoned = await run(['ledger', 'abandon', '1', '--reason', 'moved in test', '--json'])
  expect(abandoned.code, abandoned.stderr).toBe(0)
  expectValid('ledger-abandon', JSON.parse(abandoned.stdout))
  const [intent, entry] = (await entries()).slice(before.length - 1)
  expect(entry).toMatchObject({
    kind: 'abandon',
    intent: intent?.id,
    reason: 'moved in test',
    run: { actor: 'release-manager' },
    tags: [{ image: 'api', tag: '1.0.0', wanted: first.manifest.descriptor.digest, holds: null }],
  })
  const again = await run(['--from', 'test', '--to', 'prod'])
  expect(again.code, again.stderr).toBe(0)
  expect(registry.repositories.get('prod/api')?.tags.get('1.0.0')).toBe(second.manifest.descriptor.digest)
  expect(JSON.parse((await run(['status', '--json'])).stdout).open).toEqual([])
  const history = await run(['history'])
  expect(history.stdout).toMatch(/✖ abandoned\s+api 1\.0\.0 .*: moved in test/)
  expect((await run(['ledger', 'show', '2'])).code).toBe(0)
  expect(await verifyFile(path.join(folder, 'promotions.jsonl'))).toMatchObject({ ok: true })
})

test('a refusal copies nothing, and a dry run of it exits as the run would and writes nothing', async () => {
  const { registry, run, folder, second } = await crashed()
  moveSource(registry, second)
  const writes = registry.writes().length
  const ledger = await readFile(path.join(folder, 'promotions.jsonl'))
  expect((await run(['--from', 'test', '--to', 'prod', '--dry-run'])).code).toBe(4)
  expect(await readFile(path.join(folder, 'promotions.jsonl'))).toEqual(ledger)
  expect((await run(['--from', 'test', '--to', 'prod'])).code).toBe(4)
  expect(registry.writes().length).toBe(writes)
})

test.each([
  ['an entry that does not exist', ['9'], /"9" is no open intent.*Open: entry 1 of release-manager/s],
  ['a beginning that is too short', ['a'], /is no open intent/],
  ['an empty reason', ['1', '--reason', '  '], /reason is empty/],
])('abandon is refused for %s, and writes nothing', async (_, args, message) => {
  const { run, entries } = await crashed()
  const reason = args.includes('--reason') ? [] : ['--reason', 'because']
  const refused = await run(['ledger', 'abandon', ...args, ...reason])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(message)
  expect(await entries()).toHaveLength(1)
})

test('an intent that is closed cannot be abandoned', async () => {
  const { run } = await crashed()
  expect((await run(['--from', 'test', '--to', 'prod'])).code).toBe(0)
  const refused = await run(['ledger', 'abandon', '1', '--reason', 'because'])
  expect(refused.code).toBe(2)
  expect(refused.stderr).toContain('No intent is open')
})

test('a registry that cannot be read frees nothing, unless unknown is allowed', async () => {
  const { registry, run, entries } = await crashed('defaults: { retries: 0 }')
  await registry.close()
  const refused = await run(['ledger', 'abandon', '1', '--reason', 'the registry is gone'])
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('--allow-unknown')
  expect(await entries()).toHaveLength(1)
  const freed = await run(['ledger', 'abandon', '1', '--reason', 'the registry is gone', '--allow-unknown'])
  expect(freed.code, freed.stderr).toBe(0)
  expect((await entries())[1]).toMatchObject({ kind: 'abandon', tags: [{ holds: 'unknown' }] })
})

test('where prod is to be confirmed, so is freeing its tags', async () => {
  const { folder, run, entries } = await crashed()
  const file = path.join(folder, 'promotion.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('name: prod,', 'name: prod, confirm: true,'))
  const refused = await run(['ledger', 'abandon', '1', '--reason', 'because'])
  expect(refused.code).toBe(2)
  expect(await entries()).toHaveLength(1)
  expect((await run(['ledger', 'abandon', '1', '--reason', 'because', '--yes'])).code).toBe(0)
})
