import { Readable } from 'node:stream'
import type { Digest } from '../../src/oci/digest.ts'
import type { RawManifest } from '../../src/oci/manifest.ts'
import type { BlobBody, ContentStore } from '../../src/oci/store.ts'
import { allBlobsOf, manifestsOf, type TestImage } from './images.ts'

/** A body that gives these bytes, as often as asked. */
export function bodyOf(bytes: Uint8Array): BlobBody {
  return async (offset) =>
    Readable.from(bytes.byteLength === offset ? [] : [Buffer.from(bytes.subarray(offset))])
}

/** Puts an image with all beneath it into a store and tags it. */
export async function pushImage(
  store: ContentStore,
  image: TestImage,
  tags: readonly string[] = [],
): Promise<void> {
  for (const [digest, bytes] of allBlobsOf(image)) {
    await store.putBlob(
      { mediaType: 'application/octet-stream', digest, size: bytes.byteLength },
      bodyOf(bytes),
    )
  }
  for (const manifest of manifestsOf(image)) await store.putManifest(manifest)
  for (const tag of tags) await store.tag(image.manifest, tag)
}

/** How {@link pushToRegistry} reaches the registry. */
export interface PushOptions {
  /** `http` unless told. */
  readonly scheme?: 'http' | 'https'
  /** An `Authorization` header for every request. */
  readonly authorization?: string
}

/** Puts an image into a registry with plain fetch: nothing of the client under test has a part in it. */
export async function pushToRegistry(
  host: string,
  repository: string,
  image: TestImage,
  tags: readonly string[] = [],
  options: PushOptions = {},
): Promise<void> {
  const base = `${options.scheme ?? 'http'}://${host}/v2/${repository}`
  const headers: Record<string, string> =
    options.authorization === undefined ? {} : { authorization: options.authorization }
  for (const [digest, bytes] of allBlobsOf(image)) await pushBlob(base, digest, bytes, headers)
  for (const manifest of manifestsOf(image)) {
    await pushManifest(base, manifest, manifest.descriptor.digest, headers)
  }
  for (const tag of tags) await pushManifest(base, image.manifest, tag, headers)
}

async function pushBlob(
  base: string,
  digest: Digest,
  bytes: Uint8Array,
  headers: Record<string, string>,
): Promise<void> {
  const begun = await expectStatus(await fetch(`${base}/blobs/uploads/`, { method: 'POST', headers }), [202])
  const location = new URL(begun.headers.get('location') ?? '', begun.url)
  location.searchParams.set('digest', digest)
  await expectStatus(
    await fetch(location, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      body: Buffer.from(bytes),
    }),
    [201],
  )
}

async function pushManifest(
  base: string,
  manifest: RawManifest,
  reference: string,
  headers: Record<string, string>,
): Promise<void> {
  await expectStatus(
    await fetch(`${base}/manifests/${reference}`, {
      method: 'PUT',
      headers: { ...headers, 'content-type': manifest.descriptor.mediaType },
      body: Buffer.from(manifest.bytes),
    }),
    [201],
  )
}

async function expectStatus(response: Response, wanted: readonly number[]): Promise<Response> {
  const text = await response.text()
  if (!wanted.includes(response.status)) {
    throw new Error(
      `Push failed: ${response.status} for ${new URL(response.url).pathname}: ${text.slice(0, 300)}`,
    )
  }
  return response
}
