import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ContentStore } from '../../../src/oci/store.ts'
import { collect } from '../../support/collect.ts'
import { startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { makeArtifact, makeImage, makeIndex } from '../../support/images.ts'
import { type TestClient, testClient } from '../../support/registry-client.ts'
import { json, startAnswering } from '../answering.ts'

let client: TestClient

beforeEach(() => {
  client = testClient({ retries: 1 })
})

afterEach(() => client.close())

const open = (host: string): ContentStore => client.repository({ kind: 'registry', host, repository: 'a/b' })

describe('tags', () => {
  test('come from all pages, in the order given', async () => {
    const registry = await startFaultRegistry({ pageSize: 2 })
    try {
      const image = await makeImage()
      registry.seed('a/b', image, ['5', '4', '3', '2', '1'])
      expect((await collect(open(registry.host).tags())).sort()).toEqual(['1', '2', '3', '4', '5'])
      expect(registry.requests).toHaveLength(3)
    } finally {
      await registry.close()
    }
  })

  test('without end are given up', async () => {
    const page = Buffer.concat([Buffer.from('{"tags":["1"]}'), Buffer.alloc(14 * 1024 * 1024, ' ')])
    await using server = await startAnswering((_request, response, count) => {
      response.writeHead(200, { link: `</v2/a/b/tags/list?last=${count}>; rel="next"` }).end(page)
    })
    await expect(collect(open(server.host).tags())).rejects.toMatchObject({ code: 'protocol' })
    expect(server.asked).toHaveLength(5)
  })

  test.each([
    ['null', { name: 'a/b', tags: null }, []],
    ['nothing', { name: 'a/b' }, []],
    ['null between them, as Nexus has it', { tags: ['1', null, '2'] }, ['1', '2']],
    ['no tags', { tags: ['../../../v2/_catalog', 'a b', 'a\n::error::', '\u001b[2J', '-x', '1'] }, ['1']],
  ])('may be %s', async (_, document, expected) => {
    await using server = await startAnswering((__, response) => json(response, 200, document))
    expect(await collect(open(server.host).tags())).toEqual(expected)
  })

  test('of a repository that does not exist are none', async () => {
    await using server = await startAnswering((_, response) =>
      json(response, 404, { errors: [{ code: 'NAME_UNKNOWN' }] }),
    )
    expect(await collect(open(server.host).tags())).toEqual([])
  })

  test.each([401, 403, 500])('answered with %d are an error', async (status) => {
    await using server = await startAnswering((_, response) => response.writeHead(status).end())
    await expect(collect(open(server.host).tags())).rejects.toMatchObject({ details: { status } })
  })

  test('as a web page are an error that names the host', async () => {
    await using server = await startAnswering((_, response) => response.end('<html>hello</html>'))
    await expect(collect(open(server.host).tags())).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining(server.host),
    })
  })

  test('on a page elsewhere are not fetched', async () => {
    await using server = await startAnswering((_, response) =>
      json(response, 200, { tags: ['1'] }, { link: '<http://127.0.0.1:1/v2/a/b/tags/list>; rel="next"' }),
    )
    await expect(collect(open(server.host).tags())).rejects.toMatchObject({ code: 'protocol' })
    expect(server.asked).toHaveLength(1)
  })

  test('in a circle end', async () => {
    await using server = await startAnswering((request, response) =>
      json(response, 200, { tags: ['1'] }, { link: `<${request.url}>; rel="next"` }),
    )
    await expect(collect(open(server.host).tags())).rejects.toMatchObject({ code: 'protocol' })
    expect(server.asked).toHaveLength(1)
  })

  test('that vanish between two pages are not passed over in silence', async () => {
    await using server = await startAnswering((_, response, count) =>
      count === 1
        ? json(response, 200, { tags: ['1'] }, { link: '</v2/a/b/tags/list?last=1>; rel="next"' })
        : response.writeHead(404).end(),
    )
    await expect(collect(open(server.host).tags())).rejects.toMatchObject({ code: 'protocol' })
  })
})

