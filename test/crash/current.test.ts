import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const hook = path.join(import.meta.dirname, '..', 'support', 'kill-at-flush.mjs')
const route = ['--from', 'test', '--to', 'prod']

/** 2.0.0 was promoted; then 1.0.0 comes to test, and a run of both is killed, unless told not to, and run again. */
async function shownAfter(kill: { readonly flush: string; readonly when: string } | undefined) {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  registry.seed('test/api', await makeImage({ seed: 'two' }), ['2.0.0'])
  const cwd = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '*' }) })
  const json = async (words: readonly string[]) =>
    JSON.parse((await runPromote([...words, '--json'], { cwd })).stdout)
  expect((await runPromote(route, { cwd })).code).toBe(0)
  registry.seed('test/api', await makeImage({ seed: 'one' }), ['1.0.0'])
  const killed =
    kill === undefined
      ? undefined
      : await runPromote(route, {
          cwd,
          nodeOptions: ['--import', hook],
          env: { KILL_AT_FLUSH: kill.flush, KILL_WHEN: kill.when },
        })
  const again = await runPromote(route, { cwd })
  expect(again.code, again.stdout + again.stderr).toBe(0)
  const { rows } = await json(['status'])
  const dry = await json([...route, '--dry-run'])
  const diff = await json(['diff', ...route])
  return {
    signal: killed?.signal ?? null,
    shown: {
      // The entry too: 2.0.0 has been current all the time.
      prod: rows[0].cells[1],
      dry: dry.plan.plan.steps.map(({ kind }: { kind: string }) => kind),
      diff: diff.rows[0].state,
    },
  }
}

test('an older version was promoted and the run killed: the newer one, which was in step, stays current', async () => {
  const { shown: clean } = await shownAfter(undefined)
  expect(clean).toMatchObject({
    prod: { tag: '2.0.0', entry: 2 },
    dry: ['unchanged', 'unchanged'],
    diff: 'same',
  })
  // The intent and the outcome are flushed.
  for (const [flush, when] of [
    ['1', 'before'],
    ['1', 'after'],
    ['2', 'before'],
    ['2', 'after'],
  ] as const) {
    const { signal, shown } = await shownAfter({ flush, when })
    expect(signal, `${when} flush ${flush}`).toBe('SIGKILL')
    expect({ ...shown, prod: { ...shown.prod, since: null } }, `${when} flush ${flush}`).toEqual({
      ...clean,
      prod: { ...clean.prod, since: null },
    })
  }
})
