import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * The bytes of a file, links followed; none for a device that holds nothing, such as `/dev/null`. Undefined for what
 * has no content of its own: a pipe, a socket, any other device. Never waits for the other end of a pipe, which no signal
 * could end.
 * @throws Error of the system where it cannot be opened or read
 */
export async function readFileNow(path: string): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    const about = await file.stat()
    // A folder is read too: the system says what is wrong with that.
    if (about.isFile() || about.isDirectory()) return await file.readFile()
    if (!about.isCharacterDevice()) return undefined
    const { bytesRead } = await file.read(Buffer.alloc(1), 0, 1, null)
    return bytesRead === 0 ? Buffer.alloc(0) : undefined
  } finally {
    await file.close()
  }
}
