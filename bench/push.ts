import { digestOf } from '../src/oci/digest.ts'
import { MEDIA_TYPES } from '../src/oci/media-types.ts'
import { allOrNothing, createLimiter } from '../src/support/concurrency.ts'
import type { Blob, Image } from './content.ts'

/** Requests at once, to a registry on this machine. */
const atOnce = 16

/** Puts images below `prefix` into a registry (`HOST:PORT`, plain HTTP), with nothing of the tools that are measured. */
export async function pushImages(host: string, prefix: string, images: readonly Image[]): Promise<void> {
  const homes = new Map<string, Promise<string>>()
  const limiter = createLimiter(atOnce)
  /** The blob's first repository gets its bytes; the others mount it from there. */
  const place = async (repository: string, blob: Blob): Promise<void> => {
    const home = homes.get(blob.digest)
    if (home === undefined) {
      const uploaded = limiter.run(() => upload(host, repository, blob)).then(() => repository)
      homes.set(blob.digest, uploaded)
      await uploaded
    } else {
      const from = await home
      await limiter.run(() => mount(host, repository, blob, from))
    }
  }
  await allOrNothing(
    images.map((image) => async () => {
      const repository = `${prefix}/${image.name}`
      await Promise.all(image.blobs.map((blob) => place(repository, blob)))
      await limiter.run(() => putManifest(host, repository, image))
    }),
  )
}

/**
 * Checks that each image's tag below `prefix` gives exactly its manifest. (The registry itself refuses manifests whose
 * blobs are missing.)
 * @throws Error naming the first that does not
 */
export async function checkImages(host: string, prefix: string, images: readonly Image[]): Promise<void> {
  const limiter = createLimiter(atOnce)
  const check = async (image: Image): Promise<void> => {
    const url = `http://${host}/v2/${prefix}/${image.name}/manifests/${image.tag}`
    const response = await fetch(url, { headers: { accept: MEDIA_TYPES.ociManifest } })
    const found = Buffer.from(await response.arrayBuffer())
    if (response.status !== 200 || digestOf(found) !== image.digest) {
      throw new Error(
        `${prefix}/${image.name}:${image.tag} is not there as it should be (status ${response.status}).`,
      )
    }
  }
  await allOrNothing(images.map((image) => () => limiter.run(() => check(image))))
}

async function upload(host: string, repository: string, blob: Blob): Promise<void> {
  const begun = await ask(`http://${host}/v2/${repository}/blobs/uploads/`, { method: 'POST' }, 202)
  const location = new URL(begun.headers.get('location') ?? '')
  location.searchParams.set('digest', blob.digest)
  const headers = { 'content-type': 'application/octet-stream' }
  await ask(
    location,
    { method: 'PUT', headers, body: ReadableStream.from(blob.bytes()), duplex: 'half' },
    201,
  )
}

async function mount(host: string, repository: string, blob: Blob, from: string): Promise<void> {
  const query = new URLSearchParams({ mount: blob.digest, from })
  await ask(`http://${host}/v2/${repository}/blobs/uploads/?${query}`, { method: 'POST' }, 201)
}

async function putManifest(host: string, repository: string, image: Image): Promise<void> {
  const headers = { 'content-type': MEDIA_TYPES.ociManifest }
  const url = `http://${host}/v2/${repository}/manifests/${image.tag}`
  await ask(url, { method: 'PUT', headers, body: image.manifest }, 201)
}

async function ask(url: string | URL, init: RequestInit, status: number): Promise<Response> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (response.status === status) return response
  throw new Error(`${init.method} ${url} gave ${response.status}: ${text.slice(0, 300)}`)
}
