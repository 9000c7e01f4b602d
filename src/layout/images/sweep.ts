import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Descriptor } from '../../oci/descriptor.ts'
import { type Digest, hexOf, isDigest } from '../../oci/digest.ts'
import { isIndexType, isManifestType } from '../../oci/media-types.ts'
import { unlessAbsent } from '../disk.ts'
import { descriptorOf, type IndexEntry, nameOf } from '../index-entries.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import { readParsed } from '../manifest-file.ts'
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
 * @throws PromoteError `content`, before anything is taken away, where a manifest that stays cannot be read
 */
export async function sweep(layout: LayoutFolder): Promise<Sweep> {
  const entries = await layout.entries()
  const kept = await reach(layout, entries)
  const isKept = (entry: IndexEntry): boolean => {
    const descriptor = descriptorOf(entry)
    return descriptor === undefined || kept.has(descriptor.digest)
  }
  const gone = entries.map(descriptorOf).filter((entry) => entry !== undefined && !kept.has(entry.digest))
  await layout.editLocked((now) => (now.every(isKept) ? now : now.filter(isKept)))
  const freed = (await removeBlobs(layout, kept)) + (await removeParts(join(layout.path, PARTIAL_FOLDER)))
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
      const subject = (await readParsed(layout, descriptor))?.subject
      if (subject !== undefined && reached.has(subject.digest)) await reachFrom(layout, descriptor, reached)
    }
  }
  return reached
}

async function reachFrom(layout: LayoutFolder, root: Descriptor, reached: Set<Digest>): Promise<void> {
  const open = [root]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next.digest)) continue
    reached.add(next.digest)
    if (!isIndexType(next.mediaType) && !isManifestType(next.mediaType)) continue
    // Of an image of several platforms some may not be here.
    const parsed = await readParsed(layout, next)
    if (parsed?.kind === 'index') open.push(...parsed.manifests)
    else if (parsed !== undefined)
      for (const blob of [parsed.config, ...parsed.layers]) reached.add(blob.digest)
  }
}

async function removeBlobs(layout: LayoutFolder, kept: ReadonlySet<Digest>): Promise<number> {
  let freed = 0
  for (const algorithm of ['sha256', 'sha512'] as const) {
    const folder = join(layout.path, 'blobs', algorithm)
    for (const hex of (await unlessAbsent(folder, () => readdir(folder))) ?? []) {
      const digest = `${algorithm}:${hex}`
      if (!isDigest(digest) || hexOf(digest) !== hex || kept.has(digest)) continue
      const path = join(folder, hex)
      freed += (await stat(path)).size
      await rm(path, { force: true })
    }
  }
  return freed
}
