import { expect, test } from 'vitest'
import { nextUrl, sameOrigin } from '../../src/registry/http/addresses/location-rules.ts'
import { startAnswering } from '../registry/answering.ts'
import { makeImage } from '../support/images.ts'
import { bodyOf } from '../support/push.ts'
import { arrived, large, move, sentBytes, withLarge } from './large.ts'
import { asked, faultBody, setScene } from './scene.ts'

const put = { method: 'PUT', path: /uploads/ }
const unknownUpload = faultBody('BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry')
test.each(['relative', 'absolute', 'query'] as const)(
  '9. Location relative: it starts at the URL that was asked (%s)',
  async (locations) => {
    const scene = await setScene({ destination: { locations } })
    await scene.copy()
    expect(scene.hasAll()).toBe(true)
  },
)

test('9. Location relative without a slash: it starts at the folder of the URL that was asked', async () => {
  await using server = await startAnswering(async (request, response) => {
    for await (const _ of request);
    if (request.method === 'POST') response.writeHead(202, { location: 'session-1' }).end()
    else response.writeHead(201).end()
  })
  const scene = await setScene()
  const store = scene.client.repository(
    { kind: 'registry', host: server.host, repository: 'a/b' },
    { push: true },
  )
  await store.putBlob(large.descriptor, bodyOf(large.bytes))
  expect(server.asked[1]).toBe(
    `PUT /v2/a/b/blobs/uploads/session-1?digest=${encodeURIComponent(large.descriptor.digest)}`,
  )
})

test('10. Location with a query: the digest is added, the rest is not touched', async () => {
  const state = '_state=a%2Fb+c%20d==&x&y=%7E'
  await using server = await startAnswering(async (request, response) => {
    for await (const _ of request);
    if (request.method === 'POST') response.writeHead(202, { location: `/upload?${state}` }).end()
    else response.writeHead(201).end()
  })
  const scene = await setScene()
  const store = scene.client.repository(
    { kind: 'registry', host: server.host, repository: 'a/b' },
    { push: true },
  )
  await store.putBlob(large.descriptor, bodyOf(large.bytes))
  expect(server.asked[1]).toBe(`PUT /upload?${state}&digest=${encodeURIComponent(large.descriptor.digest)}`)
})

test.each([
  ['https://r.example.com:443/v2/', 'https://r.example.com/v2/u/1', 'https://r.example.com/v2/u/1'],
  ['https://r.example.com/v2/', 'http://r.example.com:443/v2/u/1', 'https://r.example.com/v2/u/1'],
  ['http://r.example.com:443/v2/', 'http://r.example.com/v2/u/1', 'http://r.example.com:443/v2/u/1'],
])('11. Location drops `:443`: %s goes on to %s with its credentials', (from, location, expected) => {
  const to = nextUrl(new URL(from), location, 'upload location')
  expect(to.href).toBe(expected)
  expect(sameOrigin(to, new URL(from))).toBe(true)
})

