import { expect } from 'vitest'
import { isReferrerTag } from '../../src/oci/referrer-tags.ts'
import type { ContentStore } from '../../src/oci/store.ts'
import { collect } from '../support/collect.ts'
import { makeArtifact, makeImage, makeIndex, manifestsOf, type TestImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'
import type { ContractCase } from './store.contract.ts'

/** What a store promises about manifests and tags. */
export const manifestCases = {
  'a repository that does not exist is empty': async (open) => {
    const store = await open('absent')
    const { manifest } = await makeImage({ seed: 'absent' })
    expect(await store.resolve('1.0')).toBeUndefined()
    expect(await store.resolve(manifest.descriptor.digest)).toBeUndefined()
    expect(await store.manifest('1.0')).toBeUndefined()
    expect(await store.manifest(manifest.descriptor.digest)).toBeUndefined()
    expect(await tagsOf(store)).toEqual([])
    expect(await collect(store.referrers(manifest.descriptor))).toEqual([])
  },

  'a tag or manifest that is not there is absent': async (open) => {
    const store = await open('images')
    const other = await makeImage({ seed: 'not there' })
    await pushImage(store, await makeImage({ seed: 'there' }), ['1.0'])
    expect(await store.resolve('2.0')).toBeUndefined()
    expect(await store.manifest('2.0')).toBeUndefined()
    expect(await store.resolve(other.manifest.descriptor.digest)).toBeUndefined()
    expect(await store.manifest(other.manifest.descriptor.digest)).toBeUndefined()
  },

  'an image comes back to the byte, by tag and by digest': async (open) => {
    const store = await open('images')
    await comesBack(store, await makeImage({ seed: 'image', labels: { a: 'ü' } }))
  },

  'docker media types stay what they are': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'docker', mediaTypes: 'docker' })
    await comesBack(store, makeIndex([image], { mediaTypes: 'docker' }))
  },

  'an index with attestations comes back after its children': async (open) => {
    const store = await open('images')
    const images = [
      await makeImage({ seed: 'amd64' }),
      await makeImage({ seed: 'arm64', platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } }),
    ]
    await comesBack(store, makeIndex(images, { attestations: true }))
  },

  'an index of indexes comes back': async (open) => {
    const store = await open('images')
    await comesBack(store, makeIndex([makeIndex([await makeImage({ seed: 'nested' })])]))
  },

  'an artifact with an empty config comes back': async (open) => {
    await comesBack(await open('images'), makeArtifact({ content: 'report' }))
  },

  'an image with a foreign layer comes back without that layer': async (open) => {
    await comesBack(await open('images'), await makeImage({ seed: 'foreign', foreignLayer: true }))
  },

  'a manifest that was put is untagged': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'untagged' })
    await pushImage(store, image)
    expect(await tagsOf(store)).toEqual([])
    expect(await store.resolve(image.manifest.descriptor.digest)).toMatchObject(plain(image))
  },

  'putting and tagging what is there already is fine': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'again' })
    await pushImage(store, image, ['1.0'])
    await pushImage(store, image, ['1.0'])
    expect(await tagsOf(store)).toEqual(['1.0'])
    expect(await store.resolve('1.0')).toMatchObject(plain(image))
  },

  'a tag moves, and what it held stays readable by digest': async (open) => {
    const store = await open('images')
    const [old, next] = [await makeImage({ seed: 'old' }), await makeImage({ seed: 'next' })]
    await pushImage(store, old, ['1'])
    await pushImage(store, next, ['1'])
    expect(await store.resolve('1')).toMatchObject(plain(next))
    const tagged = await store.manifest('1')
    expect(Buffer.from(tagged?.bytes ?? []).equals(next.manifest.bytes)).toBe(true)
    expect(await store.resolve(old.manifest.descriptor.digest)).toMatchObject(plain(old))
    expect(await tagsOf(store)).toEqual(['1'])
  },

  'all tags are listed, each once': async (open) => {
    const store = await open('images')
    const wanted = ['1.0', '1.1', 'latest', 'v2', '_x', 'A-b.c']
    await pushImage(store, await makeImage({ seed: 'tags' }), wanted)
    expect((await tagsOf(store)).sort()).toEqual([...wanted].sort())
  },

  'tags that move at once all arrive': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'many' })
    await pushImage(store, image)
    const wanted = Array.from({ length: 12 }, (_, index) => `t${index}`)
    await Promise.all(wanted.map((tag) => store.tag(image.manifest, tag)))
    expect((await tagsOf(store)).sort()).toEqual([...wanted].sort())
  },

  'a tag is removed alone, or the store says that it cannot': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'untag' })
    await pushImage(store, image, ['1.0', '1'])
    const answer = await store.untag('1')
    expect((await tagsOf(store)).sort()).toEqual(answer.kind === 'removed' ? ['1.0'] : ['1', '1.0'])
    expect(await store.resolve('1.0')).toMatchObject(plain(image))
    expect(await store.resolve(image.manifest.descriptor.digest)).toMatchObject(plain(image))
  },

  'a manifest nobody refers to has no referrers': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'alone' })
    await pushImage(store, image, ['1.0'])
    expect(await collect(store.referrers(image.manifest.descriptor))).toEqual([])
  },

  'a manifest with a subject is found as its referrer': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'subject' })
    const report = makeArtifact({
      subject: image,
      artifactType: 'application/vnd.example.sbom',
      annotations: { 'com.example.kind': 'sbom' },
    })
    await pushImage(store, image, ['1.0'])
    await pushImage(store, report)
    const found = await collect(store.referrers(image.manifest.descriptor))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      ...plain(report),
      artifactType: 'application/vnd.example.sbom',
      annotations: { 'com.example.kind': 'sbom' },
    })
    expect((await tagsOf(store)).filter((tag) => !isReferrerTag(tag))).toEqual(['1.0'])
  },

  'referrers that are put at once, and again, are each found once': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'many referrers' })
    const reports = Array.from({ length: 6 }, (_, index) =>
      makeArtifact({ subject: image, content: `report ${index}` }),
    )
    await pushImage(store, image, ['1.0'])
    await Promise.all(reports.map((report) => pushImage(store, report)))
    await pushImage(store, reports[0] as TestImage)
    const found = await collect(store.referrers(image.manifest.descriptor))
    expect(found.map(({ digest }) => digest).sort()).toEqual(
      reports.map(({ manifest }) => manifest.descriptor.digest).sort(),
    )
  },

  'a referrer of a referrer is found by its own subject alone': async (open) => {
    const store = await open('images')
    const image = await makeImage({ seed: 'chain' })
    const sbom = makeArtifact({ subject: image, content: 'sbom' })
    const signature = makeArtifact({ subject: sbom, content: 'signature of the sbom' })
    await pushImage(store, image, ['1.0'])
    await pushImage(store, sbom)
    await pushImage(store, signature)
    const digestsOf = async (subject: TestImage): Promise<string[]> =>
      (await collect(store.referrers(subject.manifest.descriptor))).map(({ digest }) => digest)
    expect(await digestsOf(image)).toEqual([sbom.manifest.descriptor.digest])
    expect(await digestsOf(sbom)).toEqual([signature.manifest.descriptor.digest])
    expect(await digestsOf(signature)).toEqual([])
  },

  'aborted before it begins, a call on manifests does nothing': async (open) => {
    const store = await open('images')
    const { manifest } = await makeImage({ seed: 'aborted' })
    await pushImage(store, await makeImage({ seed: 'other' }), ['other'])
    const options = { signal: AbortSignal.abort(new Error('enough')) }
    await expect(store.resolve('other', options)).rejects.toThrow('enough')
    await expect(store.manifest('other', options)).rejects.toThrow('enough')
    await expect(store.putManifest(manifest, options)).rejects.toThrow('enough')
    await expect(store.tag(manifest, 'aborted', options)).rejects.toThrow('enough')
    await expect(store.untag('other', options)).rejects.toThrow('enough')
    await expect(collect(store.tags(options))).rejects.toThrow('enough')
    await expect(collect(store.referrers(manifest.descriptor, options))).rejects.toThrow('enough')
    expect(await tagsOf(store)).toEqual(['other'])
  },
} satisfies Record<string, ContractCase>

async function comesBack(store: ContentStore, image: TestImage): Promise<void> {
  await pushImage(store, image, ['1.0'])
  expect(await store.resolve('1.0')).toMatchObject(plain(image))
  for (const manifest of manifestsOf(image)) {
    const { digest, mediaType, size } = manifest.descriptor
    const back = await store.manifest(digest)
    expect(back?.descriptor).toMatchObject({ digest, mediaType, size })
    expect(Buffer.from(back?.bytes ?? []).equals(manifest.bytes)).toBe(true)
    expect(await store.resolve(digest)).toMatchObject({ digest, mediaType, size })
  }
  const tagged = await store.manifest('1.0')
  expect(Buffer.from(tagged?.bytes ?? []).equals(image.manifest.bytes)).toBe(true)
}

function plain(image: TestImage): { digest: string; mediaType: string; size: number } {
  const { digest, mediaType, size } = image.manifest.descriptor
  return { digest, mediaType, size }
}

async function tagsOf(store: ContentStore): Promise<string[]> {
  return collect(store.tags())
}
