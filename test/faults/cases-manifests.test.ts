import { expect, test } from 'vitest'
import { digestOf } from '../../src/oci/digest.ts'
import { type RawManifest, rawManifest } from '../../src/oci/manifest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'
import { startAnswering } from '../registry/answering.ts'
import { collect } from '../support/collect.ts'
import { makeArtifact, makeImage, makeIndex } from '../support/images.ts'
import { testClient } from '../support/registry-client.ts'
import { asked, faultBody, setScene } from './scene.ts'

const get = { method: 'GET', path: /manifests/ }

test('1. no Docker-Content-Digest: the body is hashed; where HEAD lacks it, it is fetched', async () => {
  const scene = await setScene()
  scene.from.inject({ path: /manifests/, fault: { do: 'headers', drop: ['docker-content-digest'] } })
  expect(await scene.source.resolve('1.0')).toEqual(scene.image.manifest.descriptor)
  expect(asked(scene.from, 'GET')).toHaveLength(1)
  expect((await scene.source.manifest('1.0'))?.descriptor).toEqual(scene.image.manifest.descriptor)
})

test('2. a wrong header digest by tag: our own hash counts, after the same bytes came twice', async () => {
  const scene = await setScene()
  const set = { 'docker-content-digest': digestOf('something else') }
  scene.from.inject({ ...get, fault: { do: 'headers', set } })
  expect((await scene.source.manifest('1.0'))?.descriptor).toEqual(scene.image.manifest.descriptor)
  expect(asked(scene.from, 'GET')).toHaveLength(2)
})

test('2. a wrong header digest by tag: bytes that changed on the way are not taken for another image', async () => {
  const scene = await setScene()
  const { digest } = scene.image.manifest.descriptor
  // Still JSON, still a manifest: only the digest in the header shows it.
  const text = Buffer.from(scene.image.manifest.bytes)
    .toString('utf8')
    .replace('"schemaVersion": 2', '"schemaVersion":  2')
  const fault = {
    do: 'answer',
    status: 200,
    headers: { 'content-type': MEDIA_TYPES.ociManifest, 'docker-content-digest': digest },
    body: text,
  } as const
  const once = scene.from.inject({ ...get, times: 1, fault })
  expect((await scene.source.manifest('1.0'))?.descriptor.digest).toBe(digest)
  expect(once.struck).toBe(1)
  scene.from.inject({ ...get, times: 1, fault })
  scene.from.inject({ ...get, times: 1, fault: { ...fault, body: `${text} ` } })
  await expect(scene.source.manifest('1.0')).rejects.toMatchObject({ code: 'content' })
})

test.each([MEDIA_TYPES.dockerSchema1, MEDIA_TYPES.dockerSchema1Signed])(
  '3. schema 1 is refused by its name: %s',
  async (type) => {
    const scene = await setScene()
    const body = JSON.stringify({ schemaVersion: 1, name: 'test/api', fsLayers: [], signatures: [] })
    const headers = { 'content-type': type }
    scene.from.inject({ ...get, fault: { do: 'answer', status: 200, headers, body } })
    await expect(scene.source.manifest('1.0')).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('schema 1'),
    })
  },
)

test.each(['oci', 'docker'] as const)(
  '4. foreign layers (`urls`): they are neither read nor sent, and the manifest stays as it is (%s)',
  async (mediaTypes) => {
    const image = await makeImage({ layers: 2, foreignLayer: true, mediaTypes })
    const scene = await setScene({ image })
    expect(await scene.copy()).toMatchObject({ copied: 3 })
    expect(scene.hasAll()).toBe(true)
    expect(asked(scene.from, 'GET', /blobs/)).toHaveLength(3)
  },
)

test('4. foreign layers (`urls`): a registry that refuses them is named, with the setting that allows them', async () => {
  const scene = await setScene({ image: await makeImage({ foreignLayer: true }) })
  const body = faultBody('MANIFEST_INVALID', 'manifest invalid', {})
  scene.to.inject({ method: 'PUT', path: /manifests/, fault: { do: 'answer', status: 400, body } })
  await expect(scene.copy()).rejects.toMatchObject({
    details: { side: 'destination', hint: expect.stringContaining('validation.manifests.urls.allow') },
  })
  expect(asked(scene.to, 'PUT', /manifests/)).toHaveLength(1)
})

