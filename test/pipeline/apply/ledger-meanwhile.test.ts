import { readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../../support/cli.ts'
import { startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { makeImage } from '../../support/images.ts'

/** A promotion of one tag; `meanwhile` is done to the ledger while the tag is written, once. */
async function scene(meanwhile: (ledger: string) => Promise<void>) {
  let ledger: string | undefined
  const registry = await startFaultRegistry({
    onRequest: async (_, { method, path: at }) => {
      if (ledger === undefined || method !== 'PUT' || at !== '/v2/prod/api/manifests/1.0.0') return
      const file = ledger
      ledger = undefined
      await meanwhile(file)
    },
  })
  onTestFinished(() => registry.close())
  registry.seed('test/api', await makeImage({ seed: 'api' }), ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const file = path.join(folder, 'promotions.jsonl')
  ledger = file
  const kinds = async (): Promise<string[]> => {
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    return lines.map((line) => JSON.parse(line).kind)
  }
  return {
    file,
    kinds,
    run: () => runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder }),
    verify: () => runPromote(['ledger', 'verify'], { cwd: folder }),
    beside: async () => (await readdir(folder)).filter((name) => name.includes('.kept-')),
  }
}

test('a ledger that is cut while tags move is noticed when the outcome is written', async () => {
  const { run, kinds, verify } = await scene((file) => truncate(file, 0))
  const { code, stdout, stderr } = await run()
  expect(stdout + stderr).toMatch(
    /does not have entry 1 any more.*it was cut, or another copy was put in its place/s,
  )
  expect(stdout + stderr).toMatch(/Put back the copy that has the head sha256:[0-9a-f]{64}/)
  expect(code).toBe(1)
  expect(await kinds()).toEqual(['outcome'])
  expect((await verify()).code).toBe(0)
})

test('an outcome that was kept beside a damaged ledger is recorded once, by the next run', async () => {
  let good = ''
  const { file, run, kinds, verify, beside } = await scene(async (ledger) => {
    good = await readFile(ledger, 'utf8')
    await writeFile(ledger, `${good}damaged\n`)
  })
  expect((await run()).code).toBe(1)
  expect(await beside()).toHaveLength(1)
  await writeFile(file, good)
  const { code, stderr } = await run()
  expect(code, stderr).toBe(0)
  expect(stderr).not.toContain('was still open')
  expect(await kinds()).toEqual(['intent', 'outcome'])
  expect(await beside()).toEqual([])
  expect((await verify()).code).toBe(0)
})
