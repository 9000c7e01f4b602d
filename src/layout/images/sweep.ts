import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, hexOf, isDigest } from '../../oci/digest.ts'
import type { ParsedManifest } from '../../oci/manifest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import { PromoteError } from '../../support/errors.ts'
import { unlessAbsent } from '../disk.ts'
import { descriptorOf, type IndexEntry, nameOf } from '../index-entries.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import { readParsed } from '../manifests/manifest-file.ts'
import { PARTIAL_FOLDER, removeParts } from '../partial-blobs.ts'

/** What was taken away. */
export interface Sweep {
  /** Manifests that are gone. */
  readonly deleted: readonly Digest[]
  readonly freed: number
}

/**
 * Takes away entries without a name, and every blob that what stays does not name. What refers to an image that stays
 * stays with it. Only to be called while the layout is locked and nobody uses its content.
 * @param of these manifests and what they hold alone; without it all, and what pulls that broke off have got so far
 */
export async function sweep(layout: LayoutFolder, of?: readonly Digest[]): Promise<Sweep> {
  const entries = await layout.entries()
  const named = await reach(layout, entries)
  const meant = of === undefined ? undefined : await reachOf(layout, entries, of)
  const isKept = (digest: Digest): boolean => named.has(digest) || meant?.has(digest) === false
  const stays = (entry: IndexEntry): boolean => {
    const descriptor = descriptorOf(entry)
    return descriptor === undefined || isKept(descriptor.digest)
  }
  const gone = entries.map(descriptorOf).filter((entry) => entry !== undefined && !isKept(entry.digest))
  await layout.editLocked((now) => (now.every(stays) ? now : now.filter(stays)))
  const parts = of === undefined ? await removeParts(join(layout.path, PARTIAL_FOLDER)) : 0
  const freed = (await removeBlobs(layout, isKept)) + parts
  return {
    deleted: [...new Set(gone.flatMap((entry) => (entry === undefined ? [] : [entry.digest])))],
    freed,
  }
}

/** The digests of all that entries with a name hold, and of what refers to that. */
async function reach(layout: LayoutFolder, entries: readonly IndexEntry[]): Promise<ReadonlySet<Digest>> {
  const reached = new Set<Digest>()
  const described = entries.flatMap((entry) => {
    const descriptor = descriptorOf(entry)
    return descriptor === undefined ? [] : [{ descriptor, isNamed: nameOf(entry) !== undefined }]
  })
  for (const { descriptor, isNamed } of described) if (isNamed) await reachFrom(layout, descriptor, reached)
  const waiting = new Map(
    described.filter(({ isNamed }) => !isNamed).map((one) => [one.descriptor.digest, one]),
  )
  // A referrer may refer to another one: until nothing is added any more.
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const { descriptor } of waiting.values()) {
      const subject = (await readWhole(layout, descriptor))?.subject
      if (subject !== undefined && reached.has(subject.digest)) await reachFrom(layout, descriptor, reached)
    }
  }
  return reached
}

/** The digests of all that these manifests hold. */
async function reachOf(
  layout: LayoutFolder,
  entries: readonly IndexEntry[],
  digests: readonly Digest[],
): Promise<ReadonlySet<Digest>> {
  const wanted = new Set(digests)
  const reached = new Set<Digest>(digests)
  for (const descriptor of entries.map(descriptorOf)) {
    if (descriptor === undefined || !wanted.has(descriptor.digest)) continue
    reached.delete(descriptor.digest)
    await reachFrom(layout, descriptor, reached)
  }
  return reached
}

/** A manifest; undefined for one that is not here, or that is damaged: what it held nobody can tell, and a pull brings it again. */
async function readWhole(layout: LayoutFolder, descriptor: Descriptor): Promise<ParsedManifest | undefined> {
  try {
    return await readParsed(layout, descriptor)
  } catch (error) {
    if (error instanceof PromoteError && UNREADABLE.has(error.code)) return undefined
    throw error
  }
}

const UNREADABLE: ReadonlySet<string> = new Set(['content', 'protocol', 'unsupported'])

async function reachFrom(layout: LayoutFolder, root: Descriptor, reached: Set<Digest>): Promise<void> {
  const open = [root]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next.digest)) continue
    reached.add(next.digest)
    if (!isIndexType(next.mediaType) && !isManifestType(next.mediaType)) continue
    // Of an image of several platforms some may not be here.
    const parsed = await readWhole(layout, next)
    if (parsed?.kind === 'index') open.push(...parsed.manifests)
    else if (parsed !== undefined)
      for (const blob of [parsed.config, ...parsed.layers]) reached.add(blob.digest)
  }
}

async function removeBlobs(layout: LayoutFolder, isKept: (digest: Digest) => boolean): Promise<number> {
  let freed = 0
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const folder = join(layout.path, 'blobs', algorithm)
    for (const hex of (await unlessAbsent(folder, () => readdir(folder))) ?? []) {
      const digest = `${algorithm}:${hex}`
      if (!isDigest(digest) || hexOf(digest) !== hex || isKept(digest)) continue
      const path = join(folder, hex)
      freed += (await stat(path)).size
      await rm(path, { force: true })
    }
  }
  return freed
}