test('5. manifest bytes are passed on as they came', async () => {
  // Blanks that no writer of JSON would write, and fields that nobody knows.
  const document = {
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.ociManifest,
    'x-unknown': '\u00e9',
    config: { mediaType: MEDIA_TYPES.ociEmpty, digest: digestOf('{}'), size: 2 },
    layers: null,
  }
  const bytes = Buffer.from(`${JSON.stringify(document, null, 7)}\n\n`)
  const manifest = rawManifest(bytes)
  const blobs = new Map([[digestOf('{}'), Buffer.from('{}')]])
  const scene = await setScene({ image: { manifest, blobs, children: [] } })
  await scene.copy()
  const held = scene.to.repositories.get('prod/api')?.manifests.get(manifest.descriptor.digest)
  expect(Buffer.from(held?.bytes ?? []).equals(bytes)).toBe(true)
})

test('20. an index goes after its children, however deep', async () => {
  const [one, two] = [await makeImage({ seed: '1' }), await makeImage({ seed: '2' })]
  const image = makeIndex([makeIndex([one]), two])
  const scene = await setScene({ image })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
  const order = asked(scene.to, 'PUT', /manifests/).map(({ path }) => path.split('/').at(-1))
  expect(order).toHaveLength(4)
  expect(order.at(-1)).toBe(image.manifest.descriptor.digest)
  const at = (manifest: RawManifest | undefined) => order.indexOf(manifest?.descriptor.digest)
  expect(at(one.manifest)).toBeLessThan(at(image.children[0]?.manifest))
})

test('21. a sparse index: what lacks a child is refused on the side of the source, and nothing is written', async () => {
  const [one, two] = [await makeImage({ seed: '1' }), await makeImage({ seed: '2' })]
  const scene = await setScene({ image: makeIndex([one, two]) })
  scene.from.repositories.get('test/api')?.manifests.delete(two.manifest.descriptor.digest)
  await expect(scene.copy()).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining(two.manifest.descriptor.digest),
    details: { side: 'source' },
  })
  expect(scene.to.writes()).toHaveLength(0)
})

test('22. Content-Type: the type in the manifest is what is sent', async () => {
  const image = await makeImage({ mediaTypes: 'docker' })
  const scene = await setScene({ image })
  scene.from.inject({ ...get, fault: { do: 'headers', set: { 'content-type': 'text/plain' } } })
  await scene.copy()
  const [put] = asked(scene.to, 'PUT', /manifests/)
  expect(put).toMatchObject({ status: 201, headers: { 'content-type': MEDIA_TYPES.dockerManifest } })
})

test.each([
  ['with parameters', { set: { 'content-type': `${MEDIA_TYPES.ociManifest}; charset=utf-8` } }],
  ['missing', { drop: ['content-type'] }],
  ['wrong', { set: { 'content-type': 'application/octet-stream' } }],
  ['of an index', { set: { 'content-type': MEDIA_TYPES.ociIndex } }],
] as const)(
  '22. Content-Type: one that is %s changes nothing where the manifest says what it is',
  async (_, how) => {
    const scene = await setScene()
    scene.from.inject({ path: /manifests/, fault: { do: 'headers', ...how } })
    expect((await scene.source.manifest('1.0'))?.descriptor).toEqual(scene.image.manifest.descriptor)
  },
)

test('22. Content-Type: a manifest without a mediaType of its own keeps the one it came with', async () => {
  const { image: typed } = { image: await makeImage() }
  const { mediaType: _, ...untyped } = JSON.parse(Buffer.from(typed.manifest.bytes).toString()) as Record<
    string,
    unknown
  >
  const manifest = rawManifest(Buffer.from(JSON.stringify(untyped)), MEDIA_TYPES.ociManifest)
  const scene = await setScene({ image: { ...typed, manifest } })
  scene.from.inject({
    ...get,
    fault: { do: 'headers', set: { 'content-type': `${MEDIA_TYPES.ociManifest}; v=1` } },
  })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
  expect(asked(scene.to, 'PUT', /manifests/)[0]?.headers['content-type']).toBe(MEDIA_TYPES.ociManifest)
})

test('23. manifest size: over 4 MiB is refused without being kept', async () => {
  const scene = await setScene()
  const body = `{"padding":"${'x'.repeat(5 * 1024 * 1024)}"}`
  scene.from.inject({ ...get, fault: { do: 'answer', status: 200, body } })
  await expect(scene.source.manifest('1.0')).rejects.toMatchObject({
    code: 'protocol',
    message: expect.stringContaining(String(4 * 1024 * 1024)),
  })
  expect(asked(scene.from, 'GET')).toHaveLength(1)
})

