import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hexOf } from '../../src/oci/digest.ts'
import { parseManifest } from '../../src/oci/manifest.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage, type TestImage } from '../support/images.ts'

const BINARY = path.join(import.meta.dirname, '..', '..', 'bin', 'run.js')
const LAYER_BYTES = 3_000_000

let registry: FaultRegistry
let image: TestImage
let folder: string
/** Awaited before an upload is begun. */
let holdUploads: () => Promise<void>

beforeEach(async () => {
  holdUploads = async () => {}
  registry = await startFaultRegistry({
    onRequest: async (_, { method }) => {
      if (method === 'POST') await holdUploads()
    },
  })
  image = await makeImage({ layers: [LAYER_BYTES] })
  registry.seed('team/api', image, ['1', '2'])
  folder = await testFolder()
})

afterEach(() => registry.close())

const images = (): string => path.join(folder, '.local', 'share', 'promote', 'images')
const run = (...args: readonly string[]) => runPromote(args, { cwd: folder })
const name = (tag: string): string => `${registry.host}/team/api:${tag}`

function layer(): { readonly hex: string; readonly size: number } {
  const parsed = parseManifest(image.manifest)
  const [only] = parsed.kind === 'image' ? parsed.layers : []
  if (only === undefined) throw new Error('The image has no layer.')
  return { hex: hexOf(only.digest), size: only.size }
}

/** Runs `promote pull` until the registry has sent this much of the layer, and then ends it without a chance to clean up. */
async function killedPull(after: number): Promise<void> {
  const reached = Promise.withResolvers<void>()
  const fault = registry.inject({
    path: new RegExp(`/blobs/sha256:${layer().hex}`),
    method: 'GET',
    fault: {
      do: 'paced',
      chunkBytes: 100_000,
      next: async (sent) => {
        if (sent < after) return
        // What was sent has to be on the disk.
        await until(async () => (await partBytes()) > 0)
        reached.resolve()
        await new Promise(() => {})
      },
    },
  })
  const child = spawn(process.execPath, [BINARY, 'pull', name('1')], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
    stdio: 'ignore',
  })
  await reached.promise
  child.kill('SIGKILL')
  await once(child, 'close')
  fault.remove()
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}

async function partBytes(): Promise<number> {
  const parts = path.join(images(), '.promote', 'partial')
  const names = await readdir(parts).catch(() => [])
  const sizes = await Promise.all(
    // A part that is whole by now has gone to its place.
    names.map((one) =>
      stat(path.join(parts, one)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return Math.max(0, ...sizes)
}

describe('a pull that is killed', () => {
  test('is no image, and the next one asks for the rest alone', async () => {
    await killedPull(1_000_000)
    expect((await run('images')).stdout).toMatch(/^There are no images/)
    expect(await partBytes()).toBeGreaterThan(0)
    registry.clearRequests()
    const pulled = await run('pull', name('1'))
    expect(pulled.code).toBe(0)
    const asked = registry.requests.filter(({ path: asks }) => asks.includes(layer().hex))
    expect(asked.map(({ headers }) => headers.range)).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-/)])
    expect(await readdir(path.join(images(), '.promote', 'partial'))).toEqual([])
    expect((await run('images', '-q')).stdout).not.toBe('')
  })

  test('left a part that was changed since: it is hashed, thrown away, and pulled anew', async () => {
    await killedPull(1_000_000)
    const parts = path.join(images(), '.promote', 'partial')
    const changed = (await readdir(parts)).find((one) => one.endsWith(layer().hex)) ?? ''
    await writeFile(path.join(parts, changed), Buffer.alloc(500_000, 7))
    expect((await run('pull', name('1'))).code).toBe(0)
    const stored = await readFile(path.join(images(), 'blobs', 'sha256', layer().hex))
    expect(stored.byteLength).toBe(layer().size)
  })

  test('keeps its part while other images are pulled, also under a tag that moved, into a file, and pushed from one', async () => {
    await killedPull(1_000_000)
    const part = await partBytes()
    for (const seed of ['first', 'second']) {
      registry.seed('team/other', await makeImage({ seed }), ['1'])
      expect((await run('pull', `${registry.host}/team/other:1`)).code).toBe(0)
    }
    expect((await run('pull', `${registry.host}/team/other:1`, '-o', 'out.tar')).code).toBe(0)
    expect((await run('push', '--from', 'out.tar', `${registry.host}/team/pushed:1`)).code).toBe(0)
    expect(await partBytes()).toBe(part)
    // The image that lost its name is gone: manifest, config and two layers are left of the other.
    expect(await readdir(path.join(images(), 'blobs', 'sha256'))).toHaveLength(4)
  })

  test('leaves nothing for good: rmi frees its part', async () => {
    expect((await run('pull', name('2'))).code).toBe(0)
    expect((await run('rmi', name('2'))).code).toBe(0)
    await killedPull(1_000_000)
    const part = await partBytes()
    registry.seed('team/other', await makeImage({ seed: 'other' }), ['1'])
    const other = `${registry.host}/team/other:1`
    await run('pull', other)
    const removed = JSON.parse((await run('rmi', other, '--json')).stdout)
    expect(removed.freed).toBeGreaterThan(part)
    expect(part).toBeGreaterThan(0)
    expect(await partBytes()).toBe(0)
  })
})

