// Preloaded into the real binary: kills the process around the n-th flush (fsync) of a file.
import { open } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const wanted = Number(process.env.KILL_AT_FLUSH)
const after = process.env.KILL_WHEN === 'after'
const handle = await open(fileURLToPath(import.meta.url))
const prototype = Object.getPrototypeOf(handle)
await handle.close()
let count = 0
for (const name of ['sync', 'datasync']) {
  const flush = prototype[name]
  prototype[name] = async function () {
    const isIt = ++count === wanted
    if (isIt && !after) process.kill(process.pid, 'SIGKILL')
    const result = await flush.call(this)
    if (isIt && after) process.kill(process.pid, 'SIGKILL')
    return result
  }
}
