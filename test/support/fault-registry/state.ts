import { randomUUID } from 'node:crypto'
import type { Digest } from '../../../src/oci/digest.ts'
import { allBlobsOf, manifestsOf, type TestImage } from '../images.ts'

/** A manifest as the registry keeps it. */
export interface StoredManifest {
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** An upload that was begun and not finished. */
export interface OpenUpload {
  readonly id: string
  readonly chunks: Buffer[]
}

/** What one repository holds; tests read it and may change it. */
export interface RepositoryState {
  readonly blobs: Map<string, Uint8Array>
  readonly manifests: Map<string, StoredManifest>
  /** Digest by tag. */
  readonly tags: Map<string, Digest>
  readonly uploads: Map<string, OpenUpload>
}

/** All repositories by name, made when first written to. */
export class RegistryState {
  readonly repositories = new Map<string, RepositoryState>()

  /** The repository, made where it is not there yet. */
  repository(name: string): RepositoryState {
    const known = this.repositories.get(name)
    if (known !== undefined) return known
    const made: RepositoryState = {
      blobs: new Map(),
      manifests: new Map(),
      tags: new Map(),
      uploads: new Map(),
    }
    this.repositories.set(name, made)
    return made
  }

  /** Opens an upload. */
  beginUpload(name: string): OpenUpload {
    const upload: OpenUpload = { id: randomUUID(), chunks: [] }
    this.repository(name).uploads.set(upload.id, upload)
    return upload
  }

  /** Puts an image with all beneath it in place, with no request. */
  seed(name: string, image: TestImage, tags: readonly string[]): void {
    const repository = this.repository(name)
    for (const [digest, bytes] of allBlobsOf(image)) repository.blobs.set(digest, bytes)
    for (const { descriptor, bytes } of manifestsOf(image)) {
      repository.manifests.set(descriptor.digest, { mediaType: descriptor.mediaType, bytes })
    }
    for (const tag of tags) repository.tags.set(tag, image.manifest.descriptor.digest)
  }
}

/** Bytes an upload has received. */
export function receivedBytes(upload: OpenUpload): number {
  return upload.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
}
