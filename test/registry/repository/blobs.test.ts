import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Descriptor } from '../../../src/oci/descriptor.ts'
import type { Digest } from '../../../src/oci/digest.ts'
import type { ContentStore } from '../../../src/oci/store.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../../support/fault-registry/registry.ts'
import { makeBlob } from '../../support/images.ts'
import { bodyOf } from '../../support/push.ts'
import { type TestClient, type TestClientOptions, testClient } from '../../support/registry-client.ts'
import { startAnswering } from '../answering.ts'

const closing: { close(): Promise<void> }[] = []

afterEach(async () => {
  for (const resource of closing.splice(0)) await resource.close()
})

interface Setting {
  readonly registry: FaultRegistry
  readonly client: TestClient
  readonly store: ContentStore
}

async function setting(options: FaultRegistryOptions = {}, how: TestClientOptions = {}): Promise<Setting> {
  const client = testClient(how)
  const registry = await startFaultRegistry(options)
  closing.push(client, registry)
  const store = client.repository(
    { kind: 'registry', host: registry.host, repository: 'a/b' },
    { push: true },
  )
  return { registry, client, store }
}

const blob = makeBlob('blob', 900_000)

async function withBlob(options: FaultRegistryOptions = {}, how: TestClientOptions = {}): Promise<Setting> {
  const made = await setting(options, how)
  await made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))
  made.registry.clearRequests()
  return made
}

const stored = ({ registry }: Setting, digest: Digest): Uint8Array | undefined =>
  registry.repositories.get('a/b')?.blobs.get(digest)
const lines = ({ registry }: Setting): string[] =>
  registry.requests.map(
    ({ method, path, status }) => `${method} ${path.replace(/\/[^/]{20,}$/, '/ID')} ${status}`,
  )
const read = async (store: ContentStore, descriptor: Descriptor = blob.descriptor): Promise<Buffer> =>
  buffer(await store.open(descriptor))
const get = { method: 'GET', path: /blobs\/sha256/ }

