import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { CACHE_FOLDER, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const BINARY = path.join(import.meta.dirname, '..', '..', 'bin', 'run.js')
const ROUTE = ['--from', 'test', '--to', 'prod']

/** A promotion of one image, and the real binary with the output that a test gives it. */
async function scene() {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: CACHE_FOLDER }
  const start = (args: readonly string[], stdout: 'pipe' | number = 'pipe') =>
    spawn(process.execPath, [BINARY, ...args], { cwd: folder, env, stdio: ['ignore', stdout, 'pipe'] })
  const results = async () => {
    const { stdout } = await runPromote(['history', '--json'], { cwd: folder })
    const { entries } = JSON.parse(stdout) as { entries: readonly { kind: string; result?: string }[] }
    return entries.map(({ kind, result }) => result ?? kind)
  }
  return { start, results }
}

test('a promotion whose output nobody reads any more is done to its end', async () => {
  const { start, results } = await scene()
  const child = start(ROUTE)
  child.stdout?.destroy()
  child.stderr?.destroy()
  expect(await once(child, 'exit')).toEqual([0, null])
  expect(await results()).toEqual(['done', 'intent'])
})

test('a failed run keeps its exit code when nobody reads what it says', async () => {
  const { start } = await scene()
  const child = start([...ROUTE, 'api:9.9.9'])
  child.stdout?.destroy()
  child.stderr?.destroy()
  expect(await once(child, 'exit')).toEqual([1, null])
})

test('a result that does not fit on the disk is a sentence and a failure', async () => {
  const { start, results } = await scene()
  const full = await open('/dev/full', 'w')
  onTestFinished(() => full.close())
  const child = start([...ROUTE, '--quiet'], full.fd)
  const [said, end] = await Promise.all([
    child.stderr === null ? '' : text(child.stderr),
    once(child, 'exit'),
  ])
  expect(said).toBe('✖ The result could not be written to stdout: the disk is full.\n')
  expect(end).toEqual([1, null])
  expect(await results()).toEqual(['done', 'intent'])
})
