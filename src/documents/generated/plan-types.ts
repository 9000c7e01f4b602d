// Made from schemas/plan.schema.json by `npm run generate`; do not edit.

/**
 * What `promote plan -o` saves and `promote apply` carries out: exactly what one promotion does.
 */
export interface PlanFile {
  /**
   * The part that the digest covers.
   */
  plan: {
    /**
     * Version of this format.
     */
    formatVersion: 1
    /**
     * Project of the promotion file.
     */
    project: string
    /**
     * Who made the plan.
     */
    author: string
    /**
     * Absent for a promotion. A repair puts back what the ledger says of an environment, a rollback brings it back to what it was; its `from` and `to` are the same, and it is not saved.
     */
    purpose?: 'repair' | 'rollback'
    /**
     * Of a rollback: the entry after which the environment was as it is to be again; 0: before the first one.
     */
    state?: number
    /**
     * Source environment.
     */
    from: string
    /**
     * Destination environment.
     */
    to: string
    /**
     * A content digest as the OCI image specification has it: algorithm:hex, lower case.
     */
    configDigest: string
    /**
     * There where floating tags go to what is promoted although the destination has a higher version.
     */
    takesFloating?: true
    /**
     * What happens, sorted by image, then source tag.
     */
    steps: Step[]
  }
  /**
   * A content digest as the OCI image specification has it: algorithm:hex, lower case.
   */
  digest: string
  /**
   * A time, ISO 8601 in UTC.
   */
  madeAt: string
  /**
   * What the steps would move; absent where nobody asked.
   *
   * Items: What one step would move.
   */
  estimates?: {
    /**
     * Logical name of the image.
     */
    image: string
    /**
     * Source tag.
     */
    tag: string | null
    /**
     * A content digest as the OCI image specification has it: algorithm:hex, lower case.
     */
    digest?: string
    /**
     * Blobs the registry would link.
     */
    mount: number
    /**
     * Blobs to copy.
     */
    copy: number
    /**
     * Bytes to copy.
     */
    copyBytes: number
    /**
     * Blobs that are there already.
     */
    present: number
  }[]
  /**
   * What stands in the destination now.
   *
   * Items: One image's current version.
   */
  current: {
    /**
     * Logical name of the image.
     */
    image: string
    /**
     * Its tag there; null: unknown.
     */
    version: string | null
    /**
     * Its digest there; null: unknown.
     */
    digest: string | null
    /**
     * Link to the commits between it and the candidate, where both carry source and revision labels.
     */
    compare?: string
    /**
     * The two revisions, shortened, where both carry a revision label.
     */
    commits?: string
  }[]
  /**
   * The gates' answers.
   */
  verdicts: Verdict[]
  /**
   * Steps that may not run.
   *
   * Items: A step that may not run, and why.
   */
  denials: {
    /**
     * Logical name of the image.
     */
    image: string
    /**
     * Source tag.
     */
    tag: string | null
    /**
     * Why, in a sentence.
     */
    reason: string
    /**
     * What to try.
     */
    hint?: string
    /**
     * Destination tag of the step that may not move, where it is one of its own.
     */
    refused?: string
  }[]
  /**
   * What the source does not have.
   *
   * Items: A step that cannot run.
   */
  missing: {
    /**
     * Logical name of the image.
     */
    image: string
    /**
     * What was asked for.
     */
    wanted: string
    /**
     * Why it cannot be had.
     */
    reason: string
    /**
     * Tags that are near.
     */
    near: string[]
  }[]
  /**
   * What the reader should know.
   */
  warnings: string[]
  /**
   * Images that were left out, as --exclude asked; absent where none was.
   */
  leftOut?: string[]
}
/**
 * One candidate to one destination.
 */
