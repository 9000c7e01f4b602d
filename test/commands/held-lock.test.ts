import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const HOLDER = path.join(import.meta.dirname, '..', 'support', 'disk', 'file-lock-holder.ts')

test('a run that waits for the lock of its ledger says so, and hears Ctrl-C', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const holder = spawn(process.execPath, [HOLDER, path.join(folder, 'promotions.jsonl.lock')])
  onTestFinished(() => void holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  // The holder lives as long as the test: only the signal ends the run.
  const { code, stdout, stderr } = await runPromote(['--from', 'test', '--to', 'prod'], {
    cwd: folder,
    onSpawn: (child) => {
      child.stderr?.on('data', (chunk) => {
        if (String(chunk).includes('Waiting for')) child.kill('SIGINT')
      })
    },
  })
  expect(stderr).toContain('promotions.jsonl.lock; at most 30 s.')
  expect(code, stdout + stderr).toBe(130)
  expect(stdout).not.toContain('more than 30 s')
  expect(registry.repositories.get('prod/api')?.tags.size ?? 0).toBe(0)
})
