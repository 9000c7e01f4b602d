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
