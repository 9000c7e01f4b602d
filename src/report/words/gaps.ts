import { gapSentence, type ReadGap } from '../../model/diff.ts'

/** Why something could not be read, a sentence for each host and reason, with what to try. */
export function gapTexts(
  gaps: readonly ReadGap[] | undefined,
  images: number,
): readonly { readonly text: string; readonly hint?: string }[] {
  return (gaps ?? []).map((gap) => ({
    text: gapSentence(gap, images),
    ...(gap.hint === undefined ? {} : { hint: gap.hint }),
  }))
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