describe('reading a blob', () => {
  test.each([
    ['a reset', { do: 'reset', after: 300_000 }],
    ['an early end', { do: 'truncate', to: 300_000 }],
  ] as const)('goes on where %s broke it', async (_, fault) => {
    const made = await withBlob()
    made.registry.inject({ ...get, fault, times: 2 })
    expect((await read(made.store)).equals(blob.bytes)).toBe(true)
    const ranges = made.registry.requests.map(({ headers }) => headers.range)
    expect(ranges).toHaveLength(3)
    expect(ranges[0]).toBeUndefined()
    expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-899999$/)
    const sent = made.registry.requests.reduce((sum, { bytesOut }) => sum + bytesOut, 0)
    expect(sent).toBeLessThan(2 * blob.bytes.byteLength)
  })

  test('takes the whole from a server that knows no ranges, and leaves out what it has', async () => {
    await using server = await startAnswering((_, response, count) => {
      response.writeHead(200, { 'content-length': blob.bytes.byteLength })
      if (count > 1) return response.end(blob.bytes)
      return response.write(blob.bytes.subarray(0, 300_000), () => response.destroy())
    })
    const client = testClient()
    closing.push(client)
    const store = client.repository({ kind: 'registry', host: server.host, repository: 'a/b' })
    expect((await read(store)).equals(blob.bytes)).toBe(true)
    expect(server.asked).toHaveLength(2)
    const tail = await buffer(await store.open(blob.descriptor, { offset: 899_990 }))
    expect(tail.equals(blob.bytes.subarray(899_990))).toBe(true)
  })

  test('gives up when every connection breaks, and counts only tries without progress', async () => {
    const made = await withBlob({}, { retries: 2 })
    made.registry.inject({ ...get, fault: { do: 'reset', after: 0 } })
    await expect(read(made.store)).rejects.toMatchObject({ code: 'unreachable' })
    expect(made.registry.requests.length).toBeLessThanOrEqual(9)
  })

  test('fails on one wrong byte, before the last byte is given out', async () => {
    const made = await withBlob()
    made.registry.inject({ ...get, fault: { do: 'corrupt', at: 500 } })
    let given = 0
    const stream = await made.store.open(blob.descriptor)
    stream.on('data', (chunk: Buffer) => {
      given += chunk.byteLength
    })
    const failure = await new Promise((resolve) => stream.once('error', resolve))
    expect(failure).toMatchObject({
      code: 'content',
      message: expect.stringContaining(blob.descriptor.digest),
    })
    expect(given).toBeLessThan(blob.bytes.byteLength)
    expect(made.registry.requests).toHaveLength(1)
  })

  test('fails at once when the registry has another length', async () => {
    const made = await withBlob()
    const longer = { ...blob.descriptor, size: blob.descriptor.size + 1 }
    await expect(made.store.open(longer)).rejects.toMatchObject({ code: 'content' })
    await expect(made.store.open({ ...longer, size: 10 })).rejects.toMatchObject({ code: 'content' })
  })

  test('takes no compressed answer', async () => {
    const made = await withBlob()
    made.registry.inject({ ...get, fault: { do: 'gzip' } })
    await expect(made.store.open(blob.descriptor)).rejects.toMatchObject({ code: 'protocol' })
  })

  test('follows a redirect to storage without credentials', async () => {
    const credential = { kind: 'basic', username: 'me', password: 'x' } as const
    const made = await withBlob(
      { redirectBlobs: true, auth: { kind: 'basic', username: 'me', password: 'x' } },
      { credential },
    )
    expect((await read(made.store)).equals(blob.bytes)).toBe(true)
    const atStorage = made.registry.requests.filter(({ server }) => server === 'storage')
    expect(atStorage).toHaveLength(1)
    expect(atStorage[0]?.headers.authorization).toBeUndefined()
  })

  test('goes on after silence', async () => {
    const made = await withBlob({}, { timeoutMs: 300 })
    made.registry.inject({ ...get, fault: { do: 'hang', at: 'body', after: 100_000 }, times: 1 })
    expect((await read(made.store)).equals(blob.bytes)).toBe(true)
    expect(made.registry.requests).toHaveLength(2)
  })

  test('waits for a reader that takes its time', async () => {
    const large = makeBlob('large', 6 * 1024 * 1024)
    const made = await setting({}, { timeoutMs: 200, retries: 0 })
    await made.store.putBlob(large.descriptor, bodyOf(large.bytes))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    closing.push({ close: async () => void vi.useRealTimers() })
    const stream = await made.store.open(large.descriptor)
    // What it may hold is held: from here on it is the reader who lets others wait.
    while (stream.readableLength < stream.readableHighWaterMark)
      await new Promise((resolve) => setImmediate(resolve))
    vi.advanceTimersByTime(1000)
    expect((await buffer(stream)).equals(large.bytes)).toBe(true)
  })
})

