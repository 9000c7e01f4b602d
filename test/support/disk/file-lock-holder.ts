/** A process that holds a lock: `holder.ts FILE [warn]`. Says `held` and holds on until standard input ends or it is killed. */
import { once } from 'node:events'
import { withFileLock } from '../../../src/support/disk/file-lock.ts'

const [file = '', warn] = process.argv.slice(2)
await withFileLock(file, async () => {
  process.stdout.write('held\n')
  process.stdin.resume()
  await once(process.stdin, 'end')
})
if (warn !== undefined) process.emitWarning('another one', 'ExperimentalWarning')
