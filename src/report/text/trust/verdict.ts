import type { Verdict } from '../../../model/gates/verdict.ts'
import type { RenderOptions } from '../../options.ts'
import { verdictGroups, verdictMark, verdictText } from '../../words/promotion/verdicts.ts'
import { SIGNS } from '../../words/signs.ts'
import { countText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { palette } from '../style.ts'

/** Images that a line of verdicts names; when there are more, it says only how many. */
const NAMED_IMAGES = 3

/**
 * Verdicts under the heading `gates`, passed ones first; images with the same answer and reason share a line. None: no
 * lines.
 * @param folded whether a gate that many images passed, each for a reason of its own, is one line
 */
export function verdictLines(
  verdicts: readonly Verdict[],
  options: RenderOptions,
  { folded = false }: { readonly folded?: boolean } = {},
): string[] {
  if (verdicts.length === 0) return []
  const paint = palette(options)
  const rows = verdictGroups(verdicts, folded).map(({ first, images }) => {
    const mark = verdictMark(first)
    return [
      `${paint.mark(mark, SIGNS[mark])} ${first.gate}`,
      `${subject(images)}: ${verdictText(first, options)}`,
    ]
  })
  return [paint.strong('gates'), ...alignColumns(rows, { indent: '  ' })]
}

function subject(images: readonly string[]): string {
  return images.length > NAMED_IMAGES ? countText(images.length, 'image') : images.join(', ')
}
