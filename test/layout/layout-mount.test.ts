import { access, mkdir, readdir, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { type Digest, hexOf } from '../../src/oci/digest.ts'
import { countCalls } from '../support/counting-store.ts'
import { temporaryFolder } from '../support/folders.ts'
import { makeBlob } from '../support/images.ts'
import { flipFirstByte } from '../support/memory-store.ts'
import { bodyOf } from '../support/push.ts'

const blob = makeBlob('mounted', 100_000)
const { digest } = blob.descriptor

async function twoLayouts() {
  const folder = await temporaryFolder()
  const [from, to] = [openLayout(join(folder, 'from')), openLayout(join(folder, 'to'))]
  await from.putBlob(blob.descriptor, bodyOf(blob.bytes))
  return {
    folder,
    from,
    to,
    source: fileIn(join(folder, 'from'), digest),
    target: fileIn(join(folder, 'to'), digest),
  }
}

function fileIn(layout: string, wanted: Digest): string {
  return join(layout, 'blobs', 'sha256', hexOf(wanted))
}

test('a mount is a hard link: no byte is copied', async () => {
  const { folder, from, to, source, target } = await twoLayouts()
  // Also through a wrapper: the source is known by its name.
  expect(await to.mount(blob.descriptor, countCalls(from))).toBe('mounted')
  const [a, b] = [await stat(source), await stat(target)]
  expect(b.ino).toBe(a.ino)
  expect(a.nlink).toBe(2)
  expect(await readdir(join(folder, 'to', '.promote'))).toEqual(['lock'])
})

test('what is there already is mounted, whatever the source has', async () => {
  const { folder, from, to } = await twoLayouts()
  expect(await to.mount(blob.descriptor, from)).toBe('mounted')
  expect(await to.mount(blob.descriptor, openLayout(join(folder, 'empty')))).toBe('mounted')
})

test('a source whose content is another is refused, and nothing is linked', async () => {
  const { folder, from, to, source, target } = await twoLayouts()
  await writeFile(source, flipFirstByte(blob.bytes))
  expect(await to.mount(blob.descriptor, from)).toBe('refused')
  await writeFile(source, blob.bytes.subarray(1))
  expect(await to.mount(blob.descriptor, from)).toBe('refused')
  await expect(access(target)).rejects.toMatchObject({ code: 'ENOENT' })
  await expect(access(join(folder, 'to'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a file of the wrong size is replaced', async () => {
  const { from, to, target } = await twoLayouts()
  const other = makeBlob('other', 10)
  await to.putBlob(other.descriptor, bodyOf(other.bytes))
  await writeFile(target, 'cut off')
  expect(await to.mount(blob.descriptor, from)).toBe('mounted')
  expect((await buffer(await to.open(blob.descriptor))).equals(blob.bytes)).toBe(true)
})

test('of a source that is a symbolic link the file behind it is linked', async () => {
  const { folder, from, to, source, target } = await twoLayouts()
  const behind = join(folder, 'behind')
  await rename(source, behind)
  await symlink(behind, source)
  expect(await to.mount(blob.descriptor, from)).toBe('mounted')
  expect((await stat(target)).ino).toBe((await stat(behind)).ino)
})

test('eight mounts of one blob at once leave one link and no other file', async () => {
  const { folder, from, to, source } = await twoLayouts()
  const answers = await Promise.all(Array.from({ length: 8 }, () => to.mount(blob.descriptor, from)))
  expect(new Set(answers)).toEqual(new Set(['mounted']))
  expect((await stat(source)).nlink).toBe(2)
  expect(await readdir(join(folder, 'to', '.promote'))).toEqual(['lock'])
})

test('an abort while hashing ends the mount and leaves nothing', async () => {
  const { from, to, target } = await twoLayouts()
  const controller = new AbortController()
  const mounting = to.mount(blob.descriptor, from, { signal: controller.signal })
  controller.abort(new Error('enough'))
  await expect(mounting).rejects.toThrow('enough')
  await expect(access(target)).rejects.toMatchObject({ code: 'ENOENT' })
})

const OTHER_DISK = '/dev/shm'
const hasOtherDisk = await Promise.all([stat(tmpdir()), stat(OTHER_DISK)]).then(
  ([here, there]) => here.dev !== there.dev,
  () => false,
)

test.skipIf(!hasOtherDisk)('between disks that share no content a mount is refused', async () => {
  const { from } = await twoLayouts()
  const elsewhere = join(await temporaryFolder(OTHER_DISK), 'to')
  await mkdir(elsewhere)
  const to = openLayout(elsewhere)
  expect(await to.mount(blob.descriptor, from)).toBe('refused')
  expect(await to.has(blob.descriptor)).toBe(false)
  expect(await readdir(join(elsewhere, '.promote'))).not.toContainEqual(expect.stringMatching(/\./))
})
