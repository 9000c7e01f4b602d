import type { ReadGap } from '../../model/diff.ts'
import { gapTexts } from '../words/gaps.ts'
import type { Palette } from './style.ts'

/** What could not be read: a line for each host and reason, and below it what to try. The gaps are printable already. */
export function gapLines(
  gaps: readonly ReadGap[] | undefined,
  images: number,
  paint: Palette,
  indent = '',
): readonly string[] {
  return gapTexts(gaps, images).flatMap(({ text, hint }) => [
    `${indent}${paint.sign('denied')} ${text}`,
    ...(hint === undefined ? [] : [`${indent}  ${hint}`]),
  ])
}
