import { resolve } from 'node:path'
import { PromoteError } from '../../../support/errors.ts'
import type { Path } from '../../pointer.ts'
import { readBytes } from '../../text-file.ts'
import type { Draft } from '../draft.ts'
import { messageOf } from '../message.ts'
import { checkFilePath } from './file-path.ts'

/** Bytes a file of certificates, keys or signers may have; the largest bundles of certificates have a quarter of one MiB. */
const MAX_BYTES = 4 * 1024 * 1024

/** Where the files that a promotion file names are, and what tells whoever reads them to stop. */
export interface FilesContext {
  /** Where relative paths start. */
  readonly folder: string
  readonly signal: AbortSignal | undefined
}

/** A file that a promotion file names. */
export interface ReadFile {
  /** After `${VAR}`. */
  readonly name: string
  /** What messages call it. */
  readonly written: string
  /** Absolute. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Reads the file that is named at a path; undefined, and reported, where it cannot be read, and where no text stands there. */
export async function readNamed(
  draft: Draft,
  path: Path,
  { folder, signal }: FilesContext,
): Promise<ReadFile | undefined> {
  const name = draft.text(path)
  if (name === undefined || name === '' || !checkFilePath(draft, path)) return undefined
  const written = draft.written(path) ?? name
  const absolute = resolve(folder, name)
  try {
    const bytes = await readBytes(absolute, {
      limit: MAX_BYTES,
      name: written,
      ...(signal === undefined ? {} : { signal }),
    })
    return { name, written, path: absolute, bytes }
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    draft.report(path, messageOf(error))
    return undefined
  }
}

/** The text of a file whose format is ASCII. */
export function textOf({ bytes }: ReadFile): string {
  return Buffer.from(bytes).toString('latin1')
}
