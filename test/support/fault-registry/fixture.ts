import { createHash } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { makeArtifact, makeBlob } from '../images.ts'
import { type FaultRegistry, type FaultRegistryOptions, startFaultRegistry } from './registry.ts'

/** A registry that is closed when the running test ends. */
export async function startForTest(options: FaultRegistryOptions = {}): Promise<FaultRegistry> {
  const registry = await startFaultRegistry(options)
  onTestFinished(() => registry.close())
  return registry
}

/** A registry that has a blob and an image in `shop/api`. */
export async function withBlob(options: FaultRegistryOptions = {}, size = 100_000) {
  const registry = await startForTest(options)
  const blob = makeBlob('blob', size)
  const image = makeArtifact({ content: 'image' })
  registry.seed('shop/api', image, ['1.0'])
  registry.repositories.get('shop/api')?.blobs.set(blob.descriptor.digest, blob.bytes)
  const url = `${registry.url}/v2/shop/api/blobs/${blob.descriptor.digest}`
  return { registry, blob, image, url, get: (init?: RequestInit) => fetch(url, init) }
}

/** The digest of some bytes, by node:crypto alone. */
export const sha256 = (bytes: Uint8Array): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`
