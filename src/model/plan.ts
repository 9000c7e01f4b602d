import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { Verdict } from './gates/verdict.ts'
import type { Purpose } from './ledger/entry.ts'
import type { ReferrerKind } from './referrers.ts'

/** What happens to one destination tag. `replaces` is the digest it holds at planning, null when there is none. */
export interface PlanTag {
  readonly tag: string
  /**
   * `kept`: a floating tag that stays where it is because it points at a higher version, or a tag that a rollback leaves
   * because it is immutable; `remove`: a tag that a rollback takes away, for it was not there.
   */
  readonly action: 'create' | 'move' | 'unchanged' | 'kept' | 'remove'
  readonly replaces: Digest | null
}

/** A tag of cosign's (`sha256-….sig`) that comes along; it moves only to what has all that it holds. */
export interface PlanReferrerTag {
  readonly tag: string
  /** The digest it holds at planning, null when there is none. */
  readonly replaces: Digest | null
}

/** A signature, SBOM, attestation or other artifact that comes along with an image. */
export interface PlanReferrer {
  readonly descriptor: Descriptor
  /** What it refers to: the image, something an index lists, or another referrer. */
  readonly subject: Digest
  /** What it is, as far as its manifest tells. */
  readonly kinds: readonly ReferrerKind[]
  /** How it was found: by the referrers API (or a layout's own list), by the index under the fallback tag, by a tag of cosign's. */
  readonly found: 'api' | 'fallback' | 'tag'
  /** The tag of cosign's it stands under; null for what names its subject itself. */
  readonly tag: PlanReferrerTag | null
}

/** Content that a destination says it has, and does not give, or gives damaged: it is sent whatever the destination says. */
export interface LostContent {
  readonly manifests: readonly Digest[]
  readonly blobs: readonly Digest[]
}

/** One candidate to one destination. */
export interface PlanStep {
  /** Logical name in the promotion file. */
  readonly image: string
  /**
   * `copy`: content has to get there; `retag`: a destination tag holds it already; `referrers`: the image is in step, and
   * lacks some of what refers to it; `record`: all its tags are in place, but another version is current in the
   * destination: nothing moves, and an entry of the ledger makes it current; `unchanged`: nothing to do.
   */
  readonly kind: 'copy' | 'retag' | 'referrers' | 'record' | 'unchanged'
  readonly source: {
    /** `host/path` or `oci:folder`, relative to the promotion file where it is inside. */
    readonly repository: string
    /** The candidate's tag; null when it was asked for by digest alone. */
    readonly tag: string | null
    /** There where the tag was given by hand for a digest: the source need not have it. */
    readonly tagGiven?: true
    readonly descriptor: Descriptor
  }
  readonly destination: { readonly repository: string }
  readonly tags: readonly PlanTag[]
  /** What a repair found lost or damaged below the image, or below what refers to it; absent where nothing is. */
  readonly lost?: LostContent
  /** What comes along with the image; what one refers to stands before it. */
  readonly referrers: readonly PlanReferrer[]
  /** There where a rollback makes it the image's current version. */
  readonly current?: true
  /** The digests of the image that a rollback takes out, and puts a hold on; absent where there are none. */
  readonly takenOut?: readonly Digest[]
}

/** The part of a plan that its digest covers. Steps are sorted by image, then source tag. */
export interface PlanCore {
  readonly formatVersion: 1
  readonly project: string
  readonly author: string
  /** Absent for a promotion. A repair's `from` and `to` are the same environment. */
  readonly purpose?: Purpose['kind']
  /** Of a rollback: the entry after which the environment was as it is to be again; 0: before the first one. */
  readonly state?: number
  readonly from: string
  readonly to: string
  readonly configDigest: Digest
  /** There where floating tags go to what is promoted although the destination has a higher version. */
  readonly takesFloating?: true
  readonly steps: readonly PlanStep[]
}

/** What a step would move; counts of blobs, sizes in bytes. */
export interface MoveEstimate {
  readonly image: string
  readonly tag: string | null
  /** There where no tag tells the steps of an image apart. */
  readonly digest?: Digest
  readonly mount: number
  readonly copy: number
  readonly copyBytes: number
  readonly present: number
}

/** What an image's current version in the destination is, for the reader of a plan. */
export interface CurrentVersion {
  readonly image: string
  readonly version: string | null
  readonly digest: Digest | null
  /** Link to the commits between it and the candidate, where both carry source and revision labels. */
  readonly compare?: string
  /** `5d1e0c7..e9a4410`, where both carry a revision label. */
  readonly commits?: string
}

/** A step that may not run, and why. */
export interface Denial {
  readonly image: string
  readonly tag: string | null
  readonly reason: string
  readonly hint?: string
  /** The destination tag of the step that may not move, where it is one of its own. */
  readonly refused?: string
}

/** A step that cannot run because the source does not have what is asked for. */
export interface Missing {
  readonly image: string
  readonly wanted: string
  readonly reason: string
  /** Tags that are near. */
  readonly near: readonly string[]
}

/** A plan as it is saved: the core, its digest, and what the reader should know. */
export interface PlanDocument {
  readonly plan: PlanCore
  /** SHA-256 of the canonical JSON (RFC 8785) of `plan`. */
  readonly digest: Digest
  /** When it was made, ISO 8601 in UTC. */
  readonly madeAt: string
  /** Absent where nobody asked: computing them can cost requests. */
  readonly estimates?: readonly MoveEstimate[]
  readonly current: readonly CurrentVersion[]
  readonly verdicts: readonly Verdict[]
  readonly denials: readonly Denial[]
  readonly missing: readonly Missing[]
  readonly warnings: readonly string[]
  /** Images that were left out of this run as it was asked; absent where none was. */
  readonly leftOut?: readonly string[]
}
