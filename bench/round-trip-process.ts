// Child process of round-trip.ts: a TCP proxy that adds a round trip and counts what goes through.
// Arguments: the target's host and port, and half the round trip in milliseconds.
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import type { Counts } from './round-trip.ts'

const [host = '127.0.0.1', port = '0', half = '0'] = process.argv.slice(2)
const halfMs = Number(half)

/** Bytes that may be on their way in one direction of one connection before its sender is held back. */
const window = 16 * 1024 * 1024

const counts = { connections: 0, bytesUp: 0, bytesDown: 0 }

/** Passes on all that `from` sends, each chunk half a round trip late; `count` is told its size. */
function pass(from: Socket, to: Socket, count: (bytes: number) => void): void {
  let underWay = 0
  const later = (deliver: () => void) => (halfMs === 0 ? deliver() : void setTimeout(deliver, halfMs))
  from.on('data', (chunk: Buffer) => {
    count(chunk.length)
    underWay += chunk.length
    if (underWay >= window) from.pause()
    later(() => {
      if (to.destroyed) return
      to.write(chunk, () => {
        underWay -= chunk.length
        if (underWay < window && from.isPaused()) from.resume()
      })
    })
  })
  from.on('end', () => later(() => to.end()))
  from.on('error', () => to.destroy())
  from.on('close', () => later(() => to.destroySoon()))
}

async function serve(client: Socket): Promise<void> {
  counts.connections += 1
  client.setNoDelay(true)
  client.pause()
  client.on('error', () => client.destroy())
  // The kernel accepted at once; a real one would have taken a round trip.
  await wait(halfMs * 2)
  const upstream = connect({ host, port: Number(port), noDelay: true, allowHalfOpen: true })
  pass(client, upstream, (bytes) => {
    counts.bytesUp += bytes
  })
  pass(upstream, client, (bytes) => {
    counts.bytesDown += bytes
  })
  client.resume()
}

const server = createServer({ allowHalfOpen: true }, (client) => void serve(client))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
process.on('message', () => process.send?.({ ...counts } satisfies Counts))
process.on('disconnect', () => process.exit())