export interface Step {
  /**
   * Logical name in the promotion file.
   */
  image: string
  /**
   * `copy`: content has to get there; `retag`: a destination tag holds it already; `referrers`: the image is in step, and lacks some of what refers to it; `record`: all its tags are in place, but another version is current in the destination: nothing moves, and an entry of the ledger makes it current; `unchanged`: nothing to do.
   */
  kind: 'copy' | 'retag' | 'referrers' | 'record' | 'unchanged'
  /**
   * Where the candidate is.
   */
  source: {
    /**
     * host/path or oci:folder, relative to the promotion file where it is inside its folder.
     */
    repository: string
    /**
     * The candidate's tag; null when it was asked for by digest alone.
     */
    tag: string | null
    /**
     * There where the tag was given by hand for a digest: the source need not have it.
     */
    tagGiven?: true
    descriptor: Descriptor
  }
  /**
   * Where it goes.
   */
  destination: {
    /**
     * host/path or oci:folder, as in the source.
     */
    repository: string
  }
  /**
   * The destination tags.
   *
   * Items: One destination tag.
   */
  tags: {
    /**
     * The tag.
     */
    tag: string
    /**
     * What happens to it; `kept`: a floating tag that stays where it is because it points at a higher version, or a tag that a rollback leaves because it is immutable; `remove`: a tag that a rollback takes away, for it was not there.
     */
    action: 'create' | 'move' | 'unchanged' | 'kept' | 'remove'
    /**
     * Digest it holds at planning; null: there is no such tag.
     */
    replaces: string | null
  }[]
  /**
   * What a repair found lost or damaged below the image, or below what refers to it; it is sent whatever the destination says. Absent where nothing is.
   */
  lost?: {
    /**
     * Digests of manifests.
     *
     * Items: A content digest as the OCI image specification has it: algorithm:hex, lower case.
     */
    manifests: string[]
    /**
     * Digests of blobs.
     *
     * Items: A content digest as the OCI image specification has it: algorithm:hex, lower case.
     */
    blobs: string[]
  }
  /**
   * Signatures, SBOMs, attestations and other artifacts that come along; what one refers to stands before it.
   */
  referrers: Referrer[]
  /**
   * There where a rollback makes it the image's current version.
   */
  current?: true
  /**
   * The digests of the image that a rollback takes out, and puts a hold on; absent where there are none.
   *
   * Items: A content digest as the OCI image specification has it: algorithm:hex, lower case.
   */
  takenOut?: string[]
}
/**
 * An OCI content descriptor (image specification 1.1).
 */
export interface Descriptor {
  /**
   * Media type of the content.
   */
  mediaType: string
  /**
   * A content digest as the OCI image specification has it: algorithm:hex, lower case.
   */
  digest: string
  /**
   * Bytes.
   */
  size: number
  /**
   * Type of an artifact.
   */
  artifactType?: string
  /**
   * Annotations of the descriptor.
   */
  annotations?: {
    [k: string]: string
  }
  /**
   * The machine it is for; further properties of the OCI image specification may stand beside these.
   */
  platform?: {
    /**
     * Operating system.
     */
    os: string
    /**
     * CPU architecture.
     */
    architecture: string
    /**
     * Variant of the architecture.
     */
    variant?: string
  }
}
/**
 * An artifact that comes along with an image.
 */
export interface Referrer {
  descriptor: Descriptor
  /**
   * A content digest as the OCI image specification has it: algorithm:hex, lower case.
   */
  subject: string
  /**
   * What it is, as far as its manifest tells.
   */
  kinds: ('signature' | 'sbom' | 'provenance' | 'attestation')[]
  /**
   * How it was found: `api`: by the referrers API, or a layout's own list; `fallback`: by the index under the fallback tag; `tag`: by a tag of cosign's.
   */
  found: 'api' | 'fallback' | 'tag'
  /**
   * The tag of cosign's it stands under; null for what names its subject itself.
   */
  tag: {
    /**
     * The tag.
     */
    tag: string
    /**
     * Digest it holds at planning; null: there is no such tag.
     */
    replaces: string | null
  } | null
}
/**
 * A gate's answer for one step.
 */
export interface Verdict {
  /**
   * Name of the gate.
   */
  gate: string
  /**
   * Logical name of the image.
   */
  image: string
  /**
   * Source tag.
   */
  tag: string | null
  /**
   * The answer; unknown denies.
   */
  answer: 'pass' | 'deny' | 'unknown'
  /**
   * Why, in a sentence.
   */
  reason: string
  /**
   * What the answer rests on.
   */
  evidence: {
    [k: string]: string | number | boolean | null
  }
  /**
   * When it will pass if nothing else changes, ISO 8601 in UTC.
   */
  readyAt?: string
  /**
   * There where a person passed over an answer that was not pass, once.
   */
  overridden?: {
    /**
     * Why.
     */
    reason: string
  }
}