describe('several processes', () => {
  test('two pulls of one image at once both end well', async () => {
    const both = await Promise.all([run('pull', name('1')), run('pull', name('2'))])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(JSON.parse((await run('images', '--json')).stdout).images).toHaveLength(2)
  })

  test('rmi during a push takes the name, and leaves the content to a later one', async () => {
    await run('pull', name('1'))
    await run('tag', name('1'), `${registry.host}/pushed/api:1`)
    const begun = Promise.withResolvers<void>()
    const over = Promise.withResolvers<void>()
    holdUploads = async () => {
      begun.resolve()
      await over.promise
    }
    const pushing = run('push', `${registry.host}/pushed/api:1`)
    await begun.promise
    const removed = await run('rmi', name('1'), `${registry.host}/pushed/api:1`)
    expect(removed.stdout).toContain('Another process uses images now')
    over.resolve()
    expect((await pushing).code).toBe(0)
    registry.seed('team/other', await makeImage({ seed: 'other' }), ['1'])
    await run('pull', `${registry.host}/team/other:1`)
    const later = JSON.parse((await run('rmi', `${registry.host}/team/other:1`, '--json')).stdout)
    expect(later.deleted).toContain(image.manifest.descriptor.digest)
    expect(await readdir(path.join(images(), 'blobs', 'sha256'))).toEqual([])
  })
})

test('content that is not what its digest says is no image, and exits 5', async () => {
  registry.inject({
    path: new RegExp(`/blobs/sha256:${layer().hex}`),
    method: 'GET',
    fault: { do: 'corrupt', at: 2000 },
  })
  const pulled = await run('pull', name('1'))
  expect(pulled.code).toBe(5)
  expect(pulled.stderr).toContain('does not match its content')
  expect((await run('images')).stdout).toMatch(/^There are no images/)
})

describe('push to another repository of the registry that an image was pulled from', () => {
  const pushed = (): string => `${registry.host}/pushed/api:1`
  const bytesSent = (): number => registry.writes().reduce((sum, { bytesIn }) => sum + bytesIn, 0)

  async function pullAndTag(): Promise<void> {
    await run('pull', name('1'))
    await run('tag', name('1'), pushed())
    registry.clearRequests()
  }

  test('mounts what is there: no byte of a layer is sent', async () => {
    await pullAndTag()
    const done = await run('push', pushed())
    expect(done.stdout).toContain(': Mounted from another repository\n')
    expect(bytesSent()).toBeLessThan(5000)
    // What the repository has already is not asked to be mounted.
    registry.clearRequests()
    expect((await run('push', pushed())).stdout).toContain(': Layer already exists\n')
  })

  test.for([400, 403, 405])('sends it where a mount is answered with %d', async (status) => {
    await pullAndTag()
    registry.inject({ method: 'POST', path: /mount=/, fault: { do: 'answer', status } })
    const done = await run('push', pushed())
    expect(done.code, done.stderr).toBe(0)
    expect(done.stdout).toContain(': Pushed\n')
    expect(bytesSent()).toBeGreaterThan(LAYER_BYTES)
  })

  test('sends it where the first repository has it no more', async () => {
    await pullAndTag()
    registry.repositories.get('team/api')?.blobs.clear()
    const done = await run('push', pushed())
    expect(done.code, done.stderr).toBe(0)
    expect(bytesSent()).toBeGreaterThan(LAYER_BYTES)
  })
})
