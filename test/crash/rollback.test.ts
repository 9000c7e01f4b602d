import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { type RollbackScene, rollbackScene } from '../commands/rollback-scene.ts'
import type { CliOptions } from '../support/cli.ts'
import { verifyFile } from '../support/ledger.ts'

const hook = path.join(import.meta.dirname, '..', 'support', 'kill-at-flush.mjs')

/** Lets the same scene begin again, as often as it is asked. */
async function rewinding({ registry, folder }: RollbackScene): Promise<() => Promise<void>> {
  const file = path.join(folder, 'promotions.jsonl')
  const ledger = await readFile(file)
  const tags = new Map(registry.repositories.get('prod/api')?.tags)
  return async () => {
    for (const name of await readdir(folder)) {
      if (name.startsWith('promotions.jsonl')) await rm(path.join(folder, name))
    }
    await writeFile(file, ledger)
    const now = registry.repositories.get('prod/api')?.tags
    now?.clear()
    for (const [tag, digest] of tags) now?.set(tag, digest)
    registry.clearRequests()
  }
}

/** The old version is back, recorded once, and what was taken out is held once. */
async function expectBack(scene: RollbackScene, where: string): Promise<void> {
  const { one, two } = scene
  expect(scene.held(), where).toEqual({ '1': one, '1.0.0': one })
  const ledger = scene.ledger()
  expect(await ledger.open(), where).toEqual([])
  const { holds, owed } = await ledger.standing()
  expect(owed, where).toEqual([])
  expect(
    holds.map(({ digest }) => digest),
    where,
  ).toEqual([two])
  const outcomes = (await scene.entries()).filter(({ kind }) => kind === 'outcome')
  expect(outcomes.at(-1), where).toMatchObject({ purpose: { kind: 'rollback', state: 2 }, result: 'done' })
  expect(holds[0]?.cause, where).toBe(outcomes.at(-1)?.id)
  expect(await verifyFile(path.join(scene.folder, 'promotions.jsonl')), where).toMatchObject({ ok: true })
}

/** Around each of its flushes: those of the intent, of the outcome and of the hold. */
const FLUSHES = [1, 2, 3].flatMap((flush) =>
  ['before', 'after'].map((when) => ({ flush: String(flush), when })),
)

test('killed around each flush, and run again: it ends as one clean run', async () => {
  const scene = await rollbackScene()
  const rewind = await rewinding(scene)
  for (const { flush, when } of FLUSHES) {
    await rewind()
    const killed = await scene.runWith(
      { nodeOptions: ['--import', hook], env: { KILL_AT_FLUSH: flush, KILL_WHEN: when } },
      ...['rollback', 'prod', '--reason', 'slow'],
    )
    const where = `${when} flush ${flush}`
    expect(killed.signal, where).toBe('SIGKILL')
    const again = await scene.run('rollback', 'prod', '--reason', 'slow')
    expect(again.code, where + again.stdout + again.stderr).toBe(0)
    await expectBack(scene, where)
  }
  // It died between its outcome and the hold: the nightly run puts the hold on, and is denied by it.
  await rewind()
  const env = { KILL_AT_FLUSH: '2', KILL_WHEN: 'after' }
  await scene.runWith({ nodeOptions: ['--import', hook], env }, 'rollback', 'prod')
  const nightly = await scene.run('--from', 'test', '--to', 'prod')
  expect(nightly.code, nightly.stdout + nightly.stderr).toBe(3)
  expect(nightly.stderr).toContain('ended before it could hold what it took out: api is held from here on')
  await expectBack(scene, 'nightly')
}, 120_000)

test('killed at each write to the registry: resumed it is as one clean run, undone it is as before', async () => {
  let fatal = 0
  let writes = 0
  let kill: (() => Promise<void>) | undefined
  const scene = await rollbackScene('', {
    onRequest: async (_, { method }) => {
      if (method !== 'PUT' && method !== 'DELETE') return
      writes += 1
      if (writes === fatal) await kill?.()
    },
  })
  const before = scene.held()
  const rewind = await rewinding(scene)
  const options: Partial<CliOptions> = {
    onSpawn: (child) => {
      kill = () =>
        new Promise((resolve) => {
          child.once('exit', () => resolve())
          child.kill('SIGKILL')
        })
    },
  }
  for (const write of [1, 2]) {
    for (const way of ['finish', 'undo'] as const) {
      await rewind()
      writes = 0
      fatal = write
      const killed = await scene.runWith(options, 'rollback', 'prod')
      fatal = 0
      const where = `${way} after write ${write}`
      expect(killed.signal, where).toBe('SIGKILL')
      const status = await scene.run('status', '--json')
      expect(JSON.parse(status.stdout).open[0].next, where).toMatchObject({
        resume: 'promote resume 5',
        undo: 'promote resume 5 --undo',
      })
      const ended = await scene.run('resume', 'prod', ...(way === 'undo' ? ['--undo'] : []))
      expect(ended.code, where + ended.stdout + ended.stderr).toBe(0)
      if (way === 'finish') await expectBack(scene, where)
      else {
        expect(scene.held(), where).toEqual(before)
        expect(await scene.ledger().open(), where).toEqual([])
        expect((await scene.ledger().standing()).holds, where).toEqual([])
      }
    }
  }
}, 120_000)
