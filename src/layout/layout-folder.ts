import { mkdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { DigestAlgorithm } from '../oci/digest.ts'
import type { CallOptions } from '../oci/store.ts'
import { withFileLock } from '../support/disk/file-lock.ts'
import { syncFolder } from '../support/disk/sync-folder.ts'
import { PromoteError } from '../support/errors.ts'
import { errnoOf } from '../support/system-error.ts'
import { diskError } from './disk.ts'
import { EditQueue, type IndexEdit } from './edit-queue.ts'
import type { IndexEntry } from './index-entries.ts'
import {
  EMPTY_INDEX,
  type IndexDocument,
  readIndexFile,
  writeIndexFile,
  writeLayoutMarker,
} from './index-file.ts'
import { sweepTemporaryFiles, temporaryPath } from './temporary-files.ts'

/** Where temporary files and the lock are: inside the layout, so that a rename never crosses disks. */
const WORK_FOLDER = '.promote'

/**
 * The folder of an image layout: reads its index, and makes and changes it under one lock.
 * Reading makes nothing. Nothing is written through a symbolic link that leads out of the folder.
 */
export class LayoutFolder {
  /** Absolute. */
  readonly path: string
  #standsAlone: Promise<void> | undefined
  #made: Promise<void> | undefined
  /** Whether a blob that broke off is gone on with by whoever wants it next. */
  readonly goesOn: boolean
  readonly #edits = new EditQueue((edit, options) => this.#locked(options, () => this.editLocked(edit)))
  readonly #blobFolders = new Map<DigestAlgorithm, Promise<string>>()

  constructor(path: string, { goesOn = false }: { readonly goesOn?: boolean } = {}) {
    this.path = path
    this.goesOn = goesOn
  }

  /** The entries of index.json; none where there is no layout yet. @throws PromoteError as {@link readIndexFile}, `usage` inside another layout */
  async entries(options: CallOptions = {}): Promise<readonly IndexEntry[]> {
    options.signal?.throwIfAborted()
    await this.#checkPlace()
    return (await readIndexFile(this.path))?.entries ?? []
  }

  /** Changes index.json under the layout's lock; writes nothing when `edit` gives back what it was given. */
  async edit(edit: IndexEdit, options: CallOptions = {}): Promise<void> {
    await this.make(options)
    await this.#edits.add(edit, options)
  }

  /** As {@link edit}, where the caller holds the lock. */
  async editLocked(edit: IndexEdit): Promise<void> {
    const index: IndexDocument = (await readIndexFile(this.path)) ?? EMPTY_INDEX
    const entries = await edit(index.entries)
    if (entries === index.entries) return
    await writeIndexFile(this.path, await this.temporary(), { ...index, entries })
  }

  /** Makes the folder a layout where it is none yet, and clears what killed writers left in it; once for each instance. */
  async make(options: CallOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()
    this.#made ??= this.#make(options).catch((error: unknown) => {
      this.#made = undefined
      throw diskError(error, this.path, 'be made')
    })
    await this.#made
  }

  /** The folder of an algorithm's blobs, made where it is not there yet. @throws PromoteError `usage` when it leads out of the layout */
  async blobFolder(algorithm: DigestAlgorithm, options: CallOptions = {}): Promise<string> {
    await this.make(options)
    const known = this.#blobFolders.get(algorithm)
    if (known !== undefined) return known
    const making = this.#makeInside(join('blobs', algorithm)).catch((error: unknown) => {
      this.#blobFolders.delete(algorithm)
      throw diskError(error, this.path, 'be written')
    })
    this.#blobFolders.set(algorithm, making)
    return making
  }

  /** A path for a new temporary file on the layout's own disk; {@link make} comes before. */
  async temporary(): Promise<string> {
    return temporaryPath(this.workFolder)
  }

  /** Where temporary files and the lock are. */
  get workFolder(): string {
    return join(this.path, WORK_FOLDER)
  }

  /** A folder of the layout, made where it is not there yet; {@link make} comes before. @throws PromoteError `usage` when it leads out of the layout */
  folder(name: string): Promise<string> {
    return this.#makeInside(name).catch((error: unknown) => {
      throw diskError(error, this.path, 'be written')
    })
  }

  /** Runs `work` while nobody else changes the layout. */
  async locked<T>(work: () => Promise<T>, options: CallOptions = {}): Promise<T> {
    await this.make(options)
    return this.#locked(options, work)
  }

  async #make(options: CallOptions): Promise<void> {
    await this.#checkPlace()
    // Before anything is made: a folder of something else stays as it is.
    const isMade = (await readIndexFile(this.path)) !== undefined
    await mkdir(this.path, { recursive: true })
    await sweepTemporaryFiles(await this.#makeInside(WORK_FOLDER))
    if (isMade) return
    await this.#makeInside('blobs')
    await this.#locked(options, async () => {
      if ((await readIndexFile(this.path)) !== undefined) return
      await writeIndexFile(this.path, await this.temporary(), EMPTY_INDEX)
      await writeLayoutMarker(this.path, await this.temporary())
      await syncFolder(dirname(this.path))
    })
  }

  #locked<T>(options: CallOptions, work: () => Promise<T>): Promise<T> {
    return withFileLock(
      join(this.workFolder, 'lock'),
      work,
      options.signal === undefined ? {} : { signal: options.signal },
    )
  }

  async #makeInside(name: string): Promise<string> {
    const folder = join(this.path, name)
    const made = await mkdir(folder, { recursive: true })
    const [inner, outer] = [await realpath(folder), await realpath(this.path)]
    if (!inner.startsWith(outer + sep)) {
      throw new PromoteError(
        'usage',
        `The image layout ${this.path} is not written to: its folder ${name} leads to ${inner}, outside of it.`,
        { reference: this.path, hint: 'Replace the symbolic link by a folder.' },
      )
    }
    if (made !== undefined) await syncFolder(dirname(folder))
    return folder
  }

  #checkPlace(): Promise<void> {
    this.#standsAlone ??= refuseInsideLayout(this.path).catch((error: unknown) => {
      this.#standsAlone = undefined
      throw error
    })
    return this.#standsAlone
  }
}

/** A layout inside a layout could be taken for a part of it: refused, wherever symbolic links lead. */
async function refuseInsideLayout(path: string): Promise<void> {
  const existing = await nearestExisting(path)
  const real = await realpath(existing)
  for (let folder = existing === path ? dirname(real) : real; ; folder = dirname(folder)) {
    if (await isFile(join(folder, 'oci-layout'))) {
      throw new PromoteError('usage', `${path} is inside another image layout, ${folder}.`, {
        reference: path,
        hint: 'Give each repository a folder of its own, beside the others.',
      })
    }
    if (folder === dirname(folder)) return
  }
}

async function nearestExisting(path: string): Promise<string> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      await stat(folder)
      return folder
    } catch (error) {
      const isAbsent = errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR'
      if (!isAbsent || folder === dirname(folder)) throw diskError(error, path, 'be read')
    }
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch {
    // A folder above that cannot be looked into is no reason to refuse the one below.
    return false
  }
}
