import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { digestIn, type RepairScene, repairScene } from '../commands/repair-scene.ts'
import { outcomeBody } from '../ledger/entry-bodies.ts'
import type { CliOptions } from '../support/cli.ts'
import { verifyFile } from '../support/ledger.ts'

const hook = path.join(import.meta.dirname, '..', 'support', 'kill-at-flush.mjs')
const REASON = ['it\'s "back" again'] as const

function disturb({ registries, other }: RepairScene): void {
  registries.prod.seed('shop/api', other, ['1.4.2', '1.4'])
  registries.prod.seed('shop/web', other, ['2.0'])
}

/** What a run does between its intent and its outcome. */
function moveAll({ registries, api, web }: RepairScene): void {
  registries.prod.seed('shop/api', api, ['1.4.2', '1.4'])
  registries.prod.seed('shop/web', web, ['2.0'])
}

/** Ends a run as soon as its intent is on disk. */
const KILLED: Partial<CliOptions> = {
  nodeOptions: ['--import', hook],
  env: { KILL_AT_FLUSH: '1', KILL_WHEN: 'after' },
}

async function openEntries({ run }: RepairScene): Promise<readonly { readonly next: { finish: string } }[]> {
  return JSON.parse((await run('status', '--json')).stdout).open
}

async function expectRepaired(scene: RepairScene): Promise<void> {
  expect(scene.held('api', '1.4.2')).toBe(digestIn(scene.api))
  expect(scene.held('api', '1.4')).toBe(digestIn(scene.api))
  expect(scene.held('web', '2.0')).toBe(digestIn(scene.web))
  expect(await openEntries(scene)).toEqual([])
  expect(await verifyFile(path.join(scene.folder, 'promotions.jsonl'))).toMatchObject({ ok: true })
  expect((await scene.run('verify', 'prod')).code).toBe(0)
}

test('killed as tags begin to move: status names the command that goes on, with the same reason', async () => {
  const scene = await repairScene()
  disturb(scene)
  const killed = await scene.runWith(KILLED, 'repair', 'prod', '--reason', ...REASON)
  expect(killed.signal).toBe('SIGKILL')
  // One of its tags has moved.
  scene.registries.prod.seed('shop/web', scene.web, ['2.0'])
  const [open] = await openEntries(scene)
  expect(open?.next.finish).toBe(`promote repair prod api web --reason 'it'\\''s "back" again'`)
  const status = await scene.run('status')
  expect(status.stdout).toContain('entry 3: repair of prod, begun')
  const again = await scene.run('repair', 'prod', 'api', 'web', '--reason', ...REASON)
  expect(again.code, again.stderr).toBe(0)
  const [, , first, second, outcome, ...more] = await scene.entries()
  expect(outcome).toMatchObject({
    ...{ kind: 'outcome', result: 'done', intents: [second?.id, first?.id] },
    purpose: { kind: 'repair', reason: REASON[0] },
    steps: [
      { image: 'api', outcome: 'repaired' },
      {
        image: 'web',
        outcome: 'repaired',
        tags: [{ tag: '2.0', old: digestIn(scene.other), result: 'moved' }],
      },
    ],
  })
  expect(more).toEqual([])
  await expectRepaired(scene)
})

test('killed after all tags moved: the next run records it, and finds nothing to do', async () => {
  const scene = await repairScene()
  disturb(scene)
  const killed = await scene.runWith(KILLED, 'repair', 'prod', '--reason', ...REASON)
  expect(killed.signal).toBe('SIGKILL')
  moveAll(scene)
  const again = await scene.run('repair', 'prod')
  expect(again.code, again.stderr).toBe(0)
  expect(again.stdout).toContain('nothing to repair')
  const entries = await scene.entries()
  expect(entries).toHaveLength(4)
  expect(entries.at(-1)).toMatchObject({
    ...{ kind: 'outcome', result: 'done', purpose: { kind: 'repair' } },
    steps: [{ outcome: 'repaired' }, { outcome: 'repaired' }],
  })
  await expectRepaired(scene)
})

test('the outcome that a run kept beside the ledger is taken in', async () => {
  const scene = await repairScene()
  disturb(scene)
  await scene.runWith(KILLED, 'repair', 'prod', '--reason', ...REASON)
  moveAll(scene)
  const intent = (await scene.entries()).at(-1)
  if (intent?.kind !== 'intent' || intent.purpose === undefined) throw new Error('no intent of a repair')
  const { id, run, plan, from, to, purpose, steps } = intent
  const ended = steps.map((step) => ({
    ...step,
    outcome: 'repaired' as const,
    tags: step.tags.map((tag) => ({ ...tag, result: 'moved' as const })),
  }))
  const kept = outcomeBody(id, ended, { run, plan, from, to, purpose })
  await writeFile(path.join(scene.folder, 'promotions.jsonl.kept-0000'), JSON.stringify(kept))
  const again = await scene.run('repair', 'prod')
  expect(again.code, again.stderr).toBe(0)
  expect(again.stderr).toContain('recorded now, as entry 4.')
  await expectRepaired(scene)
})

test('what a promotion moved that did not finish is not taken back beside it', async () => {
  const scene = await repairScene()
  scene.registries.staging.seed('shop/api', scene.other, ['1.4.3'])
  const promote = ['--from', 'staging', '--to', 'prod', 'api:1.4.3', '--yes'] as const
  const killed = await scene.runWith(KILLED, ...promote)
  expect(killed.signal).toBe('SIGKILL')
  // It has moved 1.4, and not made 1.4.3.
  scene.registries.prod.seed('shop/api', scene.other, ['1.4'])
  const { code, stdout, stderr } = await scene.run('repair', 'prod', '--reason', ...REASON)
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('shop/api:1.4 is left alone: it holds what entry 3 of release-manager')
  expect(stdout).toContain('nothing to repair')
  expect(scene.held('api', '1.4')).toBe(digestIn(scene.other))
  // One that it has not moved, and somebody else has, is its business too.
  scene.registries.prod.seed('shop/api', scene.web, ['1.4'])
  const locked = await scene.run('repair', 'prod', '--reason', ...REASON)
  expect(locked.code, locked.stdout).toBe(4)
  expect(locked.stderr).toContain('is held for')
})

test('abandoned, it is shown as what it was', async () => {
  const scene = await repairScene()
  disturb(scene)
  await scene.runWith(KILLED, 'repair', 'prod', '--reason', ...REASON)
  const abandoned = await scene.run('ledger', 'abandon', '3', '--reason', 'no time')
  expect(abandoned.code, abandoned.stderr).toBe(0)
  expect(abandoned.stdout).toContain('entry 3 of release-manager, repair of prod, is abandoned')
  const history = await scene.run('history')
  expect(history.stdout).toMatch(/repair of prod {2}✖ abandoned/)
  expect((await scene.run('repair', 'prod', '--reason', ...REASON)).code).toBe(0)
  await expectRepaired(scene)
})