describe('referrers', () => {
  const subject = makeImage({ seed: 'subject' })

  test('come from the API where there is one', async () => {
    const registry = await startFaultRegistry({ referrers: true })
    try {
      const image = await subject
      const sbom = makeArtifact({ subject: image, artifactType: 'application/vnd.example.sbom' })
      registry.seed('a/b', image, ['1.0'])
      registry.seed('a/b', sbom)
      const found = await collect(open(registry.host).referrers(image.manifest.descriptor))
      expect(found.map(({ digest, artifactType }) => [digest, artifactType])).toEqual([
        [sbom.manifest.descriptor.digest, 'application/vnd.example.sbom'],
      ])
      expect(registry.requests).toHaveLength(1)
    } finally {
      await registry.close()
    }
  })

  test('come from the fallback tag elsewhere', async () => {
    const registry = await startFaultRegistry()
    try {
      const image = await subject
      const sbom = makeArtifact({ subject: image })
      registry.seed('a/b', image, ['1.0'])
      registry.seed('a/b', makeIndex([sbom]), [image.manifest.descriptor.digest.replace(':', '-')])
      const store = open(registry.host)
      for (let round = 0; round < 2; round++) {
        const found = await collect(store.referrers(image.manifest.descriptor))
        expect(found.map(({ digest }) => digest)).toEqual([sbom.manifest.descriptor.digest])
      }
      expect(registry.requests.map(({ path }) => path.split('/')[4])).toEqual([
        'referrers',
        'manifests',
        'manifests',
      ])
    } finally {
      await registry.close()
    }
  })

  const answers = {
    'a web page': (response: import('node:http').ServerResponse) => response.end('<html>log in</html>'),
    'a redirect to another host': (response: import('node:http').ServerResponse) =>
      response.writeHead(303, { location: 'http://127.0.0.1:1/login' }).end(),
    'a list of another kind': (response: import('node:http').ServerResponse) =>
      json(response, 200, { referrers: [] }),
    '405': (response: import('node:http').ServerResponse) => response.writeHead(405).end(),
  }

  test.each(Object.entries(answers))('%s is no API', async (_, answer) => {
    await using server = await startAnswering((request, response) =>
      request.url?.includes('/referrers/') === true ? answer(response) : response.writeHead(404).end(),
    )
    expect(await collect(open(server.host).referrers((await subject).manifest.descriptor))).toEqual([])
    expect(server.asked).toHaveLength(2)
  })

  test('that may not be read are an error', async () => {
    await using server = await startAnswering((_, response) => response.writeHead(403).end())
    const listing = collect(open(server.host).referrers((await subject).manifest.descriptor))
    await expect(listing).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('may be null', async () => {
    await using server = await startAnswering((_, response) =>
      json(response, 200, {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: null,
      }),
    )
    expect(await collect(open(server.host).referrers((await subject).manifest.descriptor))).toEqual([])
    expect(server.asked).toHaveLength(1)
  })
})

describe('a host that lists referrers', () => {
  test('of which more are listed than an image may have are refused before the next page is asked for', async () => {
    const subject = (await makeImage()).manifest.descriptor
    const page = (from: number): unknown => ({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: Array.from({ length: 1500 }, (_, at) => ({
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        digest: `sha256:${(from + at).toString(16).padStart(64, '0')}`,
        size: 100,
      })),
    })
    await using server = await startAnswering((_, response, count) =>
      json(response, 200, page(count * 1500), {
        'content-type': 'application/vnd.oci.image.index.v1+json',
        link: `</v2/a/b/referrers/${subject.digest}?n=${count}>; rel="next"`,
      }),
    )
    await expect(collect(open(server.host).referrers(subject))).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('more than 4096 referrers'),
    })
    expect(server.asked).toHaveLength(3)
  })
})
