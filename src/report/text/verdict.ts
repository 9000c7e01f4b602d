import type { Verdict } from '../../model/gate.ts'
import type { RenderOptions } from '../options.ts'
import { SIGNS } from '../words/signs.ts'
import { countText } from '../words/units.ts'
import { alignColumns } from './columns.ts'
import { palette } from './style.ts'

/** Images that a line of verdicts names; when there are more, it says only how many. */
const NAMED_IMAGES = 3

/** Verdicts under the heading `gates`, passed ones first; images with the same answer and reason share a line. None: no lines. */
export function verdictLines(verdicts: readonly Verdict[], options: RenderOptions): string[] {
  if (verdicts.length === 0) return []
  const paint = palette(options)
  const groups = Map.groupBy(verdicts, ({ gate, answer, reason }) => JSON.stringify([gate, answer, reason]))
  const sorted = [...groups.values()].toSorted((a, b) => rank(a[0]) - rank(b[0]))
  const rows = sorted.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const mark = first.answer === 'pass' ? 'done' : 'denied'
    const unknown = first.answer === 'unknown' ? ' (not known, which denies)' : ''
    return [
      [`${paint.mark(mark, SIGNS[mark])} ${first.gate}`, `${subject(group)}: ${first.reason}${unknown}`],
    ]
  })
  return [paint.strong('gates'), ...alignColumns(rows, { indent: '  ' })]
}

function subject(group: readonly Verdict[]): string {
  const images = [...new Set(group.map(({ image, tag }) => (tag === null ? image : `${image}:${tag}`)))]
  return images.length > NAMED_IMAGES ? countText(images.length, 'image') : images.join(', ')
}

function rank(verdict: Verdict | undefined): number {
  switch (verdict?.answer) {
    case 'pass':
      return 0
    case 'unknown':
      return 1
    default:
      return 2
  }
}
