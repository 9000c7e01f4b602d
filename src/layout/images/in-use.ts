import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallOptions } from '../../oci/store.ts'
import type { LayoutFolder } from '../layout-folder.ts'
import { sweepTemporaryFiles, temporaryPath } from '../temporary-files.ts'

/** Each process that uses the layout's content has a file here, named as temporary files are. */
const IN_USE_FOLDER = join('.promote', 'in-use')

/** Runs `work` while {@link isInUse} is true for everybody. The file of a process that is killed counts no more. */
export async function whileInUse<T>(
  layout: LayoutFolder,
  work: () => Promise<T>,
  options: CallOptions,
): Promise<T> {
  const mark = await layout.locked(async () => {
    const path = await temporaryPath(await layout.folder(IN_USE_FOLDER))
    await writeFile(path, '')
    return path
  }, options)
  try {
    return await work()
  } finally {
    await rm(mark, { force: true })
  }
}

/** Whether any process uses the layout's content. Only to be asked while the layout is locked: nobody can begin then. */
export async function isInUse(layout: LayoutFolder): Promise<boolean> {
  const folder = await layout.folder(IN_USE_FOLDER)
  await sweepTemporaryFiles(folder)
  return (await readdir(folder)).length > 0
}