test('12. an upload breaks: the registry is asked what it has, and gets the rest', async () => {
  const scene = await withLarge()
  scene.to.inject({ ...put, times: 1, fault: { do: 'reset-upload', after: 400_000 } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  expect(scene.to.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'GET', 'PATCH', 'PUT'])
  const start = Number(/^(\d+)-/.exec(asked(scene.to, 'PATCH')[0]?.headers['content-range'] ?? '')?.[1])
  expect(start).toBeGreaterThan(0)
  expect(sentBytes(scene)).toBeLessThan(1.6 * large.bytes.byteLength)
  // The source is read from there on too, and its bytes up to there only once more at most.
  expect(asked(scene.from, 'GET').at(-1)?.headers.range).toBe(`bytes=${start}-${large.bytes.byteLength - 1}`)
})

test('12. an upload that breaks more often than there are tries, but gets on each time, ends well', async () => {
  const scene = await withLarge({ client: { retries: 2 } })
  scene.to.inject({ ...put, times: 1, fault: { do: 'reset-upload', after: 150_000 } })
  scene.to.inject({ method: 'PATCH', times: 4, fault: { do: 'reset-upload', after: 150_000 } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  expect(asked(scene.to, 'PATCH').length).toBeGreaterThanOrEqual(5)
  expect(sentBytes(scene)).toBeLessThan(2 * large.bytes.byteLength)
})

test('12. an upload whose session is forgotten begins again', async () => {
  const scene = await withLarge()
  scene.to.inject({ ...put, times: 1, fault: { do: 'reset-upload', after: 400_000 } })
  scene.to.inject({
    method: 'GET',
    path: /uploads/,
    times: 1,
    fault: { do: 'answer', status: 404, body: unknownUpload },
  })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  expect(asked(scene.to, 'POST')).toHaveLength(2)
})

test('12. an upload whose last answer is lost is not sent again', async () => {
  const scene = await withLarge()
  scene.to.inject({ ...put, times: 1, fault: { do: 'lose-answer' } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  expect(sentBytes(scene)).toBe(large.bytes.byteLength)
  expect(scene.to.requests.map(({ method }) => method)).toEqual(['POST', 'PUT', 'GET', 'HEAD'])
})

test('14. 416: the offset is asked for again, and the upload goes on from there', async () => {
  const scene = await withLarge()
  scene.to.inject({ ...put, nth: 1, fault: { do: 'reset-upload', after: 200_000 } })
  // The first PATCH is taken as far as it comes, its answer says that it was out of place.
  scene.to.inject({ method: 'PATCH', nth: 1, fault: { do: 'reset-upload', after: 100_000 } })
  scene.to.inject({ method: 'PATCH', nth: 2, fault: { do: 'answer', status: 416 } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
})

test('14. 416: a registry that takes no second piece gets the whole again; tries are counted', async () => {
  const scene = await withLarge()
  scene.to.inject({ ...put, times: 1, fault: { do: 'reset-upload', after: 200_000 } })
  scene.to.inject({ method: 'PATCH', fault: { do: 'answer', status: 416 } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  expect(asked(scene.to, 'PATCH')).toHaveLength(1)
  expect(asked(scene.to, 'POST')).toHaveLength(2)
  const hopeless = await withLarge()
  hopeless.to.inject({ ...put, fault: { do: 'answer', status: 416 } })
  await expect(move(hopeless)).rejects.toMatchObject({ details: { status: 416 } })
  expect(asked(hopeless.to, 'PUT')).toHaveLength(4)
})

test('18. OCI-Chunk-Min-Length: blobs go in one piece, and what is left after a break is the last piece of any length', async () => {
  const scene = await withLarge()
  const set = { 'oci-chunk-min-length': '500000' }
  scene.to.inject({ method: 'POST', times: 1, fault: { do: 'headers', set } })
  scene.to.inject({ ...put, times: 1, fault: { do: 'reset-upload', after: 800_000 } })
  await move(scene)
  expect(arrived(scene)).toBe(true)
  expect(asked(scene.to, 'PATCH')).toHaveLength(1)
})

test('19. mount 202: its session is filled, none is opened beside it', async () => {
  const scene = await setScene({ destination: 'same', source: { mounts: 'ignore' } })
  expect(await scene.copy()).toMatchObject({ copied: 3, mounted: 0 })
  expect(scene.hasAll()).toBe(true)
  expect(asked(scene.to, 'POST')).toHaveLength(3)
  expect(asked(scene.to, 'DELETE')).toHaveLength(0)
})

test.each([400, 401, 403, 404, 405] as const)(
  '19. mount %d: a plain upload takes its place',
  async (mounts) => {
    const scene = await setScene({ destination: 'same', source: { mounts } })
    expect(await scene.copy()).toMatchObject({ copied: 3, mounted: 0 })
    expect(scene.hasAll()).toBe(true)
    // No retries, and the password of nobody is doubted.
    expect(asked(scene.to, 'POST').filter(({ query }) => query.has('mount')).length).toBeLessThanOrEqual(3)
  },
)

test('a corrupt PUT, DIGEST_INVALID: the blob is sent once more, from its beginning; then it is a failure of the content', async () => {
  const body = faultBody('DIGEST_INVALID', 'provided digest did not match uploaded content')
  const scene = await setScene({ image: await makeImage({ layers: 0 }) })
  scene.to.inject({ ...put, times: 1, fault: { do: 'answer', status: 400, body } })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
  expect(asked(scene.to, 'POST')).toHaveLength(2)
  const hopeless = await setScene({ image: await makeImage({ layers: 0 }) })
  hopeless.to.inject({ ...put, fault: { do: 'answer', status: 400, body } })
  await expect(hopeless.copy()).rejects.toMatchObject({ code: 'content', details: { side: 'destination' } })
  expect(asked(hopeless.to, 'PUT')).toHaveLength(2)
})
