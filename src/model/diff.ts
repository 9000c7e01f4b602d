import type { Digest } from '../oci/digest.ts'
import { type ErrorCode, exitCodeOf } from '../support/errors.ts'
import type { Refusal } from './ledger/standing/refusals.ts'
import type { LedgerReferrer } from './ledger/steps.ts'

/**
 * How an image stands in one environment compared with the one it is promoted from. `same`, if and only if a run along that
 * route has nothing to do for it. Otherwise, going by the newest candidate and the destination's current version:
 * - `behind`: there, with a lower version, another digest where versions cannot be compared, or with fewer tags
 * - `ahead`: there, with a higher version than the source would give it
 * - `moved`: the same version tag, but other digests
 * - `missing`: in the source, not here
 * - `referrers-missing`: in step, but some of what refers to the image in the source is not here
 * - `unmanaged`: here, but not in the source, and no ledger entry put it here
 * - `unread`: one of the two could not be read
 * - `absent`: in neither; a difference where `missing` says what is selected, none for an image that is optional
 */
export type DiffState =
  | 'same'
  | 'behind'
  | 'ahead'
  | 'moved'
  | 'missing'
  | 'referrers-missing'
  | 'unmanaged'
  | 'unread'
  | 'absent'

/** What an image's current version in an environment is, and how that is known. */
export interface CurrentImage {
  readonly tag: string
  readonly digest: Digest
  readonly known: 'ledger' | 'select' | 'highest'
}

/** One image in one environment; null: unknown or not there. */
export interface DiffCell {
  readonly environment: string
  readonly repository: string
  readonly current: CurrentImage | null
  /** There where it could not be read: then nothing is known of it. */
  readonly unread?: true
}

/**
 * One image, compared between two environments. `from` is what a run would take: the newest that `select` gives in the
 * source, which need not be current there. `to` is what is current in the destination.
 */
export interface DiffRow {
  readonly image: string
  readonly state: DiffState
  readonly from: DiffCell
  readonly to: DiffCell
  /** Where both have the same digest and a run has something to do: the destination tags it would make or move. */
  readonly tags?: readonly string[]
  /** There as well, and where neither has any: what is selected and the source does not have. */
  readonly missing?: readonly string[]
  /** Compare link between the two revisions, where both images carry source and revision labels. */
  readonly compare?: string
  /** `abc1234..def5678`, where both carry a revision label. */
  readonly commits?: string
  /** What the destination lacks, in the state `referrers-missing`. */
  readonly referrers?: readonly LedgerReferrer[]
  /** The holds and rejections in the way of what a run would take; absent where there is none. */
  readonly refusals?: readonly Refusal[]
}

/** Whether a run has something to do for the image, or fails of it; where an end was not read it may. */
export function isDifferent({ state, missing = [] }: Pick<DiffRow, 'state' | 'missing'>): boolean {
  return state !== 'same' && (state !== 'absent' || missing.length > 0)
}

/** Two environments. */
export interface DiffReport {
  readonly kind: 'pair'
  readonly from: string
  readonly to: string
  readonly rows: readonly DiffRow[]
  readonly different: boolean
  /** Images that were left out as it was asked; absent where none was. */
  readonly leftOut?: readonly string[]
  /** What could not be read; absent where all was. Those of a route in a matrix are the matrix's. */
  readonly gaps?: readonly ReadGap[]
}

/** All environments: a cell for each image and environment, and the comparison along each promotion route. */
export interface MatrixReport {
  readonly kind: 'matrix'
  readonly environments: readonly string[]
  readonly rows: readonly { readonly image: string; readonly cells: readonly DiffCell[] }[]
  readonly routes: readonly DiffReport[]
  readonly different: boolean
  /** Images that were left out as it was asked; absent where none was. */
  readonly leftOut?: readonly string[]
  /** What could not be read; absent where all was. Those of a route in a matrix are the matrix's. */
  readonly gaps?: readonly ReadGap[]
}

/** What could not be read of one registry or folder, for one reason; what a report says of the rest is without it. */
export interface ReadGap {
  /** In promotion order. */
  readonly environments: readonly string[]
  /** `registry.example.com`, or `oci:folder`. */
  readonly host: string
  readonly images: readonly string[]
  readonly code: ErrorCode
  /** Why; goes after a colon, without a full stop. */
  readonly reason: string
  readonly hint?: string
}

/** How many images a sentence names. */
const NAMED_IMAGES = 6

/** Why something could not be read: `prod (api, web) could not be read: …`. @param images how many were asked for */
export function gapSentence({ environments, images: own, host, reason }: ReadGap, images: number): string {
  const more = own.length > NAMED_IMAGES ? `, and ${own.length - NAMED_IMAGES} more` : ''
  const what = own.length < images ? ` (${own.slice(0, NAMED_IMAGES).join(', ')}${more})` : ''
  const why = reason.includes(host) ? reason : `${host}: ${reason}`
  return `${environments.join(' and ')}${what} could not be read: ${why}.`
}

/** The exit codes of gaps: what is not read may matter, so that none of them is a success. */
export function gapExitCodes(gaps: readonly Pick<ReadGap, 'code'>[]): readonly number[] {
  return gaps.map(({ code }) => exitCodeOf(code))
}
