import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { type Digest, parseDigest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'
import { openFile } from '../disk.ts'

/** How a layer is packed. */
export type Compression = 'gzip' | 'zstd' | 'none'

const MAGIC = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
] as const

/** How content is packed, as its first four bytes show it. RFC 1952, RFC 8878. */
export function compressionOf(head: Uint8Array): Compression {
  const found = MAGIC.find(([, magic]) => magic.every((byte, at) => head[at] === byte))
  return found === undefined ? 'none' : found[0]
}

/** How a file is packed. @throws what opening and reading throw */
export async function compressionOfFile(path: string): Promise<Compression> {
  const file = await openFile(path)
  try {
    const head = Buffer.alloc(4)
    await file.read(head, 0, head.byteLength, 0)
    return compressionOf(head)
  } finally {
    await file.close()
  }
}

/** The digest of what is packed in a file: the `diff_id` of a layer. @throws what reading throws, and zlib for a file that is not packed so */
export async function unpackedDigest(
  path: string,
  compression: Compression,
  { signal }: CallOptions,
): Promise<Digest> {
  const hash = createHash('sha256')
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done()
    },
  })
  await pipeline(
    [createReadStream(path), ...unpackers(compression), sink],
    signal === undefined ? {} : { signal },
  )
  return parseDigest(`sha256:${hash.digest('hex')}`)
}

function unpackers(compression: Compression): readonly NodeJS.ReadWriteStream[] {
  switch (compression) {
    case 'gzip':
      return [createGunzip()]
    case 'zstd':
      return [createZstdDecompress()]
    case 'none':
      return []
    default:
      return compression satisfies never
  }
}
