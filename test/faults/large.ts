import { makeBlob } from '../support/images.ts'
import { type Scene, type SceneOptions, setScene } from './scene.ts'

/** A blob that takes many chunks. */
export const large = makeBlob('large', 900_000)

/** A scene whose source holds the large blob. */
export async function withLarge(options: SceneOptions = {}): Promise<Scene> {
  const scene = await setScene(options)
  scene.from.repositories.get('test/api')?.blobs.set(large.descriptor.digest, large.bytes)
  return scene
}

/** Moves the large blob from the source to the destination. */
export function move({ source, destination }: Scene): Promise<void> {
  return destination.putBlob(large.descriptor, (offset) => source.open(large.descriptor, { offset }))
}

/** True when the destination holds the large blob. */
export function arrived({ to }: Scene): boolean {
  const held = to.repositories.get('prod/api')?.blobs.get(large.descriptor.digest)
  return held !== undefined && Buffer.compare(held, large.bytes) === 0
}

/** Bytes of bodies that the destination received. */
export function sentBytes({ to }: Scene): number {
  return to.requests.reduce((sum, { bytesIn }) => sum + bytesIn, 0)
}
