import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { type CliResult, makeFolder, promotionFile, runPromote } from '../support/cli.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { verifyFile } from '../support/ledger.ts'

const hook = path.join(import.meta.dirname, '..', 'support', 'kill-at-flush.mjs')

interface Scene {
  readonly registry: FaultRegistry
  readonly folder: string
  run(options?: Partial<Parameters<typeof runPromote>[1]>): Promise<CliResult>
}

async function images(): Promise<readonly [TestImage, TestImage]> {
  const base = await makeImage({ seed: 'base', layers: 1 })
  const arm = await makeImage({
    seed: 'arm',
    base,
    layers: 1,
    platform: { os: 'linux', architecture: 'arm64' },
  })
  return [
    await makeImage({ seed: 'api', base, layers: 1 }),
    makeIndex([arm, await makeImage({ seed: 'amd', base })]),
  ]
}

async function withScene<T>(options: FaultRegistryOptions, work: (scene: Scene) => Promise<T>): Promise<T> {
  const registry = await startFaultRegistry(options)
  const folders: string[] = []
  try {
    const [api, web] = await images()
    registry.seed('test/api', api, ['1.0.0'])
    registry.seed('test/web', web, ['2.0.0'])
    const folder = await makeFolder({
      'promotion.yaml': promotionFile(registry.host, { api: '1.0.0', web: '2.0.0' }),
    })
    const run: Scene['run'] = (more = {}) =>
      runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder, ...more })
    folders.push(folder)
    return await work({ registry, folder, run })
  } finally {
    await registry.close()
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  }
}

/** What an environment holds: tags with their digests, and how many manifests. */
function heldBy(registry: FaultRegistry): unknown {
  return ['prod/api', 'prod/web'].map((name) => {
    const repository = registry.repositories.get(name)
    return {
      tags: [...(repository?.tags ?? [])],
      manifests: [...(repository?.manifests.keys() ?? [])].sort(),
    }
  })
}

async function expectSound(folder: string): Promise<void> {
  const file = path.join(folder, 'promotions.jsonl')
  const chain = await verifyFile(file)
  expect(chain).toMatchObject({ ok: true, problems: [], torn: null })
  expect(await openLedger(file, { clock: { now: () => new Date() } }).open()).toEqual([])
  const last = JSON.parse((await readFile(file, 'utf8')).trimEnd().split('\n').at(-1) ?? '')
  expect(last).toMatchObject({ kind: 'outcome', result: 'done' })
}

const clean = await withScene({}, async (scene) => {
  const { code, stderr } = await scene.run()
  if (code !== 0) throw new Error(`The clean run failed: ${stderr}`)
  return { held: heldBy(scene.registry), requests: scene.registry.requests.length }
})

describe('killed and run again, it ends as one clean run', () => {
  test.concurrent.each(Array.from({ length: clean.requests }, (_, index) => index + 1))(
    'killed at request %i',
    async (fatal) => {
      let kill: (() => Promise<void>) | undefined
      const onRequest = async (number: number): Promise<void> => {
        if (number === fatal) await kill?.()
      }
      await withScene({ onRequest }, async (scene) => {
        const killed = await scene.run({
          onSpawn: (child) => {
            kill = () =>
              new Promise((resolve) => {
                child.once('exit', () => resolve())
                child.kill('SIGKILL')
              })
          },
        })
        expect(killed.signal).toBe('SIGKILL')
        kill = undefined
        const again = await scene.run()
        expect(again.stderr).not.toContain('✖')
        expect(again.code).toBe(0)
        expect(heldBy(scene.registry)).toEqual(clean.held)
        await expectSound(scene.folder)
      })
    },
  )

  test('killed around each flush of the ledger', async () => {
    let flushes = 0
    for (let flush = 1; ; flush++) {
      const signals = []
      for (const when of ['before', 'after'] as const) {
        const signal = await withScene({}, async (scene) => {
          const killed = await scene.run({
            nodeOptions: ['--import', hook],
            env: { KILL_AT_FLUSH: String(flush), KILL_WHEN: when },
          })
          if (killed.signal === null) return null
          const again = await scene.run()
          expect(again.code, `${when} flush ${flush}: ${again.stderr}`).toBe(0)
          expect(heldBy(scene.registry)).toEqual(clean.held)
          await expectSound(scene.folder)
          return killed.signal
        })
        signals.push(signal)
      }
      if (signals.every((signal) => signal === null)) break
      flushes++
    }
    // Intent and outcome are flushed, each; the new file's folder too.
    expect(flushes).toBeGreaterThanOrEqual(3)
  })
})
