import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { RegistryOptions } from '../../../src/model/config.ts'
import { startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { startForwardProxy } from '../../support/forward-proxy.ts'
import { makeBlob, makeImage } from '../../support/images.ts'
import { listenOnLoopback } from '../../support/loopback.ts'
import { bodyOf } from '../../support/push.ts'
import { testClient } from '../../support/registry-client.ts'
import { makeServerCertificate, type ServerCertificate } from '../../support/tls.ts'
import { startTlsFront } from '../../support/tls-front.ts'
import { startAnswering } from '../answering.ts'

let folder = ''
let certificate: ServerCertificate

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connections-'))
  certificate = await makeServerCertificate(folder)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

const blob = makeBlob('tls', 500_000)

async function roundTrip(host: string, registries: Record<string, RegistryOptions>): Promise<void> {
  const client = testClient({ registries, retries: 0 })
  try {
    const store = client.repository({ kind: 'registry', host, repository: 'a/b' }, { push: true })
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect((await buffer(await store.open(blob.descriptor))).equals(blob.bytes)).toBe(true)
    expect(await store.has(blob.descriptor)).toBe(true)
  } finally {
    await client.close()
  }
}

describe('TLS', () => {
  test('with the authority of caFile, also where locations say http on the same host', async () => {
    const registry = await startFaultRegistry({ locations: 'absolute' })
    await using front = await startTlsFront(registry.host, certificate)
    try {
      await roundTrip(front.host, { [front.host]: { caFile: certificate.caFile } })
    } finally {
      await registry.close()
    }
  })

  test('without it names the option that would help', async () => {
    const registry = await startFaultRegistry()
    await using front = await startTlsFront(registry.host, certificate)
    try {
      await expect(roundTrip(front.host, { [front.host]: { plainHttp: false } })).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(front.host),
        details: { hint: expect.stringContaining(`registries."${front.host}".caFile`) },
      })
    } finally {
      await registry.close()
    }
  })

  test('to a plain port, and plain to a TLS port, name the option that would help', async () => {
    const registry = await startFaultRegistry()
    await using front = await startTlsFront(registry.host, certificate)
    try {
      await expect(roundTrip(registry.host, { [registry.host]: { plainHttp: false } })).rejects.toMatchObject(
        {
          code: 'unreachable',
          details: { hint: expect.stringContaining('plainHttp: true') },
        },
      )
      await expect(roundTrip(front.host, {})).rejects.toMatchObject({
        details: { hint: expect.stringMatching(/plainHttp|reached from here/) },
      })
    } finally {
      await registry.close()
    }
  })

  test.each([
    ['absent.pem', undefined],
    ['empty.pem', 'not a certificate'],
  ])('with a caFile that is %s names the file', async (name, content) => {
    const caFile = path.join(folder, name)
    if (content !== undefined) await writeFile(caFile, content)
    await expect(roundTrip('localhost:1', { 'localhost:1': { caFile } })).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringContaining(caFile),
    })
  })
})

describe('a proxy', () => {
  test('forwards plain HTTP and gets its own credentials', async () => {
    const registry = await startFaultRegistry({ locations: 'relative' })
    await using proxy = await startForwardProxy(registry.host)
    const client = testClient({
      env: { HTTP_PROXY: `http://me:secret@${proxy.host}` },
      registries: { 'registry.example.com': { plainHttp: true } },
    })
    try {
      const store = client.repository(
        { kind: 'registry', host: 'registry.example.com', repository: 'a/b' },
        { push: true },
      )
      await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
      expect((await buffer(await store.open(blob.descriptor))).equals(blob.bytes)).toBe(true)
      expect(proxy.asked).toHaveLength(3)
      expect(proxy.asked.every((line) => line.includes(' http://registry.example.com/v2/a/b/'))).toBe(true)
      expect([...proxy.authorizations]).toEqual([`Basic ${Buffer.from('me:secret').toString('base64')}`])
      expect(registry.requests.every(({ headers }) => headers.host === 'registry.example.com')).toBe(true)
    } finally {
      await client.close()
      await registry.close()
    }
  })

  test('tunnels TLS, and the certificate is still that of the registry', async () => {
    const registry = await startFaultRegistry({ locations: 'relative' })
    await using front = await startTlsFront(registry.host, certificate)
    await using proxy = await startForwardProxy(front.host)
    // A name that the certificate has and that is not loopback for the proxy rules is not to be had: the name check must fail.
    const client = testClient({
      env: { HTTPS_PROXY: proxy.host },
      registries: { 'registry.example.com': { caFile: certificate.caFile } },
      retries: 0,
    })
    try {
      const store = client.repository({ kind: 'registry', host: 'registry.example.com', repository: 'a/b' })
      await expect(store.resolve('1.0')).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(
          'the certificate of registry.example.com is for localhost, 127.0.0.1',
        ),
      })
      expect(proxy.asked).toEqual(['CONNECT registry.example.com:443'])
      expect(front.connections).toBe(0)
    } finally {
      await client.close()
      await registry.close()
    }
  })

  test('that refuses a tunnel is named', async () => {
    await using proxy = await startForwardProxy('127.0.0.1:1', 407)
    const client = testClient({ env: { HTTPS_PROXY: proxy.host }, retries: 0 })
    try {
      const store = client.repository({ kind: 'registry', host: 'registry.example.com', repository: 'a/b' })
      await expect(store.resolve('1.0')).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringContaining(`the proxy ${proxy.host} answered 407`),
      })
    } finally {
      await client.close()
    }
  })

  test('is not used for loopback', async () => {
    const registry = await startFaultRegistry()
    registry.seed('a/b', await makeImage(), ['1.0'])
    const client = testClient({
      env: { HTTP_PROXY: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' },
    })
    try {
      const store = client.repository({ kind: 'registry', host: registry.host, repository: 'a/b' })
      expect(await store.resolve('1.0')).toBeDefined()
    } finally {
      await client.close()
      await registry.close()
    }
  })
})

