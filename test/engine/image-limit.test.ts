import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { readGraph } from '../../src/engine/graph.ts'
import { discoverReferrers } from '../../src/engine/referrers/discover.ts'
import { tagListOf } from '../../src/engine/referrers/tag-list.ts'
import { lackingKinds } from '../../src/model/referrers.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { type RawManifest, rawManifest } from '../../src/oci/manifest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'
import type { ContentStore } from '../../src/oci/store.ts'
import { readImageConfig, readPlatforms } from '../../src/pipeline/plan/source/image-config.ts'
import { type AnsweringServer, json, startAnswering } from '../registry/answering.ts'
import { testClient } from '../support/registry-client.ts'

const bytesOf = (document: unknown): Uint8Array => Buffer.from(JSON.stringify(document))
const config = bytesOf({ os: 'linux', architecture: 'amd64' })
const blob = { mediaType: MEDIA_TYPES.ociConfig, digest: digestOf(config), size: config.byteLength }

function image(annotations: Readonly<Record<string, string>>): RawManifest {
  return rawManifest(
    bytesOf({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociManifest, config: blob, layers: [], annotations }),
  )
}

function index(children: readonly RawManifest[]): RawManifest {
  const manifests = children.map(({ descriptor }) => descriptor)
  return rawManifest(bytesOf({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests }))
}

/** An image of `levels` indexes, each of which lists the one below it ten times. */
function repeated(levels: number): readonly RawManifest[] {
  const all = [image({})]
  for (let level = 0; level < levels; level++) {
    const below = all.at(-1)
    if (below !== undefined) all.push(index(Array<RawManifest>(10).fill(below)))
  }
  return all
}

/** A registry that holds these manifests, and lists referrers as told. */
async function holding(
  manifests: readonly RawManifest[],
  referrers: (url: URL, response: ServerResponse) => unknown = (_url, response) => json(response, 404, {}),
): Promise<AnsweringServer & { readonly store: ContentStore }> {
  const byDigest = new Map<string, RawManifest>(manifests.map((one) => [one.descriptor.digest, one]))
  const server = await startAnswering((request, response) => {
    const url = new URL(request.url ?? '', 'http://registry')
    const last = url.pathname.split('/').at(-1) ?? ''
    if (url.pathname.includes('/referrers/')) return referrers(url, response)
    if (url.pathname.endsWith('/tags/list')) return json(response, 200, { tags: [] })
    if (url.pathname.includes('/blobs/')) return response.end(config)
    const found = byDigest.get(last)
    if (found === undefined) return json(response, 404, {})
    return response.writeHead(200, { 'content-type': found.descriptor.mediaType }).end(found.bytes)
  })
  const client = testClient()
  const store = client.repository({ kind: 'registry', host: server.host, repository: 'a' })
  return {
    ...server,
    store,
    [Symbol.asyncDispose]: async () => {
      await client.close()
      await server[Symbol.asyncDispose]()
    },
  }
}

const discover = (store: ContentStore, root: RawManifest) =>
  discoverReferrers(
    store,
    root,
    tagListOf(async () => []),
  )

const walks: readonly (readonly [string, (store: ContentStore, root: RawManifest) => Promise<unknown>])[] = [
  ['its graph', (store, root) => readGraph(store, root.descriptor, { known: root })],
  ['its referrers', (store, root) => discover(store, root)],
  ['its platforms', (store, root) => readPlatforms(store, root, {})],
  ['its config', (store, root) => readImageConfig(store, root, {})],
]

describe('an index of a few KB that lists the same child ten times on each of six levels', () => {
  test.each(walks)('costs a request or three for each manifest: %s', async (_name, walk) => {
    const all = repeated(6)
    await using server = await holding(all)
    await walk(server.store, all.at(-1) as RawManifest)
    expect(server.asked.length).toBeLessThanOrEqual(3 * all.length)
    expect(new Set(server.asked.filter((line) => line.includes('/manifests/'))).size).toBeLessThanOrEqual(
      2 * all.length,
    )
  })

  test('is judged by digest, too', async () => {
    const all = repeated(24)
    await using server = await holding(all)
    const { image: tree } = await discover(server.store, all.at(-1) as RawManifest)
    expect(lackingKinds(['signature', 'sbom'], tree, [])).toEqual(['signature', 'sbom'])
  })
})

const tooMuch = expect.objectContaining({ code: 'unsupported' })

test.each(walks)('indexes nested 40 levels deep are refused: %s', async (_name, walk) => {
  const all = repeated(40)
  await using server = await holding(all)
  const outcome = await walk(server.store, all.at(-1) as RawManifest).catch((error: unknown) => error)
  expect(outcome).toEqual(tooMuch)
  expect(server.asked.length).toBeLessThan(200)
})

test.each(walks.slice(0, 3))('5,000 children are refused before one is read: %s', async (_name, walk) => {
  const children = Array.from({ length: 5000 }, (_, number) => image({ number: String(number) }))
  const root = index(children)
  await using server = await holding([root])
  await expect(walk(server.store, root)).rejects.toEqual(tooMuch)
  expect(server.asked.filter((line) => line.includes('/manifests/'))).toEqual([])
})

test('a list of referrers without end is given up before what it names is read', async () => {
  const root = image({})
  await using server = await holding([root], (url, response) => {
    const page = Number(url.searchParams.get('page') ?? 0)
    const manifests = Array.from({ length: 1000 }, (_, at) => image({ of: `${page} ${at}` }).descriptor)
    const link = `<${url.pathname}?page=${page + 1}>; rel="next"`
    return response
      .writeHead(200, { 'content-type': MEDIA_TYPES.ociIndex, link })
      .end(bytesOf({ schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests }))
  })
  await expect(discover(server.store, root)).rejects.toEqual(tooMuch)
  expect(server.asked.length).toBeLessThan(10)
  expect(server.asked.filter((line) => line.includes('/manifests/'))).toEqual([])
})
