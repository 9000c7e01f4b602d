import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { testClient } from '../../../support/registry-client.ts'

const open: { readonly server: Server; readonly sockets: Set<Socket> }[] = []

afterEach(() => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})

/** A server on bare sockets: `answer` is called for each request's head, with its number and that of its connection. */
async function startBare(
  answer: (socket: Socket, request: number, connection: number) => void,
): Promise<{ readonly host: string; readonly sockets: Set<Socket>; readonly connections: () => number }> {
  const sockets = new Set<Socket>()
  let [requests, connections] = [0, 0]
  const server = createServer((socket) => {
    const connection = ++connections
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    socket.on('data', () => answer(socket, ++requests, connection))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  open.push({ server, sockets })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { host: `127.0.0.1:${port}`, sockets, connections: () => connections }
}

const ABSENT = 'HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n'

/** Asks `times` times, one after the other, with `between` in between. */
async function ask(
  host: string,
  times: number,
  between: () => Promise<unknown> = async () => {},
): Promise<void> {
  const client = testClient({ retries: 0 })
  try {
    const store = client.repository({ kind: 'registry', host, repository: 'a' })
    for (let round = 0; round < times; round++) {
      if (round > 0) await between()
      expect(await store.resolve('1.0')).toBeUndefined()
    }
  } finally {
    await client.close()
  }
}

test('a connection carries one request after the other', async () => {
  const server = await startBare((socket) => socket.write(`${ABSENT}\r\n`))
  await ask(server.host, 5)
  expect(server.connections()).toBe(1)
})

test('one that the server has closed meanwhile is replaced', async () => {
  const server = await startBare((socket) => socket.write(`${ABSENT}\r\n`))
  await ask(server.host, 3, async () => {
    for (const socket of server.sockets) socket.end()
    await vi.waitFor(() => expect(server.sockets.size).toBe(0))
  })
  expect(server.connections()).toBe(3)
})

test('one that the server will keep for no more than a moment is not used again', async () => {
  const server = await startBare((socket) => socket.write(`${ABSENT}keep-alive: timeout=1\r\n\r\n`))
  await ask(server.host, 2)
  expect(server.connections()).toBe(2)
})

test('one on which bytes came that nobody asked for is not used again', async () => {
  const second = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'
  const server = await startBare((socket, request) => {
    socket.write(`${ABSENT}\r\n`, () => {
      if (request === 1) setImmediate(() => socket.write(second))
    })
  })
  await ask(server.host, 2, () => vi.waitFor(() => expect(server.sockets.size).toBe(0)))
  expect(server.connections()).toBe(2)
})

test('an answer with another one glued to it is taken, and its connection is not used again', async () => {
  const server = await startBare((socket) =>
    socket.write(`${ABSENT}\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`),
  )
  await ask(server.host, 2)
  expect(server.connections()).toBe(2)
})

test('one that breaks within an answer fails the request, which can be tried again', async () => {
  const server = await startBare((socket, request) => {
    if (request === 1) socket.end('HTTP/1.1 404 Not Found\r\ncontent-le')
    else socket.write(`${ABSENT}\r\n`)
  })
  await expect(ask(server.host, 1)).rejects.toMatchObject({ code: 'unreachable' })
  await ask(server.host, 1)
})

test('an answer that trickles in before it begins is given up', async () => {
  const server = await startBare((socket) => {
    const timer = setInterval(() => socket.write('x: y\r\n'), 20)
    socket.write('HTTP/1.1 200 OK\r\n')
    socket.once('close', () => clearInterval(timer))
  })
  const client = testClient({ retries: 0, timeoutMs: 300 })
  try {
    const store = client.repository({ kind: 'registry', host: server.host, repository: 'a' })
    await expect(store.resolve('1.0')).rejects.toMatchObject({ code: 'timeout' })
  } finally {
    await client.close()
  }
})

test('a request that is aborted ends its connection, one that waits for a connection none', async () => {
  const server = await startBare(() => undefined)
  const client = testClient({ retries: 0 })
  try {
    const store = client.repository({ kind: 'registry', host: server.host, repository: 'a' })
    const controller = new AbortController()
    const asking = store.resolve('1.0', { signal: controller.signal })
    await vi.waitFor(() => expect(server.sockets.size).toBe(1))
    controller.abort(new Error('enough'))
    await expect(asking).rejects.toThrow('enough')
    await vi.waitFor(() => expect(server.sockets.size).toBe(0))
  } finally {
    await client.close()
  }
})