test('a server that closes each connection after its answer is no problem', async () => {
  await using server = await startAnswering((_, response) => {
    response.writeHead(404, { connection: 'close' }).end()
  })
  const client = testClient({ retries: 0 })
  try {
    const store = client.repository({ kind: 'registry', host: server.host, repository: 'a/b' })
    for (let round = 0; round < 5; round++) expect(await store.resolve('1.0')).toBeUndefined()
  } finally {
    await client.close()
  }
})

test('a server that does not speak HTTP is named', async () => {
  const { createServer: createTcpServer } = await import('node:net')
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  const client = testClient({ retries: 0 })
  try {
    const store = client.repository({ kind: 'registry', host, repository: 'a/b' })
    await expect(store.resolve('1.0')).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining(`${host} does not answer in HTTP`),
    })
  } finally {
    await client.close()
    server.close()
  }
})

test('while the first answer of a host is awaited, the others open the connections that they will use', async () => {
  const image = await makeImage()
  let connections = 0
  let asked = 0
  const first = Promise.withResolvers<void>()
  const server = createServer(async (_request, response) => {
    if (asked++ === 0) await first.promise
    response.writeHead(200, { 'content-type': image.manifest.descriptor.mediaType })
    response.end(image.manifest.bytes)
  })
  server.on('connection', () => connections++)
  const { host, close } = await listenOnLoopback(server)
  const client = testClient()
  try {
    const reads = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      client.repository({ kind: 'registry', host, repository: name }).manifest('1.0.0'),
    )
    await vi.waitFor(() => expect(connections).toBe(5), { timeout: 5000 })
    expect(asked).toBe(1)
    first.resolve()
    const found = await Promise.all(reads)
    expect(found.map((manifest) => manifest?.descriptor.digest)).toEqual(
      Array(5).fill(image.manifest.descriptor.digest),
    )
    expect([connections, asked]).toEqual([5, 5])
  } finally {
    await client.close()
    await close()
  }
})

test('a connection that breaks before anybody uses it is replaced', async () => {
  const image = await makeImage()
  const first = Promise.withResolvers<void>()
  const idle = new Set<Socket>()
  let asked = 0
  const server = createServer(async (request, response) => {
    idle.delete(request.socket)
    if (asked++ === 0) await first.promise
    response.writeHead(200, { 'content-type': image.manifest.descriptor.mediaType })
    response.end(image.manifest.bytes)
  })
  server.on('connection', (socket) => idle.add(socket))
  const { host, close } = await listenOnLoopback(server)
  const client = testClient({ retries: 0 })
  try {
    const reads = ['a', 'b', 'c'].map((name) =>
      client.repository({ kind: 'registry', host, repository: name }).manifest('1.0.0'),
    )
    await vi.waitFor(() => expect([asked, idle.size]).toEqual([1, 2]), { timeout: 5000 })
    const before = openSockets()
    for (const socket of idle) socket.resetAndDestroy()
    // Both ends are in this process: of each of the two connections both must be gone.
    await vi.waitFor(() => expect(openSockets()).toBeLessThanOrEqual(before - 4), { timeout: 5000 })
    first.resolve()
    const found = await Promise.all(reads)
    expect(found.map((manifest) => manifest?.descriptor.digest)).toEqual(
      Array(3).fill(image.manifest.descriptor.digest),
    )
  } finally {
    await client.close()
    await close()
  }
})

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length
}
