import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, parseDigest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'
import { blobPath, blobSize } from '../blob-files.ts'
import { diskError, placeDurably } from '../disk.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import { type Compression, compressionOf } from './compression.ts'

/** A layer that was stored. */
export interface AddedLayer {
  readonly compression: Compression
  readonly descriptor: Pick<Descriptor, 'digest' | 'size'>
  /** Of what came, before this compressed it; undefined where it came as it is stored. */
  readonly diffId: Digest | undefined
}

/** Stores a layer whose digest is not known before, compressed with gzip unless it is compressed. @throws PromoteError `disk` */
export async function addLayer(
  layout: LayoutFolder,
  content: Readable,
  options: CallOptions,
): Promise<AddedLayer> {
  const compression = compressionOf(await firstBytes(content))
  if (compression !== 'none') {
    const descriptor = await store(layout, [content], options)
    return { compression, descriptor, diffId: undefined }
  }
  const plain = new Hashing()
  const descriptor = await store(layout, [content, plain, createGzip()], options)
  return { compression: 'gzip', descriptor, diffId: plain.digest() }
}

async function store(
  layout: LayoutFolder,
  streams: readonly (Readable | Transform)[],
  { signal }: CallOptions,
): Promise<Pick<Descriptor, 'digest' | 'size'>> {
  await layout.blobFolder('sha256')
  const temporary = await layout.temporary()
  const hashing = new Hashing()
  const sink = createWriteStream(temporary, { flags: 'wx', mode: 0o644, flush: true })
  try {
    await pipeline([...streams, hashing, sink], signal === undefined ? {} : { signal })
    const digest = hashing.digest()
    const { size } = await stat(temporary)
    if ((await blobSize(layout.path, digest)) !== size)
      await placeDurably(blobPath(layout.path, digest), temporary)
    return { digest, size }
  } catch (error) {
    throw diskError(error, layout.path, 'be written')
  } finally {
    await rm(temporary, { force: true })
  }
}

/** The first bytes of a stream, which has them still. */
async function firstBytes(content: Readable): Promise<Buffer> {
  for (;;) {
    const chunk: Buffer | null = content.read()
    if (chunk !== null) {
      content.unshift(chunk)
      return chunk
    }
    if (content.readableEnded) return Buffer.alloc(0)
    const isOver = await new Promise<boolean>((resolve, reject) => {
      content.once('readable', () => resolve(false))
      content.once('end', () => resolve(true))
      content.once('error', reject)
    })
    if (isOver) return Buffer.alloc(0)
  }
}

class Hashing extends Transform {
  readonly #hash = createHash('sha256')

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.#hash.update(chunk)
    done(null, chunk)
  }

  digest(): Digest {
    return parseDigest(`sha256:${this.#hash.digest('hex')}`)
  }
}
