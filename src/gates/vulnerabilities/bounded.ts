import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { BlobSource, CallOptions } from '../../oci/store.ts'
import { errnoOf, reasonOf } from '../../support/system-error.ts'
import { MalformedReport, UnknownDocument } from './formats/fields.ts'

/** Bytes a report may have: that of an image with thousands of findings has some ten MiB. */
const MOST_BYTES = 32 * 1024 * 1024

/** A report's bytes out of a repository. @throws UnknownDocument for too many, and what opening throws */
export async function readLayer(
  source: BlobSource,
  layer: Descriptor,
  options: CallOptions,
): Promise<Uint8Array> {
  if (layer.size > MOST_BYTES) throw tooLarge()
  return buffer(await source.open(layer, options))
}

/** A report's bytes out of a file; null where there is none. @throws MalformedReport where it cannot be read, or is too large */
export async function readFileReport(path: string): Promise<Uint8Array | null> {
  try {
    // A pipe without a writer would be waited for.
    await using file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stat = await file.stat()
    if (!stat.isFile()) throw new MalformedReport('is no file')
    if (stat.size > MOST_BYTES) throw tooLarge()
    const bytes = await file.readFile()
    if (bytes.byteLength > MOST_BYTES) throw tooLarge()
    return bytes
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    if (code === undefined) throw error
    throw new MalformedReport(`cannot be read: ${reasonOf(code)}`)
  }
}

function tooLarge(): UnknownDocument {
  return new UnknownDocument(`is larger than ${MOST_BYTES / 1024 ** 2} MiB`)
}
