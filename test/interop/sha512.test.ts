import { expect, onTestFinished, test } from 'vitest'
import { type Digest, digestOf } from '../../src/oci/digest.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'
import { describeWith, type RegistryKind, startRegistry } from '../support/real-registries.ts'
import { testClient } from '../support/registry-client.ts'

interface Scene {
  readonly sha256: Digest
  readonly sha512: Digest
  promote(...images: readonly string[]): Promise<CliResult>
}

/** An image that ggcr has by its sha512 digest too, to be promoted to another registry by that. */
async function setScene(kind: RegistryKind): Promise<Scene> {
  const [from, to] = [await startRegistry('ggcr'), await startRegistry(kind)]
  const client = testClient()
  onTestFinished(async () => {
    await client.close()
    await Promise.all([from.close(), to.close()])
  })
  const { manifest, ...image } = await makeImage()
  const sha512 = digestOf(manifest.bytes, 'sha512')
  const source = client.repository(
    { kind: 'registry', host: from.host, repository: 'test/api' },
    { push: true },
  )
  await pushImage(source, { ...image, manifest })
  await source.putManifest({ ...manifest, descriptor: { ...manifest.descriptor, digest: sha512 } })
  await source.tag(manifest, '1.0')
  const file = [
    'version: 1',
    'environments:',
    `  - { name: test, repository: "${from.host}/test/{image}" }`,
    `  - { name: prod, repository: "${to.host}/prod/{image}", tags: [release] }`,
    'images:',
    `  - { name: api, select: { digest: "${sha512}" } }`,
    '',
  ].join('\n')
  const cwd = await testFolder({ 'promotion.yaml': file })
  return {
    sha256: manifest.descriptor.digest,
    sha512,
    promote: (...images) => runPromote(['--from', 'test', '--to', 'prod', '--yes', ...images], { cwd }),
  }
}

describeWith('ggcr', 'an image named by its sha512 digest', () => {
  test('is promoted where the registry stores it by that, once', async () => {
    const { promote, sha512 } = await setScene('ggcr')
    const first = await promote()
    expect(first.code, first.stdout).toBe(0)
    expect(first.stdout).toContain('tagged     api release')
    // The registry says sha256 of what the tag holds: the same content.
    const second = await promote()
    expect(second.code, second.stdout).toBe(0)
    expect(second.stdout).toContain('1 in step')
    const pinned = await promote(`api:1.0@${sha512}`)
    expect(pinned.code, pinned.stdout).toBe(0)
    expect(pinned.stdout).toContain('1 in step')
  })
})

for (const kind of ['distribution3', 'distribution2'] as const) {
  describeWith(kind, `an image named by its sha512 digest, on ${kind}`, () => {
    test('is refused with what the registry said and the digest to name it by', async () => {
      const { promote, sha256, sha512 } = await setScene(kind)
      const refused = await promote()
      expect(refused.code, refused.stdout).toBe(1)
      expect(refused.stdout).toContain('DIGEST_INVALID')
      expect(refused.stdout).toContain(`Select the same content by its tag or as ${sha256}`)
      expect(refused.stdout).not.toMatch(/network|Another writer|between it and here/)
      const byTag = await promote(`api:1.0@${sha512}`)
      expect(byTag.code, byTag.stdout).toBe(0)
    })
  })
}
