import { readFile, stat } from 'node:fs/promises'

/**
 * Which process holds a lock on a file, as `process 4711`; undefined where the system does not tell: only Linux lists its
 * locks (proc_locks(5)), and not those of other containers.
 */
export async function lockHolder(file: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    const [locks, { ino }] = await Promise.all([
      readFile('/proc/locks', 'utf8'),
      stat(file, { bigint: true }),
    ])
    const fields = locks.split('\n').map((line) => line.split(/ +/))
    const own = fields.find(([, kind, , mode, , place]) => {
      return kind !== '->' && mode === 'WRITE' && place?.split(':')[2] === `${ino}`
    })
    const pid = Number(own?.[4] ?? 0)
    return pid > 0 ? `process ${pid}` : undefined
  } catch {
    // Told for convenience only: that a lock is held is known without it.
    return undefined
  }
}
