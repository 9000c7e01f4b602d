import { access, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { type Digest, digestOf, hexOf } from '../../src/oci/digest.ts'
import { parseManifest, rawManifest } from '../../src/oci/manifest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'
import { fallbackTag } from '../../src/oci/referrer-tags.ts'
import { collect } from '../support/collect.ts'
import { temporaryFolder } from '../support/folders.ts'
import { makeArtifact, makeBlob, makeImage, makeIndex } from '../support/images.ts'
import { flipFirstByte } from '../support/memory-store.ts'
import { bodyOf, pushImage } from '../support/push.ts'

const REF_NAME = 'org.opencontainers.image.ref.name'

interface Entry {
  readonly digest: string
  readonly annotations?: Readonly<Record<string, string>>
}

async function indexOf(path: string): Promise<{ readonly manifests: readonly Entry[] }> {
  return JSON.parse(await readFile(join(path, 'index.json'), 'utf8'))
}

async function listed(path: string): Promise<(readonly [string, string | undefined])[]> {
  return (await indexOf(path)).manifests.map((entry) => [entry.digest, entry.annotations?.[REF_NAME]])
}

function blobFile(path: string, digest: Digest): string {
  return join(path, 'blobs', 'sha256', hexOf(digest))
}

describe('reading', () => {
  test('makes nothing where nothing is', async () => {
    const path = join(await temporaryFolder(), 'a', 'b')
    const store = openLayout(path)
    const image = await makeImage()
    expect(store).toMatchObject({ domain: 'layout', name: `oci:${path}` })
    await store.resolve('1.0')
    await store.manifest(image.manifest.descriptor.digest)
    await store.has(image.manifest.descriptor)
    await store.open(image.manifest.descriptor).catch(() => {})
    await collect(store.tags())
    await collect(store.referrers(image.manifest.descriptor))
    expect(await store.untag('1.0')).toEqual({ kind: 'removed' })
    await expect(access(join(path, '..'))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  test('a manifest that index.json does not list is found by its digest', async () => {
    const path = await temporaryFolder()
    const image = await makeImage()
    const index = makeIndex([image])
    await pushImage(openLayout(path), index, ['1.0'])
    expect(await listed(path)).toEqual([[index.manifest.descriptor.digest, '1.0']])
    expect(await openLayout(path).resolve(image.manifest.descriptor.digest)).toEqual(
      image.manifest.descriptor,
    )
  })

  test('an index.json that lists null, as umoci and oras write it, lists nothing', async () => {
    const path = await temporaryFolder()
    await writeFile(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
    await writeFile(join(path, 'index.json'), '{"schemaVersion":2,"manifests":null}')
    const store = openLayout(path)
    expect(await collect(store.tags())).toEqual([])
    const image = await makeImage()
    await pushImage(store, image, ['1.0'])
    expect(await listed(path)).toEqual([[image.manifest.descriptor.digest, '1.0']])
  })

  test('a digest of something that is no manifest is no manifest', async () => {
    const store = openLayout(await temporaryFolder())
    const { descriptor, bytes } = makeBlob('not a manifest', 100)
    await store.putBlob(descriptor, bodyOf(bytes))
    expect(await store.resolve(descriptor.digest)).toBeUndefined()
    expect(await store.manifest(descriptor.digest)).toBeUndefined()
  })

  test('a manifest asked for by its sha512 digest comes back under it', async () => {
    const store = openLayout(await temporaryFolder())
    const { manifest } = await makeImage()
    const digest = digestOf(manifest.bytes, 'sha512')
    await store.putManifest({ bytes: manifest.bytes, descriptor: { ...manifest.descriptor, digest } })
    expect((await store.manifest(digest))?.descriptor.digest).toBe(digest)
    expect(await store.resolve(digest)).toMatchObject({ digest, size: manifest.descriptor.size })
  })

  test('blobs that are symbolic links, as build tools make them, are read', async () => {
    const folder = await temporaryFolder()
    const path = join(folder, 'layout')
    const store = openLayout(path)
    await pushImage(store, await makeImage(), ['1.0'])
    const { descriptor, bytes } = makeBlob('linked', 1000)
    await writeFile(join(folder, 'elsewhere'), bytes)
    await symlink(join(folder, 'elsewhere'), blobFile(path, descriptor.digest))
    expect(await store.has(descriptor)).toBe(true)
    expect((await buffer(await store.open(descriptor))).equals(bytes)).toBe(true)
  })

  test('damage shows, in blobs and manifests, in length and in content', async () => {
    const path = await temporaryFolder()
    const store = openLayout(path)
    const image = await makeImage()
    await pushImage(store, image, ['1.0'])
    const { digest } = image.manifest.descriptor
    const blob = makeBlob('damaged', 200_000)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))

    await writeFile(blobFile(path, blob.descriptor.digest), flipFirstByte(blob.bytes))
    await expect(buffer(await store.open(blob.descriptor))).rejects.toMatchObject({ code: 'content' })
    await writeFile(blobFile(path, blob.descriptor.digest), blob.bytes.subarray(1))
    await expect(store.open(blob.descriptor)).rejects.toMatchObject({ code: 'content' })
    expect(await store.has(blob.descriptor)).toBe(false)
    await store.putBlob(blob.descriptor, bodyOf(blob.bytes))
    expect(await store.has(blob.descriptor)).toBe(true)

    await writeFile(blobFile(path, digest), flipFirstByte(image.manifest.bytes))
    await expect(store.manifest(digest)).rejects.toMatchObject({ code: 'content' })
    await writeFile(blobFile(path, digest), 'short')
    await expect(store.resolve('1.0')).rejects.toMatchObject({ code: 'content' })
    await store.putManifest(image.manifest)
    expect(await store.resolve('1.0')).toMatchObject({ digest })
  })
})

describe('index.json', () => {
  test('the folder is a layout as the specification has it', async () => {
    const path = join(await temporaryFolder(), 'new', 'layout')
    await pushImage(openLayout(path), await makeImage(), ['1.0'])
    expect(JSON.parse(await readFile(join(path, 'oci-layout'), 'utf8'))).toEqual({
      imageLayoutVersion: '1.0.0',
    })
    expect(await indexOf(path)).toMatchObject({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
    })
    expect((await readdir(path)).sort()).toEqual(['.promote', 'blobs', 'index.json', 'oci-layout'])
    expect(await readdir(join(path, '.promote'))).toEqual(['lock'])
  })

  test('lists an index and not its children, whether or not they were there before', async () => {
    const path = await temporaryFolder()
    const store = openLayout(path)
    const [first, second] = [await makeImage({ seed: '1' }), await makeImage({ seed: '2' })]
    await pushImage(store, first)
    expect(await listed(path)).toEqual([[first.manifest.descriptor.digest, undefined]])
    const inner = makeIndex([first, second], { attestations: true })
    const outer = makeIndex([inner])
    await pushImage(store, outer, ['1.0'])
    expect(await listed(path)).toEqual([[outer.manifest.descriptor.digest, '1.0']])
    await store.putManifest(first.manifest)
    await store.putManifest(inner.manifest)
    expect(await listed(path)).toEqual([[outer.manifest.descriptor.digest, '1.0']])
  })

  test('keeps a child that has a tag of its own, or a subject', async () => {
    const path = await temporaryFolder()
    const store = openLayout(path)
    const image = await makeImage()
    const report = makeArtifact({ subject: image })
    await pushImage(store, image, ['amd64'])
    const index = makeIndex([image, report])
    await pushImage(store, index, ['1.0'])
    expect(await listed(path)).toEqual([
      [image.manifest.descriptor.digest, 'amd64'],
      [expect.any(String), fallbackTag(image.manifest.descriptor.digest)],
      [report.manifest.descriptor.digest, undefined],
      [index.manifest.descriptor.digest, '1.0'],
    ])
    expect(await collect(store.referrers(image.manifest.descriptor))).toHaveLength(1)
  })

  test('referrers are listed under the fallback tag too, where regctl looks for them', async () => {
    const path = await temporaryFolder()
    const store = openLayout(path)
    const image = await makeImage()
    const tag = fallbackTag(image.manifest.descriptor.digest)
    const artifacts = ['one', 'two', 'three'].map((content) => makeArtifact({ subject: image, content }))
    await pushImage(store, image, ['1.0'])
    for (const artifact of artifacts) await pushImage(store, artifact, [])
    await pushImage(store, artifacts[0] ?? image, [])
    const index = await store.manifest(tag)
    expect(index && parseManifest(index)).toMatchObject({
      kind: 'index',
      manifests: artifacts.map(({ manifest }) => ({
        digest: manifest.descriptor.digest,
        artifactType: expect.any(String),
      })),
    })
    // The lists that were replaced are not left behind as entries.
    expect(await listed(path)).toHaveLength(1 + artifacts.length + 1)
    expect(await collect(store.referrers(image.manifest.descriptor))).toHaveLength(3)
  })

  test('what another tool wrote into the list of referrers stays', async () => {
    const store = openLayout(await temporaryFolder())
    const image = await makeImage()
    const tag = fallbackTag(image.manifest.descriptor.digest)
    const foreign = {
      ...makeArtifact({ content: 'foreign' }).manifest.descriptor,
      annotations: { mine: 'yes' },
    }
    const index = {
      schemaVersion: 2,
      mediaType: MEDIA_TYPES.ociIndex,
      manifests: [foreign],
      annotations: { a: 'b' },
    }
    await store.tag(rawManifest(Buffer.from(JSON.stringify(index))), tag)
    const own = makeArtifact({ subject: image })
    await pushImage(store, own, [])
    const merged = await store.manifest(tag)
    expect(JSON.parse(Buffer.from(merged?.bytes ?? []).toString())).toMatchObject({
      annotations: { a: 'b' },
      manifests: [foreign, { digest: own.manifest.descriptor.digest }],
    })
  })

  test('what a tag leaves stays listed, once', async () => {
    const path = await temporaryFolder()
    const store = openLayout(path)
    const [a, b] = [await makeImage({ seed: 'a' }), await makeImage({ seed: 'b' })]
    const [digestA, digestB] = [a.manifest.descriptor.digest, b.manifest.descriptor.digest]
    await pushImage(store, a, ['1.0', '1'])
    await pushImage(store, b, ['1'])
    expect(await listed(path)).toEqual([
      [digestA, '1.0'],
      [digestB, '1'],
    ])
    await store.tag(b.manifest, '1.0')
    expect(await listed(path)).toEqual([
      [digestA, undefined],
      [digestB, '1'],
      [digestB, '1.0'],
    ])
    await store.untag('1')
    await store.untag('1.0')
    expect(await listed(path)).toEqual([
      [digestA, undefined],
      [digestB, undefined],
    ])
  })

  test('tags come in the order of the entries', async () => {
    const store = openLayout(await temporaryFolder())
    const image = await makeImage()
    await pushImage(store, image, ['b', 'c', 'a'])
    expect(await collect(store.tags())).toEqual(['b', 'c', 'a'])
  })

  test('is not written again when nothing changes', async () => {
    const path = await temporaryFolder()
    const store = openLayout(path)
    const image = await makeImage()
    await pushImage(store, image, ['1.0'])
    const before = await stat(join(path, 'index.json'), { bigint: true })
    await pushImage(store, image, ['1.0'])
    await store.untag('2.0')
    const after = await stat(join(path, 'index.json'), { bigint: true })
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs])
  })

  test('what other tools wrote is understood and kept', async () => {
    const path = await temporaryFolder()
    const image = await makeImage()
    const { digest, mediaType, size } = image.manifest.descriptor
    await mkdir(join(path, 'blobs', 'sha256'), { recursive: true })
    await writeFile(join(path, 'oci-layout'), '{"imageLayoutVersion":"1.0.0"}')
    await writeFile(blobFile(path, digest), image.manifest.bytes)
    const foreign = {
      mediaType: 'application/vnd.example',
      digest: 'blake3:00',
      size: 1,
      urls: ['https://a.example'],
    }
    const entry = {
      mediaType,
      digest,
      size,
      platform: { os: 'linux', architecture: 'amd64' },
      annotations: { [REF_NAME]: 'registry.example.com/shop/api:1.0', 'com.example.note': 'kept' },
    }
    const named = { ...entry, annotations: { [REF_NAME]: 'not/a/tag' } }
    const document = { schemaVersion: 2, annotations: { top: 'kept' }, manifests: [foreign, entry, named] }
    await writeFile(join(path, 'index.json'), JSON.stringify(document))

    const store = openLayout(path)
    expect(await collect(store.tags())).toEqual(['1.0'])
    expect(await store.resolve('1.0')).toMatchObject({ digest })
    await pushImage(store, await makeImage({ seed: 'next' }), ['1.0'])
    const written = await indexOf(path)
    expect(written).toMatchObject({ annotations: { top: 'kept' } })
    expect(written).not.toHaveProperty('mediaType')
    expect(written.manifests).toHaveLength(4)
    expect(written.manifests[0]).toEqual(foreign)
    expect(written.manifests[1]).toEqual({ ...entry, annotations: { 'com.example.note': 'kept' } })
    expect(written.manifests[2]).toEqual(named)
    expect(await store.resolve('1.0')).not.toMatchObject({ digest })
  })
})
