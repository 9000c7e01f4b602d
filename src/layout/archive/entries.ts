import { createReadStream } from 'node:fs'
import { posix } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Header } from 'tar-stream'
import type { CallOptions } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { openFile, unlessAbsent } from '../disk.ts'

/** Entries that an archive may have: far more than any image, and few enough to keep their names. */
const MAX_ENTRIES = 100_000

/** One file in an archive, or one that is another name for a file in it. */
export type ArchiveEntry =
  | { readonly kind: 'file'; readonly name: string; readonly size: number; readonly content: Readable }
  | { readonly kind: 'link'; readonly name: string; readonly target: string }

/**
 * The files of a tar file, compressed with gzip or not, in its order. Nothing is written anywhere by the names in it. Each
 * one has to be read to its end before the next one comes.
 * @throws PromoteError `invalid-file` for a name or a link that leads out of the archive, for devices and pipes, for an
 *   archive that is cut off, and for a file that is none; `not-found`, `disk`
 */
export async function* archiveEntries(path: string, options: CallOptions): AsyncGenerator<ArchiveEntry> {
  const { extract } = await import('tar-stream')
  const stream = await openArchive(path, options)
  const tar = extract()
  stream.on('error', (error) => tar.destroy(error))
  stream.pipe(tar as unknown as NodeJS.WritableStream)
  let count = 0
  try {
    for await (const entry of tar) {
      options.signal?.throwIfAborted()
      if (++count > MAX_ENTRIES) throw invalid(path, `it has more than ${MAX_ENTRIES} entries`)
      const { header } = entry
      const name = innerName(path, header.name)
      const seen = kindOf(path, header, name)
      if (seen.kind === 'folder') entry.resume()
      else if (seen.kind === 'link') {
        entry.resume()
        yield seen
      } else yield { kind: 'file', name, size: header.size ?? 0, content: entry as unknown as Readable }
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (error instanceof PromoteError) throw error
    throw invalid(path, error instanceof Error ? lowered(error.message) : String(error), error)
  } finally {
    stream.destroy()
    tar.destroy()
  }
  if (count === 0) throw invalid(path, 'it is empty')
}

async function openArchive(path: string, options: CallOptions): Promise<Readable> {
  const file = await unlessAbsent(path, () => openFile(path))
  if (file === undefined)
    throw new PromoteError('not-found', `There is no file ${path}.`, { reference: path })
  const head = Buffer.alloc(2)
  try {
    await file.read(head, 0, 2, 0)
  } finally {
    await file.close()
  }
  const bytes = createReadStream(path, options.signal === undefined ? {} : { signal: options.signal })
  if (head.readUInt16BE(0) !== 0x1f8b) return bytes
  const unzipped = createGunzip()
  bytes.on('error', (error) => unzipped.destroy(error))
  return bytes.pipe(unzipped)
}

function kindOf(
  path: string,
  { type, linkname }: Header,
  name: string,
): { readonly kind: 'file' } | { readonly kind: 'folder' } | Extract<ArchiveEntry, { kind: 'link' }> {
  switch (type) {
    case 'file':
    case 'contiguous-file':
      return { kind: 'file' }
    case 'directory':
      return { kind: 'folder' }
    case 'symlink':
      return { kind: 'link', name, target: linkTarget(path, name, linkname ?? '', posix.dirname(name)) }
    case 'link':
      return { kind: 'link', name, target: linkTarget(path, name, linkname ?? '', '.') }
    default:
      throw invalid(path, `"${name}" in it is no file, folder or link`)
  }
}

/** What a link means, seen from `folder`. @throws PromoteError `invalid-file` where that is outside, or nothing */
function linkTarget(path: string, name: string, target: string, folder: string): string {
  const joined = posix.join(folder, target)
  if (target === '' || posix.isAbsolute(target) || joined === '..' || joined.startsWith('../'))
    throw invalid(path, `the link "${name}" in it leads out of it`)
  return joined
}

/** A name without `./`. @throws PromoteError `invalid-file` for one that leads out */
function innerName(path: string, name: string): string {
  const normal = posix.normalize(name).replace(/\/$/, '')
  const isOut = name === '' || posix.isAbsolute(name) || normal === '..' || normal.startsWith('../')
  if (isOut || name.split('/').includes('..') || name.includes('\0') || name.includes('\\'))
    throw invalid(path, `the name "${name}" in it leads out of it`)
  return normal
}

function lowered(message: string): string {
  return message.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase()).replace(/\.$/, '')
}

/** An archive that is not taken in, and why. */
export function invalid(path: string, why: string, cause?: unknown): PromoteError {
  return new PromoteError('invalid-file', `${path} is not taken in: ${why}.`, {
    reference: path,
    hint: 'What is taken: tar files of docker save, podman save, skopeo copy docker-archive: or oci-archive:, and buildah push.',
    ...(cause === undefined ? {} : { cause }),
  })
}
