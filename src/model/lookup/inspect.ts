import type { Digest } from '../../oci/digest.ts'
import type { PullLimit } from '../registry/lookup.ts'

/** A layer, or what an artifact has in its place. */
export interface InspectedLayer {
  readonly digest: Digest
  /** Bytes, compressed. */
  readonly size: number
  readonly mediaType: string
}

/** One image of those that a name stands for. */
export interface InspectedPlatform {
  /** `os/architecture[/variant]`; null where neither index nor config says it. */
  readonly platform: string | null
  readonly digest: Digest
  /** The digest of its config, which docker calls the image's id. */
  readonly id: Digest
  /** Bytes of manifest, config and layers, each once. */
  readonly size: number
  readonly layers: readonly InspectedLayer[]
}

/** A step of the build, as the image keeps it. */
export interface InspectedStep {
  readonly created: string | null
  readonly createdBy: string
  readonly comment: string
  readonly isEmpty: boolean
}

/** What an image says of itself, of one platform of it. */
export interface InspectedConfig {
  /** Whose it is; null as in {@link InspectedPlatform}. */
  readonly platform: string | null
  /** ISO 8601, as it says it. */
  readonly created: string | null
  readonly author: string | null
  readonly user: string | null
  readonly entrypoint: readonly string[]
  readonly command: readonly string[]
  readonly environment: readonly string[]
  readonly workingDirectory: string | null
  readonly ports: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly history: readonly InspectedStep[]
}

/** Something that refers to an image, or to what it lists. */
export interface InspectedReferrer {
  /** `signature`, `sbom`, `provenance`, `attestation`, else its artifact type. */
  readonly name: string
  readonly artifactType: string | null
  readonly digest: Digest
  readonly subject: Digest
  /** The tag of cosign's that it stands under; null for what names its subject itself. */
  readonly tag: string | null
}

/** Where a digest stands in one environment of the promotion file. */
export interface Standing {
  readonly environment: string
  readonly image: string
  readonly repository: string
  /** `current`: it is that environment's version; `present`: its repository has it; `unread`: nobody could say. */
  readonly state: 'current' | 'present' | 'absent' | 'unread'
  /** The tag of what is current there; null where that is not known. */
  readonly tag: string | null
}

/** What `inspect` shows. */
export interface InspectReport {
  readonly kind: 'inspect'
  /** `HOST/PATH`, or `oci:FOLDER`. */
  readonly repository: string
  /** Null where it was asked for by digest alone. */
  readonly tag: string | null
  readonly digest: Digest
  readonly mediaType: string
  /** Null for an image. */
  readonly artifactType: string | null
  /** Bytes of all its content, each blob and manifest once. */
  readonly size: number
  readonly annotations: Readonly<Record<string, string>>
  readonly platforms: readonly InspectedPlatform[]
  /** Attestations that BuildKit lists beside the images. */
  readonly attestations: number
  /** What it lists and the repository does not have. */
  readonly absent: readonly { readonly platform: string | null; readonly digest: Digest }[]
  /** Null where there is none to read: an empty index, an artifact. */
  readonly config: InspectedConfig | null
  readonly referrers: readonly InspectedReferrer[]
  /** Null where there is no promotion file; none where its images are elsewhere. */
  readonly standings: readonly Standing[] | null
  readonly pullLimit: PullLimit | null
  /** How it is pulled, by tool; none for what is no image, and for a folder. */
  readonly pull: readonly { readonly tool: 'docker' | 'podman' | 'promote'; readonly command: string }[]
  /** What could not be read, as sentences. */
  readonly notes: readonly string[]
}
