import { afterEach, describe, expect, test } from 'vitest'
import type { Digest } from '../../../src/oci/digest.ts'
import { parseManifest, rawManifest } from '../../../src/oci/manifest.ts'
import { fallbackTag } from '../../../src/oci/referrer-tags.ts'
import type { ContentStore } from '../../../src/oci/store.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../../support/fault-registry/registry.ts'
import { makeArtifact, makeImage, type TestImage } from '../../support/images.ts'
import { pushImage } from '../../support/push.ts'
import { testClient } from '../../support/registry-client.ts'

const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function start(options: FaultRegistryOptions = {}): Promise<FaultRegistry> {
  const registry = await startFaultRegistry(options)
  opened.push(registry)
  return registry
}

/** A client of its own, as another run of the command has. */
function writer(registry: FaultRegistry): ContentStore {
  const client = testClient()
  opened.push(client)
  return client.repository({ kind: 'registry', host: registry.host, repository: 'prod/api' }, { push: true })
}

function digest(image: TestImage): Digest {
  return image.manifest.descriptor.digest
}

/** What the fallback index lists, read without the client. */
function listed(registry: FaultRegistry, subject: TestImage): readonly string[] {
  const repository = registry.repositories.get('prod/api')
  const held = repository?.tags.get(fallbackTag(digest(subject)))
  const stored = held === undefined ? undefined : repository?.manifests.get(held)
  if (stored === undefined) return []
  const parsed = parseManifest(rawManifest(stored.bytes, stored.mediaType))
  return parsed.kind === 'index' ? parsed.manifests.map((entry) => entry.digest) : []
}

const isIndexWrite = (method: string, path: string): boolean =>
  method === 'PUT' && /\/manifests\/sha256-/.test(path)
const isIndexRead = (method: string, path: string): boolean =>
  method === 'GET' && /\/manifests\/sha256-/.test(path)

describe('the index of a registry without the referrers API', () => {
  test('keeps what two writers add, when both have read it before either wrote', async () => {
    const bothRead = Promise.withResolvers<void>()
    let reads = 0
    const registry = await start({
      onRequest: async (_, { method, path }) => {
        if (!isIndexRead(method, path) || reads >= 2) return
        reads++
        if (reads === 2) bothRead.resolve()
        await bothRead.promise
      },
    })
    const image = await makeImage({ seed: 'raced' })
    registry.seed('prod/api', image, ['1.0'])
    const artifacts = ['a', 'b'].map((content) => makeArtifact({ subject: image, content }))
    await Promise.all(artifacts.map((artifact) => pushImage(writer(registry), artifact)))
    expect([...listed(registry, image)].sort()).toEqual(artifacts.map(digest).sort())
  })

  test('has what ten writers add, when those that were overwritten after their last look put it again', async () => {
    const registry = await start()
    const image = await makeImage({ seed: 'ten' })
    registry.seed('prod/api', image, ['1.0'])
    const writers = Array.from({ length: 10 }, (_, at) => ({
      store: writer(registry),
      artifact: makeArtifact({ subject: image, content: `${at}` }),
    }))
    await Promise.all(writers.map(({ store, artifact }) => pushImage(store, artifact)))
    const lost = writers.filter(({ artifact }) => !listed(registry, image).includes(digest(artifact)))
    for (const { store, artifact } of lost) await store.putManifest(artifact.manifest)
    expect([...listed(registry, image)].sort()).toEqual(
      writers.map(({ artifact }) => digest(artifact)).sort(),
    )
  })

  test('is written once for what one run brings at the same time', async () => {
    const registry = await start()
    const image = await makeImage({ seed: 'batch' })
    registry.seed('prod/api', image, ['1.0'])
    const store = writer(registry)
    const artifacts = Array.from({ length: 8 }, (_, at) => makeArtifact({ subject: image, content: `${at}` }))
    for (const artifact of artifacts) registry.seed('prod/api', artifact)
    await Promise.all(artifacts.map((artifact) => store.putManifest(artifact.manifest)))
    expect(listed(registry, image)).toHaveLength(8)
    const writes = registry.requests.filter(({ method, path }) => isIndexWrite(method, path))
    expect(writes.length).toBeLessThanOrEqual(2)
  })

  test('that others keep overwriting is given up after ten tries, and said', async () => {
    const registry = await start({
      onRequest: (_, { method, path }) => {
        if (isIndexRead(method, path))
          registry.repositories.get('prod/api')?.tags.delete(path.split('/').at(-1) ?? '')
      },
    })
    const image = await makeImage({ seed: 'overwritten' })
    registry.seed('prod/api', image, ['1.0'])
    await expect(pushImage(writer(registry), makeArtifact({ subject: image }))).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('overwritten by another writer 10 times'),
    })
    expect(registry.requests.filter(({ method, path }) => isIndexWrite(method, path))).toHaveLength(10)
  })

  test('keeps entries and fields of other tools as they are', async () => {
    const registry = await start()
    const image = await makeImage({ seed: 'kept' })
    const artifact = makeArtifact({ subject: image, content: 'theirs' })
    registry.seed('prod/api', image, ['1.0'])
    registry.seed('prod/api', artifact)
    const entry = { ...artifact.manifest.descriptor, theirs: { of: 'another tool' } }
    const index = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [entry],
      annotations: { top: 'kept' },
    }
    const raw = rawManifest(new TextEncoder().encode(JSON.stringify(index)))
    const repository = registry.repositories.get('prod/api')
    repository?.manifests.set(raw.descriptor.digest, {
      mediaType: raw.descriptor.mediaType,
      bytes: raw.bytes,
    })
    repository?.tags.set(fallbackTag(digest(image)), raw.descriptor.digest)
    await pushImage(writer(registry), makeArtifact({ subject: image, content: 'ours' }))
    const held = repository?.tags.get(fallbackTag(digest(image))) ?? ''
    const document: unknown = JSON.parse(new TextDecoder().decode(repository?.manifests.get(held)?.bytes))
    expect(document).toMatchObject({
      annotations: { top: 'kept' },
      manifests: [entry, { size: expect.any(Number) }],
    })
  })

  test('is not put in the place of something else', async () => {
    const registry = await start()
    const image = await makeImage({ seed: 'taken' })
    registry.seed('prod/api', image, ['1.0', fallbackTag(digest(image))])
    await expect(pushImage(writer(registry), makeArtifact({ subject: image }))).rejects.toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('is for a list of referrers'),
    })
    expect(registry.repositories.get('prod/api')?.tags.get(fallbackTag(digest(image)))).toBe(digest(image))
  })

  test('that may not move is an error that says what to exempt', async () => {
    const registry = await start({ immutable: { tags: () => true, as: 'ecr' } })
    const image = await makeImage({ seed: 'immutable' })
    registry.seed('prod/api', image, ['1.0'])
    const store = writer(registry)
    await pushImage(store, makeArtifact({ subject: image, content: 'first' }))
    await expect(pushImage(store, makeArtifact({ subject: image, content: 'second' }))).rejects.toMatchObject(
      {
        code: 'immutable',
        details: { hint: expect.stringContaining('sha256-*') },
      },
    )
  })
})

