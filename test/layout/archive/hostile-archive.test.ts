import { execFileSync } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { openLocalImages } from '../../../src/layout/images/local-images.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { testFolder } from '../../support/cli.ts'
import { makeImage, type TestImage } from '../../support/images.ts'
import { dockerEntries, layersOf, layoutEntries, type TarEntry, tarBytes, writeTar } from './tars.ts'

let folder: string
let image: TestImage
beforeEach(async () => {
  folder = await testFolder()
  image = await makeImage()
})

const images = () => openLocalImages(path.join(folder, 'images'))
const take = (file: string) => images().use(() => images().importArchive(file))
const takeTar = async (entries: readonly TarEntry[]) => take(await writeTar(folder, entries))

/** The blobs that are kept, and parts of such. */
async function kept(): Promise<readonly string[]> {
  const below = ['blobs/sha256', '.promote/partial'].map((name) => path.join(folder, 'images', name))
  return (await Promise.all(below.map((one) => readdir(one).catch(() => [])))).flat()
}

const plain = Buffer.alloc(3000, 'layer')
const config = (diffIds: readonly string[] = [digestOf(plain)]): string =>
  JSON.stringify({ os: 'linux', architecture: 'amd64', rootfs: { type: 'layers', diff_ids: diffIds } })

describe('names and links that lead out', () => {
  test.for<[string, TarEntry]>([
    ['a name with ..', ['../escaped', 'x']],
    ['a name with .. further down', ['blobs/../../escaped', 'x']],
    ['a name with .. that stays inside', ['blobs/../index.json', 'x']],
    ['an absolute name', ['/tmp/escaped', 'x']],
    ['a name of Windows', ['..\\escaped', 'x']],
    ['a symbolic link with ..', [{ name: 'a/layer.tar', type: 'symlink', linkname: '../../etc/passwd' }]],
    ['an absolute symbolic link', [{ name: 'a/layer.tar', type: 'symlink', linkname: '/etc/passwd' }]],
    ['a hard link with ..', [{ name: 'a/layer.tar', type: 'link', linkname: '../etc/passwd' }]],
    ['an absolute hard link', [{ name: 'a/layer.tar', type: 'link', linkname: '/etc/passwd' }]],
    ['a link to nothing', [{ name: 'a/layer.tar', type: 'symlink', linkname: '' }]],
    ['a pipe', [{ name: 'pipe', type: 'fifo' }]],
    ['a device', [{ name: 'null', type: 'character-device', devmajor: 1, devminor: 3 }]],
    ['a disk', [{ name: 'disk', type: 'block-device', devmajor: 8, devminor: 0 }]],
  ])('%s is refused', async ([, entry]) => {
    await expect(takeTar([...layoutEntries(image), entry])).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/is not taken in: .*(leads out of it|is no file, folder or link)\.$/),
    })
    expect(await readdir(folder)).toEqual(['image.tar', 'images'])
  })
})

describe('a file that is no whole archive', () => {
  test.for<[string, (whole: Buffer) => Buffer]>([
    ['cut off in the middle of a blob', (whole) => whole.subarray(0, whole.byteLength / 2)],
    ['cut off in a header', (whole) => whole.subarray(0, 700)],
    ['with a size that is larger than the file', (whole) => edited(whole, 124, '77777777777')],
    ['with a wrong checksum', (whole) => edited(whole, 148, '0000000')],
    ['empty', () => Buffer.alloc(0)],
    ['of zeros', () => Buffer.alloc(10_240)],
    ['of noise', () => Buffer.alloc(10_240, 'noise ')],
    ['packed and cut off', (whole) => gzipSync(whole).subarray(0, 900)],
    ['packed, of noise', () => gzipSync(Buffer.alloc(10_240, 'noise '))],
    ['of two bytes', () => Buffer.from([0x1f, 0x8b])],
    ['of one byte', () => Buffer.from([0x1f])],
  ])('%s', async ([, change]) => {
    const file = path.join(folder, 'image.tar')
    await writeFile(file, change(await tarBytes(layoutEntries(image))))
    await expect(take(file)).rejects.toMatchObject({ code: 'invalid-file' })
  })

  test('a pipe is never waited for, a folder is none, and one that is not there is not', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe')])
    await expect(take(path.join(folder, 'pipe'))).rejects.toMatchObject({ code: 'disk' })
    await expect(take(folder)).rejects.toMatchObject({ code: 'disk' })
    await expect(take(path.join(folder, 'nothing'))).rejects.toMatchObject({ code: 'not-found' })
  })
})

