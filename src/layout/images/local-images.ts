import { resolve } from 'node:path'
import {
  type LocalImages,
  type LocalName,
  type LocalRemoval,
  localNameText,
} from '../../model/images/local-images.ts'
import { type Digest, isDigest } from '../../oci/digest.ts'
import { isTag } from '../../oci/reference.ts'
import type { CallOptions } from '../../oci/store.ts'
import { readArchive } from '../archive/read-archive.ts'
import { writeArchive } from '../archive/write-archive.ts'
import { descriptorOf, type IndexEntry, nameOf, withName, withoutName } from '../index-entries.ts'
import { LayoutFolder } from '../layout-folder.ts'
import { openRepositoryIn } from '../layout-store.ts'
import { tagsUnder } from '../tag-names.ts'
import { isInUse, whileInUse } from './in-use.ts'
import { sweep } from './sweep.ts'

/** The images in a folder, which is made when something is first put there. */
export function openLocalImages(folder: string): LocalImages {
  const layout = new LayoutFolder(resolve(folder), { goesOn: true })
  return {
    path: layout.path,
    names: async (options = {}) => (await layout.entries(options)).flatMap((entry) => localName(entry) ?? []),
    repository: (name) => openRepositoryIn(layout, tagsUnder(name)),
    keep: (repository, digest, descriptor, options) => {
      const name = localNameText({ repository, digest, descriptor })
      return layout.edit((entries) => withName(entries, descriptor, name), options)
    },
    use: (work, options = {}) => whileInUse(layout, work, options),
    exportArchive: (path, format, images, options = {}) =>
      writeArchive(layout, path, format, images, options),
    importArchive: (path, options = {}) =>
      readArchive(layout, openRepositoryIn(layout, tagsUnder('')), path, options),
    remove: (names, options = {}) => remove(layout, names, options),
    removeUnnamed: (digests, options = {}) => removeUnnamed(layout, digests, options),
  }
}

async function remove(
  layout: LayoutFolder,
  names: readonly LocalName[],
  options: CallOptions,
): Promise<LocalRemoval> {
  const unwanted = new Set(names.map(localNameText))
  return layout.locked(async () => {
    const there = new Set((await layout.entries()).map(nameOf))
    await layout.editLocked((entries) => [...unwanted].reduce(withoutName, entries))
    const untagged = names.filter((name) => there.has(localNameText(name)))
    if (await isInUse(layout)) return { untagged, deleted: [], freed: 0, isLater: true }
    return { untagged, ...(await sweep(layout)), isLater: false }
  }, options)
}

async function removeUnnamed(
  layout: LayoutFolder,
  digests: readonly Digest[],
  options: CallOptions,
): Promise<void> {
  if (digests.length === 0) return
  await layout.locked(async () => {
    if (!(await isInUse(layout))) await sweep(layout, digests)
  }, options)
}

/** What an entry names; undefined for one that other tools made with a name of another form. */
function localName(entry: IndexEntry): LocalName | undefined {
  const name = nameOf(entry)
  const descriptor = descriptorOf(entry)
  if (name === undefined || descriptor === undefined) return undefined
  const at = name.indexOf('@')
  const digest = name.slice(at + 1)
  if (at > 0 && isDigest(digest)) return { repository: name.slice(0, at), digest, descriptor }
  const colon = name.lastIndexOf(':')
  const tag = name.slice(colon + 1)
  return colon > 0 && isTag(tag) ? { repository: name.slice(0, colon), tag, descriptor } : undefined
}
