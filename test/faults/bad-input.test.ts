import type { ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { rawManifest } from '../../src/oci/manifest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'
import type { ContentStore } from '../../src/oci/store.ts'
import { type AnsweringServer, startAnswering } from '../registry/answering.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage, makeIndex } from '../support/images.ts'
import { bodyOf } from '../support/push.ts'
import { testClient } from '../support/registry-client.ts'
import { arrived, large, move, withLarge } from './large.ts'
import { asked, setScene } from './scene.ts'

const piece = Buffer.alloc(64 * 1024, 'x')

/** Writes until the other end goes away. */
function pourOut(response: ServerResponse): void {
  const pour = (): void => {
    while (!response.destroyed && response.write(piece));
    if (!response.destroyed) response.once('drain', pour)
  }
  pour()
}

async function withStore(
  server: AnsweringServer,
  work: (store: ContentStore) => Promise<unknown>,
  timeoutMs = 5000,
): Promise<unknown> {
  const client = testClient({ retries: 0, timeoutMs })
  try {
    return await work(
      client.repository({ kind: 'registry', host: server.host, repository: 'a/b' }, { push: true }),
    )
  } finally {
    await client.close()
  }
}

test.each([
  ['a manifest', 'protocol', (store: ContentStore) => store.manifest('1.0')],
  [
    'a tag list',
    'protocol',
    async (store: ContentStore) => {
      for await (const _ of store.tags());
    },
  ],
  ['a blob', 'content', async (store: ContentStore) => buffer(await store.open(large.descriptor))],
] as const)('an endless body ends where it is longer than it may be: %s', async (_, code, read) => {
  await using server = await startAnswering((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    pourOut(response)
  })
  await expect(withStore(server, read)).rejects.toMatchObject({ code })
})

test.each([
  ['a manifest', (store: ContentStore) => store.manifest('1.0')],
  ['a blob', async (store: ContentStore) => buffer(await store.open(large.descriptor))],
  ['an upload', (store: ContentStore) => store.putBlob(large.descriptor, bodyOf(large.bytes))],
] as const)(
  'an endless refusal is read as far as it is told, and the connection is dropped: %s',
  async (_, read) => {
    await using server = await startAnswering((request, response) => {
      request.resume()
      response.writeHead(403, { 'content-type': 'text/plain' })
      pourOut(response)
    })
    await expect(withStore(server, read)).rejects.toMatchObject({
      code: 'forbidden',
      details: { status: 403 },
    })
  },
)

test('an answer that trickles is given up after ten time limits', async () => {
  await using server = await startAnswering((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 40)
    response.once('close', () => clearInterval(timer))
  })
  const read = withStore(server, (store) => store.manifest('1.0'), 100)
  await expect(read).rejects.toMatchObject({ code: 'timeout' })
})

test.each(['manifest', 'blob'])('a body that stops is given up after the time limit: a %s', async (kind) => {
  const scene = await withLarge({ client: { timeoutMs: 300, retries: 1 } })
  const silent = scene.from.inject({ method: 'GET', fault: { do: 'hang', at: 'body', after: 0 } })
  const read = kind === 'blob' ? move(scene) : scene.source.manifest('1.0')
  await expect(read).rejects.toMatchObject({ code: 'timeout' })
  expect(silent.struck).toBe(2)
})

