import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { hexOf } from '../../src/oci/digest.ts'
import { temporaryFolder } from '../support/folders.ts'
import { makeBlob, makeImage } from '../support/images.ts'
import { bodyOf, pushImage } from '../support/push.ts'

const MARKER = '{"imageLayoutVersion":"1.0.0"}'
const INDEX = '{"schemaVersion":2,"manifests":[]}'
const LISTING = `{"schemaVersion":2,"manifests":[{"mediaType":"a/b","digest":"sha256:${'0'.repeat(64)}","size":1}]}`

describe('a folder that is no sound layout is refused, and stays as it is', () => {
  const broken: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
    ['something else', { 'notes.txt': 'mine' }, 'usage', /holds "notes\.txt"/],
    [
      'another layout version',
      { 'oci-layout': '{"imageLayoutVersion":"2.0.0"}', 'index.json': INDEX },
      'unsupported',
      /"2\.0\.0"/,
    ],
    [
      'a marker that is not JSON',
      { 'oci-layout': 'x', 'index.json': INDEX },
      'protocol',
      /oci-layout is not JSON/,
    ],
    ['no index.json', { 'oci-layout': MARKER }, 'protocol', /index\.json is missing/],
    ['no marker', { 'index.json': LISTING }, 'protocol', /oci-layout is missing/],
    [
      'an index.json that is not JSON',
      { 'oci-layout': MARKER, 'index.json': '{"schema' },
      'protocol',
      /index\.json is not JSON/,
    ],
    [
      'an index.json that is a list',
      { 'oci-layout': MARKER, 'index.json': '[]' },
      'protocol',
      /not a JSON object/,
    ],
    [
      'no list of manifests',
      { 'oci-layout': MARKER, 'index.json': '{"schemaVersion":2}' },
      'protocol',
      /no list of manifests/,
    ],
    [
      'another schema version',
      { 'oci-layout': MARKER, 'index.json': '{"schemaVersion":1,"manifests":[]}' },
      'protocol',
      /schemaVersion/,
    ],
    [
      'an entry without digest',
      {
        'oci-layout': MARKER,
        'index.json': '{"schemaVersion":2,"manifests":[{"mediaType":"a/b","size":1}]}',
      },
      'protocol',
      /manifests\[0\]/,
    ],
    [
      'an entry with a bad size',
      { 'oci-layout': MARKER, 'index.json': LISTING.replace('"size":1', '"size":-1') },
      'protocol',
      /valid size/,
    ],
  ]
  test.for(broken)('%s', async ([, files, code, message]) => {
    const path = await temporaryFolder()
    for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
    const store = openLayout(path)
    const { manifest } = await makeImage()
    const blob = makeBlob('refused', 10)
    const refusal = { code, message: expect.stringMatching(message) }
    await expect(store.resolve('1.0')).rejects.toMatchObject(refusal)
    await expect(store.putBlob(blob.descriptor, bodyOf(blob.bytes))).rejects.toMatchObject(refusal)
    await expect(store.tag(manifest, '1.0')).rejects.toMatchObject(refusal)
    expect((await readdir(path)).sort()).toEqual(Object.keys(files).sort())
    for (const [name, text] of Object.entries(files)) {
      expect(await readFile(join(path, name), 'utf8')).toBe(text)
    }
  })

  test('a path that is a file, or leads through one', async () => {
    const file = join(await temporaryFolder(), 'file')
    await writeFile(file, 'mine')
    const blob = makeBlob('refused', 10)
    for (const path of [file, join(file, 'layout')]) {
      const store = openLayout(path)
      await expect(store.resolve('1.0')).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringMatching(/is a file/),
      })
      await expect(store.putBlob(blob.descriptor, bodyOf(blob.bytes))).rejects.toMatchObject({
        code: 'usage',
      })
      await expect(store.has(blob.descriptor)).rejects.toMatchObject({ code: 'disk' })
    }
    expect(await readFile(file, 'utf8')).toBe('mine')
  })

  test('a folder inside a layout, also by way of a symbolic link', async () => {
    const folder = await temporaryFolder()
    const outer = join(folder, 'outer')
    await pushImage(openLayout(outer), await makeImage(), ['1.0'])
    await symlink(join(outer, 'blobs'), join(folder, 'link'))
    const image = await makeImage({ seed: 'inner' })
    for (const path of [join(outer, 'inner'), join(outer, 'a', 'b'), join(folder, 'link', 'inner')]) {
      const refusal = { code: 'usage', message: expect.stringContaining('inside another image layout') }
      await expect(openLayout(path).resolve('1.0')).rejects.toMatchObject(refusal)
      await expect(pushImage(openLayout(path), image, ['1.0'])).rejects.toMatchObject(refusal)
    }
    expect((await readdir(outer)).sort()).toEqual(['.promote', 'blobs', 'index.json', 'oci-layout'])
    expect(await readdir(join(outer, 'blobs'))).toEqual(['sha256'])
  })

  test('a folder around a layout', async () => {
    const folder = await temporaryFolder()
    await pushImage(openLayout(join(folder, 'team', 'web')), await makeImage(), ['1.0'])
    await expect(
      pushImage(openLayout(join(folder, 'team')), await makeImage(), ['1.0']),
    ).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('holds "web"') })
  })

  test.skipIf(process.getuid?.() === 0)('a folder that this user may not write', async () => {
    const path = await temporaryFolder()
    await mkdir(join(path, 'locked'), { mode: 0o555 })
    const image = await makeImage()
    await expect(pushImage(openLayout(join(path, 'locked', 'layout')), image)).rejects.toMatchObject({
      code: 'disk',
    })
  })
})

describe('symbolic links are not followed when writing', () => {
  test.for(['blobs', 'blobs/sha256', '.promote'])('a folder %s that leads out is refused', async (name) => {
    const folder = await temporaryFolder()
    const [path, outside] = [join(folder, 'layout'), join(folder, 'outside')]
    await mkdir(join(path, name, '..'), { recursive: true })
    await mkdir(outside)
    await symlink(outside, join(path, name))
    await writeFile(join(path, 'index.json'), INDEX)
    await writeFile(join(path, 'oci-layout'), MARKER)
    const { descriptor, bytes } = makeBlob('outside', 10)
    await expect(openLayout(path).putBlob(descriptor, bodyOf(bytes))).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('outside of it'),
    })
    expect(await collectFiles(outside)).toEqual([])
  })

  test('a blob or index.json that is one is replaced', async () => {
    const folder = await temporaryFolder()
    const [path, outside] = [join(folder, 'layout'), join(folder, 'outside')]
    const store = openLayout(path)
    await pushImage(store, await makeImage(), ['1.0'])
    const { descriptor, bytes } = makeBlob('replaced', 10)
    const blob = join(path, 'blobs', 'sha256', hexOf(descriptor.digest))
    await writeFile(outside, 'mine')
    await symlink(outside, blob)
    await store.putBlob(descriptor, bodyOf(bytes))
    expect((await lstat(blob)).isFile()).toBe(true)
    expect(await readFile(outside, 'utf8')).toBe('mine')
  })
})

async function collectFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found.filter((entry) => entry.isFile()).map((entry) => entry.name)
}
