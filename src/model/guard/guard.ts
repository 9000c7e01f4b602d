import type { Digest } from '../../oci/digest.ts'
import type { LedgerHead } from '../ledger/ledger.ts'

/**
 * Why a manifest is in use.
 *
 * - `current`: it is an image's current version in an environment
 * - `selected`: the promotion file selects it there
 * - `retained`: a tag keeps it for a rollback
 * - `held`: a hold on it stands, or it is what a hold keeps back until it is released
 * - `moving`: a promotion that is not finished brings it, or may have to put it back
 * - `part`: an index that is in use lists it
 * - `referrer`: it is a signature, SBOM or attestation of what is in use, or the list of those
 */
export type UseKind = 'current' | 'selected' | 'retained' | 'held' | 'moving' | 'part' | 'referrer'

/** One reason why a manifest is in use. */
export interface Use {
  readonly kind: UseKind
  readonly environment: string
  readonly image: string
  /** Of a part and a referrer the image in use that it belongs to; null of that itself. */
  readonly of: Digest | null
}

/** A manifest that a cleaner has to spare. */
export interface GuardedManifest {
  readonly digest: Digest
  /** Tags that hold it, as far as they were asked for. */
  readonly tags: readonly string[]
  readonly uses: readonly Use[]
}

/** What a cleaner has to spare in one repository. */
export interface GuardedRepository {
  /** `host/path`, or `oci:folder` as the promotion file has it. */
  readonly repository: string
  /** Sorted by digest. */
  readonly manifests: readonly GuardedManifest[]
}

/** What is in use, and a cleaner has to spare. */
export interface GuardReport {
  readonly kind: 'guard'
  /** Where the ledger is, for people. */
  readonly ledger: string
  /** In promotion order. */
  readonly environments: readonly string[]
  readonly repositories: readonly GuardedRepository[]
  readonly head: LedgerHead | null
}

/** Whether it is in use for itself, not only as a part or a referrer of another. */
export function isImageInUse({ uses }: GuardedManifest): boolean {
  return uses.some(({ kind }) => kind !== 'part' && kind !== 'referrer')
}
