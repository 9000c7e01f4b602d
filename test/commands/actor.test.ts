import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const opened: FaultRegistry[] = []

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

/** A promotion by the real binary with this environment: its folder, and who the ledger says ran it. */
async function promoted(
  env: Readonly<Record<string, string>>,
): Promise<{ folder: string; run: LedgerEntry['run'] | undefined }> {
  const registry = await startFaultRegistry()
  opened.push(registry)
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const { code, stderr } = await runPromote(['--from', 'test', '--to', 'prod'], {
    cwd: folder,
    env: { PROMOTE_ACTOR: '', ...env },
  })
  expect(code, stderr).toBe(0)
  const [line = ''] = (await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')).split('\n')
  const entry = JSON.parse(line) as LedgerEntry
  return { folder, run: entry.run }
}

const github = { GITHUB_ACTIONS: 'true', GITHUB_ACTOR: 'beginner' }

test('a run on GitHub that somebody else runs again is theirs, and both names are recorded', async () => {
  const { folder, run } = await promoted({ ...github, GITHUB_TRIGGERING_ACTOR: 'again' })
  expect(run).toMatchObject({ actor: 'again', actorFrom: 'github', startedBy: 'beginner' })
  const shown = await runPromote(['ledger', 'show', '1'], { cwd: folder })
  expect(shown.stdout).toMatch(/^\s*actor\s+again \(from github\)$/m)
  expect(shown.stdout).toMatch(/^\s*started by\s+beginner$/m)
  const verified = await runPromote(['ledger', 'verify'], { cwd: folder })
  expect(verified.code, verified.stderr).toBe(0)
})

test.each([
  ['a first run', { ...github, GITHUB_TRIGGERING_ACTOR: 'beginner' }],
  ['a runner that does not say', github],
])('one name is recorded where there is one: %s', async (_, env) => {
  const { run } = await promoted(env)
  expect(run).toMatchObject({ actor: 'beginner', actorFrom: 'github' })
  expect(run).not.toHaveProperty('startedBy')
})
