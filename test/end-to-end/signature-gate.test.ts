import { generateKeyPairSync } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Signer } from '../../src/model/gates/rules.ts'
import type { ContentStore } from '../../src/oci/store.ts'
import { makeFolder } from '../support/cli.ts'
import { type Cosign, type CosignFormat, cosignMissing, startCosign } from '../support/cosign.ts'
import { makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { pushImage, pushToRegistry } from '../support/push.ts'
import { missingReason, type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { type TestClient, testClient } from '../support/registry-client.ts'
import { bundleOf, fileOf, judgeSignature, sigOf, sigTag, simplePayload } from '../support/signatures.ts'
import { startSigstore } from '../support/sigstore.ts'

const missing = cosignMissing() ?? missingReason('ociserver') ?? missingReason('distribution3')
const title = 'the gate signature agrees with cosign'
const formats: readonly CosignFormat[] = ['bundles', 'tags']

describe.skipIf(missing !== undefined)(
  missing === undefined ? title : `${title} [skipped: ${missing}]`,
  { timeout: 120_000 },
  () => {
    const folders: string[] = []
    let registry: RunningRegistry
    let client: TestClient
    let store: ContentStore
    let cosign: Cosign
    let ours: Signer
    let count = 0

    async function keyPair(name: string, key?: string): Promise<{ cosign: Cosign; signer: Signer }> {
      const folder = await makeFolder()
      folders.push(folder)
      const made = await startCosign(folder, key)
      const text = await readFile(path.join(folder, 'cosign.pub'), 'latin1')
      return { cosign: made, signer: { kind: 'key', key: fileOf(name, text) } }
    }

    /** An image that no other test has, and how cosign names it. */
    async function pushed(): Promise<{ readonly image: TestImage; readonly reference: string }> {
      const image = await makeImage({ seed: `image ${++count}` })
      await pushToRegistry(registry.host, 'shop/api', image, [`1.0.${count}`])
      return { image, reference: `${registry.host}/shop/api@${image.manifest.descriptor.digest}` }
    }

    /** The only bundle of an image. */
    async function bundleFor({ manifest }: TestImage): Promise<string> {
      for await (const { digest } of store.referrers(manifest.descriptor)) {
        const base = `http://${registry.host}/v2/shop/api`
        const headers = { accept: 'application/vnd.oci.image.manifest.v1+json' }
        const referrer = (await (await fetch(`${base}/manifests/${digest}`, { headers })).json()) as {
          layers: [{ digest: string }]
        }
        return await (await fetch(`${base}/blobs/${referrer.layers[0].digest}`)).text()
      }
      throw new Error('It has no bundle.')
    }

    beforeAll(async () => {
      registry = await startRegistry('ociserver')
      client = testClient()
      store = client.repository({ kind: 'registry', host: registry.host, repository: 'shop/api' })
      const made = await keyPair('cosign.pub')
      cosign = made.cosign
      ours = made.signer
    })

    afterAll(async () => {
      await registry.close()
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
    })

    test.each(formats)(
      'signed with our key as %s: both accept; with another: both refuse',
      async (format) => {
        const { image, reference } = await pushed()
        const { cosign: theirs, signer } = await keyPair('theirs.pub')
        await cosign.sign(reference, format)
        await cosign.verify(reference, format)
        expect(await judgeSignature(store, image, [ours])).toMatchObject({ answer: 'pass' })
        await expect(theirs.verify(reference, format)).rejects.toThrow()
        const verdict = await judgeSignature(store, image, [signer])
        expect(verdict).toMatchObject({ answer: 'deny' })
        expect(verdict.reason).toContain('signed with the key theirs.pub: what is there is by another key.')
      },
    )

    test('unsigned: both refuse', async () => {
      const { image, reference } = await pushed()
      await expect(cosign.verify(reference, 'bundles')).rejects.toThrow()
      expect(await judgeSignature(store, image, [ours])).toMatchObject({
        answer: 'deny',
        evidence: { found: 0 },
      })
    })

    test('a bundle of another image, attached to this one: both refuse', async () => {
      const [signed, bare] = [await pushed(), await pushed()]
      await cosign.sign(signed.reference, 'bundles')
      await pushImage(store, bundleOf(bare.image, await bundleFor(signed.image)))
      await expect(cosign.verify(bare.reference, 'bundles')).rejects.toThrow()
      const verdict = await judgeSignature(store, bare.image, [ours])
      expect(verdict).toMatchObject({ answer: 'deny' })
      expect(verdict.reason).toContain('is of another image')
    })

    test('the .sig tag of another image, put under the tag of this one: both refuse', async () => {
      const [signed, bare] = [await pushed(), await pushed()]
      await cosign.sign(signed.reference, 'tags')
      const tagged = await store.manifest(sigTag(signed.image))
      if (tagged === undefined) throw new Error('It has no signature.')
      await store.tag(tagged, sigTag(bare.image))
      await expect(cosign.verify(bare.reference, 'tags')).rejects.toThrow()
      expect(await judgeSignature(store, bare.image, [ours])).toMatchObject({ answer: 'deny' })
    })

    test.each<[string, (bundle: Record<string, never>) => object]>([
      [
        'its signature',
        ({ dsseEnvelope, ...rest }) => ({
          ...rest,
          dsseEnvelope: { ...(dsseEnvelope as unknown as object), signatures: [] },
        }),
      ],
      ['its envelope', ({ dsseEnvelope: _, ...rest }) => rest],
    ])('a bundle stripped of %s: both refuse', async (_what, strip) => {
      const { image, reference } = await pushed()
      await cosign.sign(reference, 'bundles')
      const text = await bundleFor(image)
      const other = await pushed()
      await pushImage(store, bundleOf(other.image, JSON.stringify(strip(JSON.parse(text)))))
      await expect(cosign.verify(other.reference, 'bundles')).rejects.toThrow()
      expect(await judgeSignature(store, other.image, [ours])).toMatchObject({ answer: 'deny' })
    })

    test('an attestation alone: cosign verify accepts it, the gate does not, unless it is asked for', async () => {
      const { image, reference } = await pushed()
      await cosign.attest(reference, 'slsaprovenance1', 'bundles')
      await cosign.verify(reference, 'bundles')
      const verdict = await judgeSignature(store, image, [ours])
      expect(verdict).toMatchObject({ answer: 'deny' })
      expect(verdict.reason).toContain('attests https://slsa.dev/provenance/v1, which is no signature')
      const asked = { ...ours, predicateType: 'https://slsa.dev/provenance/v1' }
      expect(await judgeSignature(store, image, [asked])).toMatchObject({ answer: 'pass' })
    })

    test('an attestation of cosign 2, under its .att tag, counts where it is asked for', async () => {
      const { image, reference } = await pushed()
      await cosign.attest(reference, 'slsaprovenance1', 'tags')
      const asked = { ...ours, predicateType: 'https://slsa.dev/provenance/v1' }
      expect(await judgeSignature(store, image, [asked])).toMatchObject({ answer: 'pass' })
      expect(await judgeSignature(store, image, [ours])).toMatchObject({ answer: 'deny' })
    })

    test('old and new side by side, by two keys: both count, where cosign sees the bundle alone', async () => {
      const { image, reference } = await pushed()
      const { cosign: theirs, signer } = await keyPair('theirs.pub')
      await theirs.sign(reference, 'tags')
      await cosign.sign(reference, 'bundles')
      await expect(theirs.verify(reference, 'bundles')).rejects.toThrow()
      expect(await judgeSignature(store, image, [ours, signer])).toMatchObject({ answer: 'pass' })
    })

    test.each([
      ['P-384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' })],
      ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
      ['Ed25519', () => generateKeyPairSync('ed25519')],
    ])('what cosign signs with %s holds', async (kind, generate) => {
      const pem = generate().privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
      const { cosign: imported, signer } = await keyPair(`${kind}.pub`, pem)
      const { image, reference } = await pushed()
      await imported.sign(reference, 'bundles')
      expect(await judgeSignature(store, image, [signer])).toMatchObject({
        answer: 'pass',
        evidence: { found: 1 },
      })
      expect(await judgeSignature(store, image, [ours])).toMatchObject({ answer: 'deny' })
      const other = await pushed()
      await imported.sign(other.reference, 'tags')
      expect(await judgeSignature(store, other.image, [signer])).toMatchObject({ answer: 'pass' })
    })

    test('an index is signed itself; what it lists is another thing', async () => {
      const images = [await makeImage({ seed: 'amd64' }), await makeImage({ seed: 'arm64' })]
      const index = makeIndex(images)
      await pushToRegistry(registry.host, 'shop/api', index, ['2.0.0'])
      await cosign.sign(`${registry.host}/shop/api@${images[0]?.manifest.descriptor.digest}`, 'bundles')
      const verdict = await judgeSignature(store, index, [ours])
      expect(verdict).toMatchObject({ answer: 'deny' })
      expect(verdict.reason).toContain('and test has no signature of it, only of what its index lists.')
      await cosign.sign(`${registry.host}/shop/api@${index.manifest.descriptor.digest}`, 'bundles')
      expect(await judgeSignature(store, index, [ours])).toMatchObject({ answer: 'pass' })
    })

    test('a registry without the referrers API: bundles are found under the fallback tag', async () => {
      const plain = await startRegistry('distribution3')
      try {
        const image = await makeImage({ seed: 'fallback' })
        await pushToRegistry(plain.host, 'shop/api', image, ['1.0.0'])
        await cosign.sign(`${plain.host}/shop/api@${image.manifest.descriptor.digest}`, 'bundles')
        const there = client.repository({ kind: 'registry', host: plain.host, repository: 'shop/api' })
        expect(await judgeSignature(there, image, [ours])).toMatchObject({ answer: 'pass' })
      } finally {
        await plain.close()
      }
    })

    test.each(formats)(
      'signed with a certificate, as %s: both accept, and refuse another identity',
      async (format) => {
        const sigstore = await startSigstore()
        const { trustedRoot } = sigstore
        const who = {
          identity: 'https://github.com/acme/api/release.yml@refs/heads/main',
          issuer: 'https://token.example.com',
        }
        const signer = { kind: 'keyless', ...who, trustedRoot: fileOf('root.json', trustedRoot) } as const
        const { image, reference } = await pushed()
        const { digest } = image.manifest.descriptor
        if (format === 'bundles') await pushImage(store, bundleOf(image, await sigstore.sign(digest, who)))
        else {
          const payload = simplePayload(digest)
          const annotations = await sigstore.signPayload(Buffer.from(payload), who)
          await pushImage(store, sigOf(payload, annotations), [sigTag(image)])
        }
        await cosign.verifyIdentity(reference, format, { ...who, trustedRoot })
        expect(await judgeSignature(store, image, [signer])).toMatchObject({ answer: 'pass' })
        const other = { ...who, identity: 'https://github.com/acme/web/release.yml@refs/heads/main' }
        await expect(cosign.verifyIdentity(reference, format, { ...other, trustedRoot })).rejects.toThrow()
        expect(await judgeSignature(store, image, [{ ...signer, ...other }])).toMatchObject({
          answer: 'deny',
        })
      },
    )
  },
)
