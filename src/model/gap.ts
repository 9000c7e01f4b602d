import { type ErrorCode, exitCodeOf } from '../support/errors.ts'

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

/** The exit codes of gaps: what is not read may matter, so that none of them is a success. */
export function gapExitCodes(gaps: readonly Pick<ReadGap, 'code'>[]): readonly number[] {
  return gaps.map(({ code }) => exitCodeOf(code))
}