describe('uploading a blob', () => {
  test('is a POST and one PUT with its length', async () => {
    const made = await setting()
    await made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(lines(made)).toEqual(['POST /v2/a/b/blobs/uploads/ 202', 'PUT /v2/a/b/blobs/uploads/ID 201'])
    expect(made.registry.requests[1]?.headers).toMatchObject({
      'content-length': '900000',
      'content-type': 'application/octet-stream',
    })
    expect(made.registry.requests[1]?.headers['transfer-encoding']).toBeUndefined()
  })

  test.each(['query', 'absolute', 'relative'] as const)('works with %s locations', async (locations) => {
    const made = await setting({ locations })
    await made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(stored(made, blob.descriptor.digest)).toBeDefined()
  })

  test('fills the session that a mount opened', async () => {
    const made = await setting({ mounts: 'ignore' })
    const from = made.client.repository({ kind: 'registry', host: made.registry.host, repository: 'c/d' })
    const session = await made.store.mount(blob.descriptor, from)
    if (typeof session === 'string') throw new Error(`not a session: ${session}`)
    await made.store.putBlob(blob.descriptor, bodyOf(blob.bytes), { session })
    expect(lines(made)).toEqual(['POST /v2/a/b/blobs/uploads/ 202', 'PUT /v2/a/b/blobs/uploads/ID 201'])
  })

  test.each([400, 401, 403, 404, 405] as const)(
    'a mount answered with %d is refused, not failed',
    async (mounts) => {
      const made = await setting({ mounts })
      const from = made.client.repository({ kind: 'registry', host: made.registry.host, repository: 'c/d' })
      expect(await made.store.mount(blob.descriptor, from)).toBe('refused')
    },
  )

  test('a mount is tried again after 429 and 503', async () => {
    const made = await setting({ mounts: 'ignore' })
    const from = made.client.repository({ kind: 'registry', host: made.registry.host, repository: 'c/d' })
    made.registry.inject({ method: 'POST', fault: { do: 'answer', status: 503 }, times: 1 })
    made.registry.inject({ method: 'POST', fault: { do: 'answer', status: 429 }, times: 1 })
    expect(await made.store.mount(blob.descriptor, from)).toMatchObject({ location: expect.any(String) })
    expect(made.registry.requests).toHaveLength(3)
  })

  test('goes on where the registry has the bytes up to', async () => {
    const made = await setting()
    const asked: number[] = []
    made.registry.inject({ method: 'PUT', fault: { do: 'reset-upload', after: 400_000 }, times: 1 })
    await made.store.putBlob(blob.descriptor, async (offset) => {
      asked.push(offset)
      return bodyOf(blob.bytes)(offset)
    })
    expect(Buffer.from(stored(made, blob.descriptor.digest) ?? []).equals(blob.bytes)).toBe(true)
    expect(asked[0]).toBe(0)
    expect(asked[1]).toBeGreaterThanOrEqual(1)
    const sent = made.registry.requests.reduce((sum, { bytesIn }) => sum + bytesIn, 0)
    expect(sent).toBeLessThan(1.6 * blob.bytes.byteLength)
    expect(
      lines(made)
        .slice(-3)
        .map((line) => line.split(' ')[0]),
    ).toEqual(['GET', 'PATCH', 'PUT'])
  })

  test('begins again where the registry has forgotten the session', async () => {
    const made = await setting()
    const unknown = '{"errors":[{"code":"BLOB_UPLOAD_UNKNOWN","message":"blob upload unknown to registry"}]}'
    made.registry.inject({ method: 'PUT', fault: { do: 'answer', status: 404, body: unknown }, times: 1 })
    made.registry.inject({ method: 'GET', fault: { do: 'answer', status: 404, body: unknown }, times: 1 })
    await made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(stored(made, blob.descriptor.digest)).toBeDefined()
    expect(made.registry.requests.filter(({ method }) => method === 'POST')).toHaveLength(2)
  })

  test('is done when the answer was lost and the blob is there', async () => {
    const made = await setting()
    made.registry.inject({ method: 'PUT', fault: { do: 'lose-answer' }, times: 1 })
    await made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(stored(made, blob.descriptor.digest)).toBeDefined()
  })

  test.each([500, 502, 503, 429])('is tried again after %d', async (status) => {
    const made = await setting()
    made.registry.inject({ method: 'PUT', fault: { do: 'answer', status }, times: 1 })
    await made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(stored(made, blob.descriptor.digest)).toBeDefined()
  })

  test('gets a new body when its token has run out', async () => {
    const made = await setting({ auth: { kind: 'bearer' } })
    await made.store.has(blob.descriptor)
    const session = await made.store.mount(
      blob.descriptor,
      made.client.repository({ kind: 'registry', host: made.registry.host, repository: 'c/d' }),
    )
    if (typeof session === 'string') throw new Error(`not a session: ${session}`)
    made.registry.expireTokens()
    let bodies = 0
    const body = async (offset: number): Promise<Readable> => {
      bodies++
      return bodyOf(blob.bytes)(offset)
    }
    await made.store.putBlob(blob.descriptor, body, { session })
    expect(bodies).toBe(2)
    expect(stored(made, blob.descriptor.digest)).toBeDefined()
  })

  test('that the registry finds damaged is a failure of the content', async () => {
    const made = await setting()
    const body =
      '{"errors":[{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"}]}'
    made.registry.inject({ method: 'PUT', fault: { do: 'answer', status: 400, body } })
    await expect(made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))).rejects.toMatchObject({
      code: 'content',
    })
    expect(made.registry.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })

  test('that is refused says what the registry said, and takes the session back', async () => {
    const made = await setting()
    const body = '{"errors":[{"code":"DENIED","message":"not you"}]}'
    made.registry.inject({ method: 'PUT', fault: { do: 'answer', status: 403, body } })
    await expect(made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/answered 403 \(DENIED: not you\)/),
    })
    await made.client.close()
    expect(lines(made).at(-1)).toMatch(/^DELETE /)
  })

  test('passes on what its source fails with, without another try', async () => {
    const made = await setting()
    const failure = new Error('the disk is gone')
    const broken = async (): Promise<Readable> => {
      throw failure
    }
    await expect(made.store.putBlob(blob.descriptor, broken)).rejects.toBe(failure)
    expect(made.registry.requests.filter(({ method }) => method === 'PUT')).toHaveLength(0)
  })

  test('a location on another host gets no credentials', async () => {
    const elsewhere = await startFaultRegistry()
    closing.push(elsewhere)
    const made = await setting(
      { auth: { kind: 'basic', username: 'me', password: 'x' }, uploadHost: elsewhere.host },
      { credential: { kind: 'basic', username: 'me', password: 'x' }, retries: 0 },
    )
    await expect(made.store.putBlob(blob.descriptor, bodyOf(blob.bytes))).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(elsewhere.requests.length).toBeGreaterThan(0)
    expect(elsewhere.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true)
  })
})