describe('whether a registry lists referrers itself', () => {
  test('is not believed from OCI-Subject alone', async () => {
    const registry = await start()
    const image = await makeImage({ seed: 'promised' })
    const artifact = makeArtifact({ subject: image })
    registry.seed('prod/api', image, ['1.0'])
    registry.inject({
      fault: { do: 'headers', set: { 'oci-subject': digest(image) } },
      method: 'PUT',
      path: /\/manifests\/sha256:/,
    })
    await pushImage(writer(registry), artifact)
    expect(listed(registry, image)).toEqual([digest(artifact)])
  })

  test('is asked once for many manifests, and then nothing more', async () => {
    const registry = await start({ referrers: true })
    const image = await makeImage({ seed: 'asked' })
    registry.seed('prod/api', image, ['1.0'])
    const store = writer(registry)
    for (const content of ['a', 'b', 'c']) await pushImage(store, makeArtifact({ subject: image, content }))
    expect(registry.requests.filter(({ path }) => path.includes('/referrers/'))).toHaveLength(1)
    expect(registry.requests.filter(({ path }) => path.includes('/manifests/sha256-'))).toEqual([])
  })

  test('but not this one is seen, and mended with an index', async () => {
    const registry = await start({ referrers: true })
    const image = await makeImage({ seed: 'forgotten' })
    const artifact = makeArtifact({ subject: image })
    registry.seed('prod/api', image, ['1.0'])
    registry.inject({ fault: { do: 'headers', drop: ['oci-subject'] }, method: 'PUT' })
    registry.inject({
      fault: {
        do: 'answer',
        status: 200,
        headers: { 'content-type': 'application/vnd.oci.image.index.v1+json' },
        body: JSON.stringify({ schemaVersion: 2, manifests: [] }),
      },
      path: /\/referrers\//,
    })
    await pushImage(writer(registry), artifact)
    expect(listed(registry, image)).toEqual([digest(artifact)])
  })
})
