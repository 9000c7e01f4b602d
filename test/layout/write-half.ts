import { Readable } from 'node:stream'
import { openLayout } from '../../src/layout/layout-store.ts'
import { makeBlob } from '../support/images.ts'

/** Run as a process of its own: begins to write a blob into the layout and is killed half-way. */
const [path = ''] = process.argv.slice(2)
const { descriptor, bytes } = makeBlob('killed', 100_000)
await openLayout(path).putBlob(descriptor, async () =>
  Readable.from(
    (async function* () {
      yield Buffer.from(bytes.subarray(0, 50_000))
      process.kill(process.pid, 'SIGKILL')
      // Never reached by a process that was killed.
      yield Buffer.from(bytes.subarray(50_000))
    })(),
  ),
)
