import { execFileSync } from 'node:child_process'
import { access, chmod, chown, mkdir, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
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

/** Where the disk clones files a clone is right whoever owns the source; else such a source is to be copied. */
async function expectNoLink(layouts: Awaited<ReturnType<typeof twoLayouts>>): Promise<void> {
  const { from, to, source, target } = layouts
  if ((await to.mount(blob.descriptor, from)) === 'mounted') {
    expect((await stat(target)).ino).not.toBe((await stat(source)).ino)
    expect((await stat(target)).mode & 0o022).toBe(0)
  } else await expect(access(target)).rejects.toMatchObject({ code: 'ENOENT' })
  expect((await stat(source)).nlink).toBe(1)
}

test('a source that is a symbolic link is not linked', async () => {
  const layouts = await twoLayouts()
  const behind = join(layouts.folder, 'behind')
  await rename(layouts.source, behind)
  await symlink(behind, layouts.source)
  await expectNoLink(layouts)
})

test.each([0o666, 0o664, 0o646])('a source that others may write (%o) is not linked', async (mode) => {
  const layouts = await twoLayouts()
  await chmod(layouts.source, mode)
  await expectNoLink(layouts)
})

test.skipIf(process.geteuid?.() !== 0)('a source of another user is not linked (needs root)', async () => {
  const layouts = await twoLayouts()
  await chown(layouts.source, 4242, 4242)
  await expectNoLink(layouts)
})

test('what a layout writes may be linked, whatever the umask', async () => {
  const before = process.umask(0)
  onTestFinished(() => void process.umask(before))
  const { from, to, source } = await twoLayouts()
  expect((await stat(source)).mode & 0o777).toBe(0o644)
  expect(await to.mount(blob.descriptor, from)).toBe('mounted')
})

test('a pipe in place of a blob is refused, not waited for', async () => {
  const { from, to, source } = await twoLayouts()
  await rm(source)
  execFileSync('mkfifo', [source])
  const noFile = expect.objectContaining({ code: 'disk', message: expect.stringContaining('no file') })
  await expect(to.mount(blob.descriptor, from)).rejects.toEqual(noFile)
  await expect(from.open(blob.descriptor)).rejects.toEqual(noFile)
  await expect(from.manifest(digest)).rejects.toEqual(noFile)
  const index = join(source, '..', '..', '..', 'index.json')
  await rm(index, { force: true })
  execFileSync('mkfifo', [index])
  await expect(from.resolve('1.0.0')).rejects.toEqual(noFile)
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
