import { open } from 'node:fs/promises'
import { errnoOf } from '../system-error.ts'

/** Flushes a folder, so that names made in it survive a power cut; does nothing where folders cannot be flushed. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and some network file systems flush none.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } catch (error) {
    if (errnoOf(error) !== 'EINVAL' && errnoOf(error) !== 'ENOTSUP') throw error
  } finally {
    await folder.close()
  }
}
