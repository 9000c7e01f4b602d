import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseManifest, rawManifest } from '../../src/oci/manifest.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage, type TestImage } from '../support/images.ts'

const bad = '\u001b[2J\n::error::owned\u009b31m\u202e'

let registry: FaultRegistry
let folder: string

beforeEach(async () => {
  registry = await startFaultRegistry({ validate: false, pageSize: 10_000 })
  folder = await testFolder()
})

afterEach(() => registry.close())

const run = (...args: readonly string[]) => runPromote(args, { cwd: folder })
const name = (tag: string): string => `${registry.host}/team/api:${tag}`
const images = (): string => path.join(folder, '.local', 'share', 'promote', 'images')

/** An image whose manifest says something else. */
function changed(image: TestImage, change: (document: Record<string, unknown>) => unknown): TestImage {
  const document = JSON.parse(Buffer.from(image.manifest.bytes).toString())
  return { ...image, manifest: rawManifest(Buffer.from(JSON.stringify(change(document)))) }
}

function expectPlain({ stdout, stderr }: CliResult): void {
  for (const text of [stdout, stderr]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
    expect(text).not.toMatch(/^\s*::/m)
  }
}

test('media types, labels, dates and annotations with escapes are pulled and shown without them', async () => {
  const image = await makeImage({ labels: { [bad]: bad }, annotations: { [bad]: bad }, created: bad })
  const hostile = changed(image, ({ layers, ...rest }) => ({
    ...rest,
    layers: (layers as object[]).map((layer) => ({ ...layer, mediaType: `application/${bad}` })),
  }))
  registry.seed('team/api', hostile, ['1'])
  for (const args of [
    ['pull', name('1')],
    ['images'],
    ['images', '--json'],
    ['pull', name('1'), '-o', 'out.tar'],
  ]) {
    const done = await run(...args)
    expect([args[0], done.code, done.stderr]).toEqual([args[0], 0, expect.anything()])
    expectPlain(done)
  }
})

test('tags with escapes are none: what is listed beside them is pulled', async () => {
  registry.seed('team/api', await makeImage(), ['1', '2'])
  registry.inject({
    path: /tags\/list/,
    fault: {
      do: 'answer',
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'team/api', tags: ['1', `x${bad}`, '../../etc', '', 3, '2'] }),
    },
  })
  const done = await run('pull', '-a', `${registry.host}/team/api`)
  expectPlain(done)
  expect([done.code, done.stderr]).toEqual([expect.any(Number), expect.any(String)])
  if (done.code === 0) expect(JSON.parse((await run('images', '--json')).stdout).images).toHaveLength(2)
  else expect((await run('images')).stdout).toMatch(/^There are no images/)
})

describe('manifests that lie', () => {
  test('one blob with two sizes is no image', async () => {
    const image = await makeImage({ layers: 1 })
    const hostile = changed(image, ({ layers, ...rest }) => {
      const [layer] = layers as { readonly size: number }[]
      return { ...rest, layers: [layer, { ...layer, size: (layer?.size ?? 0) + 1 }] }
    })
    registry.seed('team/api', hostile, ['1'])
    const done = await run('pull', name('1'))
    expect(done.code, done.stdout + done.stderr).not.toBe(0)
    expect((await run('images')).stdout).toMatch(/^There are no images/)
  })

  test.each([
    ['less', -1],
    ['more', 1],
    ['far more', 2 ** 40],
  ])('a layer of %s than it says is no image, and nothing of it is left', async (_, more) => {
    const image = await makeImage({ layers: 1 })
    const hostile = changed(image, ({ layers, ...rest }) => ({
      ...rest,
      layers: (layers as { readonly size: number }[]).map((layer) => ({ ...layer, size: layer.size + more })),
    }))
    registry.seed('team/api', hostile, ['1'])
    const done = await run('pull', name('1'))
    expect(done.code, done.stdout + done.stderr).not.toBe(0)
    expect((await run('images')).stdout).toMatch(/^There are no images/)
  })

  test('an index of 10,000 children is refused where all of it is wanted, and read where one is', async () => {
    const image = await makeImage()
    const [os, architecture] = ['linux', process.arch === 'arm64' ? 'arm64' : 'amd64']
    const children = Array.from({ length: 10_000 }, (_, at) => ({
      mediaType: image.manifest.descriptor.mediaType,
      digest: `sha256:${at.toString(16).padStart(64, '0')}`,
      size: 500,
      platform: { os: 'plan9', architecture: `a${at}` },
    }))
    const index = rawManifest(
      Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: 'application/vnd.oci.image.index.v1+json',
          manifests: [...children, { ...image.manifest.descriptor, platform: { os, architecture } }],
        }),
      ),
    )
    registry.seed('team/api', { manifest: index, blobs: new Map(), children: [image] }, ['1'])
    expect((await run('pull', name('1'))).code).toBe(0)
    registry.clearRequests()
    const whole = await run('pull', '--platform', 'all', name('1'))
    expect(whole.code, whole.stdout).toBe(1)
    expect(whole.stderr).toMatch(/more than 4096|4096|not found/)
    expect(registry.requests.length).toBeLessThan(4200)
    const absent = await run('pull', '--platform', 'linux/s390x', name('1'))
    expect(absent.stderr.length).toBeLessThan(2000)
  })
})

test('-a of 400 tags of one image asks for each blob once, and ends with all of them', async () => {
  const image = await makeImage()
  const tags = Array.from({ length: 400 }, (_, at) => `v${at}`)
  registry.seed('team/api', image, tags)
  const done = await run('pull', '-a', '-q', `${registry.host}/team/api`)
  expect(done.code, done.stderr).toBe(0)
  expect(done.stdout.trimEnd().split('\n')).toHaveLength(400)
  const parsed = parseManifest(image.manifest)
  const blobs = parsed.kind === 'image' ? [parsed.config, ...parsed.layers] : []
  expect(registry.requests.filter(({ path: asked }) => asked.includes('/blobs/'))).toHaveLength(blobs.length)
  expect(JSON.parse((await run('images', '--json')).stdout).images).toHaveLength(400)
  expect(await readdir(path.join(images(), 'blobs', 'sha256'))).toHaveLength(blobs.length + 1)
}, 60_000)

test.each([
  'amd64',
  'linux',
  'linux/',
  '/amd64',
  'linux/amd64/',
  'linux/amd64/v8/x',
  '',
  'linux/\u001b[31m',
  'linux/amd64,linux/arm64',
])('--platform %j is refused before anything is asked', async (platform) => {
  const refused = await run('pull', `--platform=${platform}`, name('1'))
  expect(refused.code).toBe(2)
  expectPlain(refused)
  expect(registry.requests).toEqual([])
})
