import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PromoteError } from '../support/errors.ts'
import { isObject } from '../support/json-object.ts'
import { MAX_JSON_BYTES } from '../support/limits.ts'
import { parseJson } from '../support/parse-json.ts'
import { errnoOf } from '../support/system-error.ts'
import { openFile, unlessAbsent, writeDurably } from './disk.ts'
import type { IndexEntry } from './index-entries.ts'

/** index.json as it was read; fields of other tools are kept. */
export interface IndexDocument {
  readonly fields: Readonly<Record<string, unknown>>
  readonly entries: readonly IndexEntry[]
}

const LAYOUT_VERSION = '1.0.0'

/** The index.json of a layout that holds nothing. */
export const EMPTY_INDEX: IndexDocument = {
  fields: { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json' },
  entries: [],
}

/**
 * Reads a layout's index.json. OCI image spec 1.1, "Image Layout".
 * @returns undefined when there is no layout yet: no folder, or an empty one
 * @throws PromoteError `usage` when the path is a file or a folder of something else, `unsupported` for another
 *   layout version, `protocol` when a file of the layout is broken, `disk` when it cannot be read
 */
export async function readIndexFile(folder: string): Promise<IndexDocument | undefined> {
  const markerPath = join(folder, 'oci-layout')
  let marker = await readJson(markerPath, folder)
  const found = await readJson(join(folder, 'index.json'), folder)
  const index = found === undefined ? undefined : indexFrom(found, folder)
  if (marker === undefined && index !== undefined && index.entries.length > 0) {
    // A writer may just have made both, the marker last.
    marker = await readJson(markerPath, folder)
    if (marker === undefined) throw broken(folder, 'the file oci-layout is missing')
  }
  if (marker === undefined) {
    await refuseOtherFolders(folder)
    return undefined
  }
  if (marker.imageLayoutVersion !== LAYOUT_VERSION) {
    throw new PromoteError(
      'unsupported',
      `${folder} has the image layout version ${JSON.stringify(marker.imageLayoutVersion)}, not "${LAYOUT_VERSION}".`,
      { reference: folder },
    )
  }
  if (index === undefined) throw broken(folder, 'the file index.json is missing')
  return index
}

/** Writes index.json in one step: readers see the old or the new one. @throws PromoteError `disk` */
export async function writeIndexFile(folder: string, temporary: string, index: IndexDocument): Promise<void> {
  const document = { ...index.fields, manifests: index.entries }
  await writeJson(join(folder, 'index.json'), temporary, document)
}

/** Writes the file that makes a folder a layout; index.json must be there before. @throws PromoteError `disk` */
export async function writeLayoutMarker(folder: string, temporary: string): Promise<void> {
  await writeJson(join(folder, 'oci-layout'), temporary, { imageLayoutVersion: LAYOUT_VERSION })
}

async function writeJson(path: string, temporary: string, document: unknown): Promise<void> {
  await writeDurably(path, temporary, (file) => file.writeFile(`${JSON.stringify(document, null, 2)}\n`))
}

async function readJson(
  path: string,
  folder: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const text = await unlessAbsent(path, () => readCapped(path, folder)).catch((error: unknown) => {
    throw isNotAFolder(error) ? fileInsteadOfFolder(folder, error) : error
  })
  if (text === undefined) return undefined
  let document: unknown
  try {
    document = parseJson(text)
  } catch (cause) {
    throw broken(folder, `${path} is not JSON`, cause)
  }
  if (!isObject(document)) throw broken(folder, `${path} is not a JSON object`)
  return document
}

async function readCapped(path: string, folder: string): Promise<string> {
  const file = await openFile(path)
  try {
    const { size } = await file.stat()
    if (size > MAX_JSON_BYTES) throw broken(folder, `${path} is larger than ${MAX_JSON_BYTES} bytes`)
    return await readFile(file, 'utf8')
  } finally {
    await file.close()
  }
}

function indexFrom(document: Readonly<Record<string, unknown>>, folder: string): IndexDocument {
  const { manifests: listed, ...fields } = document
  // umoci and oras write null for none.
  const manifests = listed === null ? [] : listed
  if (document.schemaVersion !== 2) throw broken(folder, 'the schemaVersion of index.json is not 2')
  if (!Array.isArray(manifests)) throw broken(folder, 'index.json has no list of manifests')
  const entries = manifests.map((entry: unknown, position): IndexEntry => {
    if (!isObject(entry) || typeof entry.mediaType !== 'string' || typeof entry.digest !== 'string') {
      throw broken(folder, `manifests[${position}] of index.json is no descriptor`)
    }
    if (!Number.isSafeInteger(entry.size) || Number(entry.size) < 0) {
      throw broken(folder, `manifests[${position}] of index.json has no valid size`)
    }
    return entry
  })
  return { fields, entries }
}

/** What a killed run leaves, and a writer at the same time makes, before there is a layout. */
const OWN_NAMES: ReadonlySet<string> = new Set(['blobs', 'index.json', 'oci-layout'])

/** A folder without a layout must be empty, but for hidden files and what becomes a layout. */
async function refuseOtherFolders(folder: string): Promise<void> {
  const names = (await unlessAbsent(folder, () => readdir(folder))) ?? []
  const foreign = names.find((name) => !name.startsWith('.') && !OWN_NAMES.has(name))
  if (foreign === undefined) return
  throw new PromoteError(
    'usage',
    `${folder} is not an image layout: it has no file oci-layout, but it holds "${foreign}".`,
    { reference: folder, hint: 'Name the folder of an image layout, or one that is empty or not there yet.' },
  )
}

function isNotAFolder(error: unknown): boolean {
  return error instanceof PromoteError && errnoOf(error.details.cause) === 'ENOTDIR'
}

function fileInsteadOfFolder(folder: string, cause: unknown): PromoteError {
  return new PromoteError(
    'usage',
    `${folder} is not an image layout: it, or a part of its path, is a file.`,
    {
      reference: folder,
      hint: 'An image layout is a folder.',
      cause,
    },
  )
}

function broken(folder: string, what: string, cause?: unknown): PromoteError {
  return new PromoteError('protocol', `The image layout ${folder} is broken: ${what}.`, {
    reference: folder,
    hint: 'Restore it from a copy, or remove the folder and promote into a new one.',
    ...(cause === undefined ? {} : { cause }),
  })
}
