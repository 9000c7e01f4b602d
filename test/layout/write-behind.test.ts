import { type FileHandle, open, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { WriteBehind } from '../../src/layout/write-behind.ts'
import { testFolder } from '../support/cli.ts'

const CHUNK = 100_000

async function fileAt(name = 'file'): Promise<{ readonly file: FileHandle; readonly place: string }> {
  const place = path.join(await testFolder(), name)
  const file = await open(place, 'w+')
  onTestFinished(() => file.close())
  return { file, place }
}

/** Ten chunks, each of its own byte. */
const chunks = Array.from({ length: 10 }, (_, at) => Buffer.alloc(CHUNK, 97 + at))

/** A file whose writes take so many bytes at most, or fail from some byte on. */
function taking(file: FileHandle, most: number, full = Number.POSITIVE_INFINITY): FileHandle {
  const writev = async (buffers: readonly Uint8Array[], position: number) => {
    if (position >= full) throw Object.assign(new Error('no room'), { code: 'ENOSPC' })
    const bytes = Buffer.concat(buffers).subarray(0, Math.min(most, full - position))
    const { bytesWritten } = await file.write(bytes, 0, bytes.byteLength, position)
    return { bytesWritten, buffers }
  }
  return new Proxy(file, { get: (target, key) => (key === 'writev' ? writev : Reflect.get(target, key)) })
}

test.each([Number.POSITIVE_INFINITY, CHUNK, 70_001, 250_000])(
  'all is written in order, however little a write takes: %d bytes',
  async (most) => {
    const { file, place } = await fileAt()
    const writer = new WriteBehind(taking(file, most), 0)
    for (const chunk of chunks) await writer.add(chunk)
    await writer.flush()
    expect((await readFile(place)).equals(Buffer.concat(chunks))).toBe(true)
  },
)

test('it goes on from where it is told', async () => {
  const { file, place } = await fileAt()
  await file.write('begun')
  const writer = new WriteBehind(file, 'begun'.length)
  await writer.add(Buffer.from(' and ended'))
  await writer.flush()
  expect(await readFile(place, 'utf8')).toBe('begun and ended')
})

test('a disk that gets full is told, at the latest when it is flushed, and what came before is there', async () => {
  const { file, place } = await fileAt()
  const writer = new WriteBehind(taking(file, 1_000_000, 350_000), 0)
  const writing = async (): Promise<void> => {
    for (const chunk of chunks) await writer.add(chunk)
    await writer.flush()
  }
  await expect(writing()).rejects.toMatchObject({ code: 'ENOSPC' })
  expect((await readFile(place)).equals(Buffer.concat(chunks).subarray(0, 350_000))).toBe(true)
})