/** The first header with other bytes at some place; its checksum made right where that is not what was changed. */
function edited(tar: Buffer, at: number, bytes: string): Buffer {
  const changed = Buffer.from(tar)
  changed.write(bytes, at)
  if (at === 148) return changed
  changed.fill(' ', 148, 156)
  const sum = changed.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return changed
}

describe('content that is not what it is said to be', () => {
  test('a blob that does not match its digest is refused, and nothing of it kept', async () => {
    const [, , [name] = ['']] = layoutEntries(image)
    const wrong = layoutEntries(image).map((entry): TarEntry => (entry[0] === name ? [name, 'wrong'] : entry))
    await expect(takeTar(wrong)).rejects.toMatchObject({ code: 'content' })
    expect(await kept()).not.toContain(String(name).split('/').at(-1))
  })

  test('a manifest that lies in the images of this machine and was damaged there is not taken for the one listed', async () => {
    await takeTar(layoutEntries(image))
    const { digest } = image.manifest.descriptor
    const other = (await makeImage({ seed: 'other' })).manifest.bytes
    await writeFile(path.join(folder, 'images', 'blobs', digest.replace(':', '/')), other)
    await expect(takeTar(layoutEntries(image).slice(0, 2))).rejects.toMatchObject({ code: 'content' })
  })

  test('an index.json that lists what is not there', async () => {
    await expect(takeTar(layoutEntries(image).slice(0, 2))).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringContaining(`lists ${image.manifest.descriptor.digest}, which is not in it`),
    })
  })

  test.for<[string, string]>([
    ['no JSON', '{'],
    ['a number', '3'],
    ['a list', '[]'],
    ['manifests that are no list', '{"manifests":{}}'],
    ['manifests that are no objects', '{"manifests":[3]}'],
    ['a digest that is none', '{"manifests":[{"mediaType":"x","digest":"sha256:../../x"}]}'],
    ['nothing', '{"manifests":[]}'],
    ['deep JSON', `{"manifests":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ])('an index.json with %s', async ([, index]) => {
    const [marker = ['oci-layout']] = layoutEntries(image)
    await expect(takeTar([marker, ['index.json', index]])).rejects.toMatchObject({ code: 'invalid-file' })
  })

  test.for<[string, string | Uint8Array, string]>([
    ['no JSON', '{', 'no JSON'],
    ['no list', '{}', 'lists no images'],
    ['nothing', '[]', 'lists no images'],
    ['null', '[null]', 'lists no images'],
    ['no config', '[{"Layers":[]}]', 'names no config'],
    ['a config that is not there', '[{"Config":"x.json","Layers":[]}]', 'names x.json, which is not in it'],
    ['a config that is a number', '[{"Config":3,"Layers":[]}]', 'names no config'],
    [
      'a layer that is not there',
      '[{"Config":"config.json","Layers":["x.tar"]}]',
      'names x.tar, which is not in it',
    ],
    ['a layer that is no name', '[{"Config":"config.json","Layers":[{}]}]', 'which is not in it'],
    ['fewer layers than the config', '[{"Config":"config.json","Layers":[]}]', 'says 1 layer'],
    ['its own prototype', '[{"Config":"__proto__","Layers":[]}]', 'which is not in it'],
  ])('a manifest.json with %s', async ([, manifest, words]) => {
    const entries: TarEntry[] = [
      ['config.json', config()],
      ['manifest.json', manifest],
    ]
    await expect(takeTar(entries)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(new RegExp(words === 'no JSON' ? 'is not JSON' : words)),
    })
  })

  test('a config that is no JSON', async () => {
    const entries = dockerEntries({ config: 'none', layers: [['a/layer.tar', plain]] })
    await expect(takeTar(entries)).rejects.toMatchObject({ code: 'invalid-file' })
  })

  test.for<[string, Uint8Array]>([
    ['as it is', plain],
    ['packed', gzipSync(plain)],
  ])('a layer, %s, that is not what diff_ids say', async ([, layer]) => {
    const entries = dockerEntries({ config: config([digestOf('other')]), layers: [['a/layer.tar', layer]] })
    await expect(takeTar(entries)).rejects.toMatchObject({ code: 'content' })
    const right = await takeTar(dockerEntries({ config: config(), layers: [['a/layer.tar', layer]] }))
    expect(right).toMatchObject([{ name: 'shop/api:1.0', tag: '1.0' }])
  })

  test('a layer that begins as if it were packed, and is not', async () => {
    const layer = Buffer.concat([Buffer.from([0x1f, 0x8b]), plain])
    const entries = dockerEntries({ config: config([digestOf(layer)]), layers: [['a/layer.tar', layer]] })
    await expect(takeTar(entries)).rejects.toMatchObject({ code: 'invalid-file' })
  })
})

describe('what is odd and yet well', () => {
  test('an entry that is there twice: the later one counts, as tar has it', async () => {
    const entries = layoutEntries(image)
    const index = entries[1] ?? ['index.json']
    const taken = await takeTar([['index.json', '{'], ...entries, index])
    expect(taken).toMatchObject([{ digest: image.manifest.descriptor.digest }])
  })

  test('links of docker save to a layer that is there once, in any order', async () => {
    const layers = [
      ['b/layer.tar', plain],
      ['c.tar', plain],
    ] as const
    const entries = dockerEntries({ config: config([digestOf(plain), digestOf(plain)]), layers })
    const links: TarEntry[] = [
      [{ name: 'c.tar', type: 'symlink', linkname: 'a/layer.tar' }],
      [{ name: 'a/layer.tar', type: 'symlink', linkname: '../b/layer.tar' }],
    ]
    expect(await takeTar([...links, ...entries.filter(([name]) => name !== 'c.tar')])).toHaveLength(1)
  })

  test('links in a circle are what is not there', async () => {
    const entries = dockerEntries({ config: config(), layers: [['c.tar', plain]] })
    const links: TarEntry[] = [
      [{ name: 'c.tar', type: 'symlink', linkname: 'a.tar' }],
      [{ name: 'a.tar', type: 'symlink', linkname: 'c.tar' }],
    ]
    await expect(takeTar([...links, ...entries.filter(([name]) => name !== 'c.tar')])).rejects.toMatchObject({
      code: 'invalid-file',
    })
  })

  test('names with ./, folders, and another compression of the whole', async () => {
    const entries = layoutEntries(image).map(([name, content = '']): TarEntry => [`./${name}`, content])
    const file = path.join(folder, 'image.tar')
    await writeFile(file, gzipSync(await tarBytes([[{ name: './blobs/', type: 'directory' }], ...entries])))
    expect(await take(file)).toHaveLength(1)
  })

  test('blobs by digest and a manifest.json alone, as bazel writes them', async () => {
    const [, , ...blobs] = layoutEntries(image)
    const names = new Set(blobs.map(([name]) => String(name)))
    const layers = layersOf(image).map((digest) => `blobs/${digest.replace(':', '/')}`)
    for (const name of [...layers, `blobs/${image.manifest.descriptor.digest.replace(':', '/')}`])
      names.delete(name)
    const [configName] = names
    const manifest = JSON.stringify([{ Config: configName, RepoTags: ['shop/api:1.0'], Layers: layers }])
    const [taken] = await takeTar([...blobs, ['manifest.json', manifest]])
    const made = await images()
      .repository('x')
      .manifest(taken?.digest ?? '')
    const parsed = JSON.parse(Buffer.from(made?.bytes ?? []).toString())
    expect(parsed.layers.map(({ digest }: { readonly digest: string }) => digest)).toEqual(layersOf(image))
    expect(`blobs/${parsed.config.digest.replace(':', '/')}`).toBe(configName)
  })
})

describe('more than any image has', () => {
  test('100,000 entries', async () => {
    const file = path.join(folder, 'image.tar')
    const one = (await tarBytes([['x']])).subarray(0, 512)
    await writeFile(file, Buffer.alloc(512 * 100_001, one))
    await expect(take(file)).rejects.toMatchObject({
      message: expect.stringContaining('more than 100000 entries'),
    })
  })

  test('a gzip bomb: what unpacks to zeros for ever, of a document, a layer and padding', async () => {
    for (const name of ['index.json', 'manifest.json', 'note']) {
      const header = (await tarBytes([[{ name, size: 0 }]])).subarray(0, 512)
      const tar = Buffer.concat([edited(header, 124, '00777777777'), Buffer.alloc(8 * 1024 * 1024)])
      await writeFile(path.join(folder, 'bomb.tar'), gzipSync(tar))
      await expect(take(path.join(folder, 'bomb.tar'))).rejects.toMatchObject({ code: 'invalid-file' })
    }
  })

  test('many documents', async () => {
    const big = Buffer.alloc(4 * 1024 * 1024)
    const entries = Array.from({ length: 17 }, (_, at): TarEntry => [`${at}.json`, big])
    await expect(takeTar(entries)).rejects.toMatchObject({
      message: expect.stringContaining('documents are larger'),
    })
  })
})
