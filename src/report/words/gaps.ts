import type { ReadGap } from '../../model/gap.ts'
import { listText } from './units.ts'

/** How many images a sentence names. */
const NAMED_IMAGES = 6

/** Why something could not be read, a sentence for each host and reason, with what to try. */
export function gapTexts(
  gaps: readonly ReadGap[] | undefined,
  images: number,
): readonly { readonly text: string; readonly hint?: string }[] {
  return (gaps ?? []).map(({ environments, images: own, host, reason, hint }) => {
    const what = own.length < images ? ` (${listText(own, NAMED_IMAGES)})` : ''
    const why = reason.includes(host) ? reason : `${host}: ${reason}`
    return {
      text: `${listText(environments, NAMED_IMAGES)}${what} could not be read: ${why}.`,
      ...(hint === undefined ? {} : { hint }),
    }
  })
}

/** The heading of an environment in a table: with a sign where nothing of it was read. */
export function columnHeading(
  environment: string,
  rows: readonly { readonly cells: readonly { readonly environment: string; readonly unread?: true }[] }[],
  sign: string,
): string {
  const own = rows.flatMap(({ cells }) => cells.filter((cell) => cell.environment === environment))
  return own.length > 0 && own.every(({ unread }) => unread === true) ? `${environment} ${sign}` : environment
}