test('a body that stops half-way, once, goes on', async () => {
  const scene = await withLarge({ client: { timeoutMs: 300 } })
  scene.from.inject({ method: 'GET', times: 1, fault: { do: 'hang', at: 'body', after: 100_000 } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
})

test('a server that takes no bytes of an upload is given up after the time limit', async () => {
  const scene = await withLarge({ client: { timeoutMs: 300, retries: 1 } })
  scene.to.inject({ method: 'PUT', fault: { do: 'hang', at: 'headers' } })
  await expect(move(scene)).rejects.toMatchObject({ code: 'timeout' })
  expect(asked(scene.to, 'PUT')).toHaveLength(2)
})

test.each(['manifest', 'blob'])('a redirect loop ends after five hops: a %s', async (kind) => {
  await using server = await startAnswering((request, response) => {
    response.writeHead(307, { location: `${request.url}x` }).end()
  })
  const read = withStore(server, (store) =>
    kind === 'blob' ? store.open(large.descriptor) : store.manifest('1.0'),
  )
  await expect(read).rejects.toMatchObject({ code: 'protocol', details: { status: 307 } })
  expect(server.asked).toHaveLength(6)
})

test('a redirect without a Location is told as it is', async () => {
  await using server = await startAnswering((_, response) => response.writeHead(302).end())
  const read = withStore(server, (store) => store.manifest('1.0'))
  await expect(read).rejects.toMatchObject({ code: 'protocol', message: expect.stringContaining('302') })
})

test('a Location on another host gets the bytes, and no credentials', async () => {
  const elsewhere = await startFaultRegistry()
  const scene = await withLarge({
    destination: { auth: { kind: 'basic', username: 'me', password: 'x' }, uploadHost: elsewhere.host },
    client: { credential: { kind: 'basic', username: 'me', password: 'x' }, retries: 0 },
  })
  // The other host knows nothing of the session: what counts is what it was shown.
  await expect(move(scene)).rejects.toMatchObject({ code: 'not-found' })
  expect(elsewhere.requests.length).toBeGreaterThan(0)
  for (const { headers } of elsewhere.requests) expect(headers.authorization).toBeUndefined()
  await elsewhere.close()
})

test('an upload that opens without saying where is refused', async () => {
  const scene = await withLarge()
  scene.to.inject({ method: 'POST', fault: { do: 'headers', drop: ['location'] } })
  await expect(move(scene)).rejects.toMatchObject({ code: 'protocol' })
})

test('a descriptor in an index whose size lies is refused on the side of the source', async () => {
  const child = await makeImage()
  const index = makeIndex([child])
  const text = Buffer.from(index.manifest.bytes).toString()
  const lying = text.replace(
    `"size": ${child.manifest.bytes.byteLength}`,
    `"size": ${child.manifest.bytes.byteLength + 1}`,
  )
  const scene = await setScene({ image: { ...index, manifest: rawManifest(Buffer.from(lying)) } })
  await expect(scene.copy()).rejects.toMatchObject({
    code: 'content',
    message: expect.stringContaining(child.manifest.descriptor.digest),
    details: { side: 'source' },
  })
  expect(scene.to.writes()).toHaveLength(0)
})

test('a descriptor of a layer whose size lies is refused on the side of the source, and no manifest is put', async () => {
  const image = await makeImage({ layers: [50_000] })
  const [layer] = [...image.blobs].filter(([, bytes]) => bytes.byteLength > 1000)
  if (layer === undefined) throw new Error('no layer')
  const text = Buffer.from(image.manifest.bytes).toString()
  const lying = text.replace(`"size": ${layer[1].byteLength}`, '"size": 17')
  const scene = await setScene({ image: { ...image, manifest: rawManifest(Buffer.from(lying)) } })
  await expect(scene.copy()).rejects.toMatchObject({ code: 'content', details: { side: 'source' } })
  expect(asked(scene.to, 'PUT', /manifests/)).toHaveLength(0)
})

test.each([
  ['manifests', 'PUT', /manifests/],
  ['blobs', 'PUT', /uploads/],
] as const)(
  'a Docker-Content-Digest that lies about what was stored fails the copy: %s',
  async (_, method, path) => {
    const scene = await setScene()
    const set = { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }
    scene.to.inject({ method, path, fault: { do: 'headers', set } })
    await expect(scene.copy()).rejects.toMatchObject({ code: 'content', details: { side: 'destination' } })
  },
)

test('a manifest whose type contradicts its fields is refused', async () => {
  const scene = await setScene()
  const body = JSON.stringify({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, config: {}, layers: [] })
  scene.from.inject({ method: 'GET', fault: { do: 'answer', status: 200, body } })
  await expect(scene.source.manifest('1.0')).rejects.toMatchObject({ code: 'protocol' })
})

test('a destination that says it stored a manifest and did not is found out by reading back', async () => {
  const scene = await setScene()
  scene.to.inject({ method: 'PUT', path: /manifests/, fault: { do: 'answer', status: 201 } })
  await expect(scene.copy()).rejects.toMatchObject({ code: 'content', details: { side: 'destination' } })
})
