import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { errnoOf } from '../system-error.ts'

/**
 * Text of a plain file; undefined where it is none, cannot be read, or is larger. Never follows a link, and never waits for
 * the other end of a pipe.
 */
export async function readPlainFile(file: string, maxBytes: number): Promise<string | undefined> {
  try {
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
    const handle = await open(file, flags)
    try {
      const about = await handle.stat()
      if (!about.isFile() || about.size > maxBytes) return undefined
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(about.size), 0, about.size, 0)
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return undefined
  }
}
