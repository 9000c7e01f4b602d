import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { type RoundTrip, startRoundTrip } from '../../bench/round-trip.ts'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const opened: { close(): unknown }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** A server that reads to the end and answers with `answer` and the hash of what it read. */
async function echo(answer: Uint8Array): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, async (socket) => {
    const asked = await buffer(socket)
    socket.end(Buffer.concat([answer, Buffer.from(sha256(asked))]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push(server)
  return server
}

async function proxied(server: Server, milliseconds: number): Promise<RoundTrip> {
  const proxy = await startRoundTrip(`127.0.0.1:${(server.address() as AddressInfo).port}`, milliseconds)
  opened.push(proxy)
  return proxy
}

async function ask(host: string, question: Uint8Array): Promise<Buffer> {
  const [name, port] = host.split(':')
  const socket = connect({ host: name ?? '', port: Number(port), allowHalfOpen: true })
  socket.end(question)
  return buffer(socket)
}

test.each([0, 4])('with %i ms added, bytes come through unchanged and are counted', async (milliseconds) => {
  const [question, answer] = [randomBytes(3_000_001), randomBytes(2_000_003)]
  const proxy = await proxied(await echo(answer), milliseconds)
  const answers = await Promise.all([ask(proxy.host, question), ask(proxy.host, question)])
  for (const got of answers) {
    expect(sha256(got.subarray(0, answer.length))).toBe(sha256(answer))
    expect(got.subarray(answer.length).toString()).toBe(sha256(question))
  }
  const bytesDown = 2 * (answer.length + 64)
  expect(await proxy.counts()).toEqual({ connections: 2, bytesUp: 2 * question.length, bytesDown })
})

test('a server that is not there closes the connection and ends nothing else', async () => {
  const server = await echo(Buffer.from('here'))
  const proxy = await proxied(server, 0)
  opened.splice(opened.indexOf(server), 1)
  server.close()
  await once(server, 'close')
  const answer = await ask(proxy.host, Buffer.from('anybody?')).catch(() => Buffer.from(''))
  expect(answer).toHaveLength(0)
  expect(await proxy.counts()).toMatchObject({ connections: 1 })
})