test('23. manifest size: 4 MiB less a little is moved', async () => {
  const image = makeArtifact({ annotations: { padding: 'x'.repeat(4 * 1024 * 1024 - 2000) } })
  const scene = await setScene({ image })
  await scene.copy()
  expect(scene.hasAll()).toBe(true)
})

test('24. pagination: Link is followed, whatever the counts; n is never over 1000', async () => {
  const scene = await setScene({ source: { pageSize: 3 } })
  const tags = Array.from({ length: 10 }, (_, index) => `v${index}`)
  scene.from.seed('test/api', scene.image, tags)
  expect(await collect(scene.source.tags())).toEqual(['1.0', ...tags])
  const pages = asked(scene.from, 'GET', /tags/)
  expect(pages).toHaveLength(4)
  for (const { query } of pages) expect(Number(query.get('n'))).toBeLessThanOrEqual(1000)
})

test.each(['corrupt', 'gzip'] as const)(
  '24. pagination: a page that cannot be read is asked for once more (%s)',
  async (what) => {
    const scene = await setScene()
    scene.from.inject({ path: /tags/, times: 1, fault: { do: what } })
    expect(await collect(scene.source.tags())).toEqual(['1.0'])
    scene.from.inject({ path: /tags/, fault: { do: what } })
    await expect(collect(scene.source.tags())).rejects.toMatchObject({ code: 'protocol' })
    expect(asked(scene.from, 'GET', /tags/)).toHaveLength(4)
  },
)

test('24. pagination: a full page without Link is the last, a short or empty one with Link is not', async () => {
  const answers = [
    { tags: ['a'], link: '</v2/a/b/tags/list?last=a&n=1000>; rel="next"' },
    { tags: [], link: '<?last=aa&n=1000>; rel=next' },
    { tags: Array.from({ length: 1000 }, (_, index) => `t${index}`), link: undefined },
  ]
  await using server = await startAnswering((_, response, count) => {
    const page = answers[count - 1]
    response
      .writeHead(200, page?.link === undefined ? {} : { link: page.link })
      .end(JSON.stringify({ tags: page?.tags }))
  })
  const client = testClient()
  const store = client.repository({ kind: 'registry', host: server.host, repository: 'a/b' })
  expect(await collect(store.tags())).toHaveLength(1001)
  expect(server.asked).toHaveLength(3)
  await client.close()
})

test('25. sha512: a manifest is asked for, checked and stored by its sha512 digest', async () => {
  const image = makeArtifact({ content: 'hashed long' })
  const digest = digestOf(image.manifest.bytes, 'sha512')
  const seen: string[] = []
  await using server = await startAnswering(async (request, response) => {
    seen.push(`${request.method} ${request.url}`)
    for await (const _ of request);
    response.writeHead(request.method === 'PUT' ? 201 : 200, { 'content-type': MEDIA_TYPES.ociManifest })
    response.end(request.method === 'GET' ? image.manifest.bytes : undefined)
  })
  const client = testClient()
  const store = client.repository({ kind: 'registry', host: server.host, repository: 'a/b' }, { push: true })
  const manifest = await store.manifest(digest)
  expect(manifest?.descriptor).toMatchObject({ digest, size: image.manifest.bytes.byteLength })
  if (manifest === undefined) throw new Error('no manifest')
  await store.putManifest(manifest)
  expect(seen).toEqual([`GET /v2/a/b/manifests/${digest}`, `PUT /v2/a/b/manifests/${digest}`])
  await expect(store.manifest(digestOf('other', 'sha512'))).rejects.toMatchObject({ code: 'content' })
  await client.close()
})

test('25. sha512: a registry that refuses it is not said to hold damaged content', async () => {
  const scene = await setScene()
  const body = faultBody('DIGEST_INVALID', 'provided digest did not match uploaded content')
  scene.to.inject({ method: 'PUT', path: /manifests/, fault: { do: 'answer', status: 400, body } })
  const { manifest } = makeArtifact({ content: 'hashed long' })
  const digest = digestOf(manifest.bytes, 'sha512')
  const put = scene.destination.putManifest({ ...manifest, descriptor: { ...manifest.descriptor, digest } })
  await expect(put).rejects.toMatchObject({
    code: 'unsupported',
    details: { hint: expect.stringContaining('sha512') },
  })
})