test('from registry to registry bytes are hashed once and arrive', async () => {
  const [from, to] = [await withBlob(), await setting()]
  await to.store.putBlob(blob.descriptor, (offset) => from.store.open(blob.descriptor, { offset }))
  expect(stored(to, blob.descriptor.digest)).toBeDefined()
  from.registry.inject({ ...get, fault: { do: 'corrupt', at: 899_999 } })
  const again = await setting()
  const copy = again.store.putBlob(blob.descriptor, (offset) => from.store.open(blob.descriptor, { offset }))
  await expect(copy).rejects.toMatchObject({ code: 'content' })
  expect(stored(again, blob.descriptor.digest)).toBeUndefined()
})

test('from registry to registry both ends may break', async () => {
  const [from, to] = [await withBlob(), await setting()]
  from.registry.inject({ ...get, fault: { do: 'reset', after: 200_000 }, times: 1 })
  to.registry.inject({ method: 'PUT', fault: { do: 'reset-upload', after: 500_000 }, times: 1 })
  await to.store.putBlob(blob.descriptor, (offset) => from.store.open(blob.descriptor, { offset }))
  expect(Buffer.from(stored(to, blob.descriptor.digest) ?? []).equals(blob.bytes)).toBe(true)
})

describe('an abort', () => {
  test('ends a request that hangs, at once', async () => {
    const made = await withBlob()
    made.registry.inject({ fault: { do: 'hang', at: 'headers' } })
    const controller = new AbortController()
    const { signal } = controller
    const calls = [
      made.store.resolve('1.0', { signal }),
      made.store.has(blob.descriptor, { signal }),
      made.store.open(blob.descriptor, { signal }),
      made.store.putBlob(blob.descriptor, bodyOf(blob.bytes), { signal }),
    ]
    const outcomes = Promise.allSettled(calls)
    controller.abort(new Error('enough'))
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'enough' } })
    }
  })

  test('ends an upload and its source', async () => {
    const made = await setting()
    const controller = new AbortController()
    const source = new Readable({ read() {} })
    source.push(Buffer.alloc(1000))
    const upload = made.store.putBlob(blob.descriptor, async () => source, { signal: controller.signal })
    const failed = expect(upload).rejects.toThrow('enough')
    await vi.waitFor(() => expect(made.registry.requests.map(({ method }) => method)).toContain('PUT'))
    controller.abort(new Error('enough'))
    await failed
    expect(source.destroyed).toBe(true)
  })

  test('while it waits for another try', async () => {
    const made = await setting({}, { retries: 5 })
    made.registry.inject({ fault: { do: 'answer', status: 429, headers: { 'retry-after': '30' } } })
    const controller = new AbortController()
    const call = made.store.has(blob.descriptor, { signal: controller.signal })
    const failed = expect(call).rejects.toThrow('enough')
    await vi.waitFor(() => expect(made.registry.requests[0]?.status).toBe(429))
    controller.abort(new Error('enough'))
    await failed
    expect(made.registry.requests).toHaveLength(1)
  })
})

test('closing the client ends what is under way, and leaves no connection', async () => {
  const made = await withBlob({}, { retries: 0 })
  made.registry.inject({ fault: { do: 'hang', at: 'body', after: 10 } })
  const stream = await made.store.open(blob.descriptor)
  const failed = expect(buffer(stream)).rejects.toMatchObject({ code: 'unreachable' })
  const waiting = expect(made.store.manifest('1.0')).rejects.toMatchObject({ code: 'unreachable' })
  await made.client.close()
  await failed
  await waiting
  await vi.waitFor(() => expect(process.getActiveResourcesInfo()).not.toContain('TCPSocketWrap'))
  await expect(made.store.resolve('1.0')).rejects.toMatchObject({ code: 'unreachable' })
})
