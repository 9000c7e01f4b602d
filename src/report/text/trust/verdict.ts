import { lets, type Verdict } from '../../../model/gates/verdict.ts'
import type { RenderOptions } from '../../options.ts'
import { verdictMark, verdictText } from '../../words/promotion/verdicts.ts'
import { SIGNS } from '../../words/signs.ts'
import { countText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { palette } from '../style.ts'

/** Images that a line of verdicts names; when there are more, it says only how many. */
const NAMED_IMAGES = 3

/** Lines of what passed one gate; when there would be more, one line says how many images passed. */
const PASSED_LINES = 5

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
  const groups = Map.groupBy(
    folded ? fold(verdicts) : verdicts,
    ({ gate, answer, reason, readyAt, overridden }) =>
      JSON.stringify([gate, answer, reason, readyAt, overridden?.reason]),
  )
  const sorted = [...groups.values()].toSorted((a, b) => rank(a[0]) - rank(b[0]))
  const rows = sorted.flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const mark = verdictMark(first)
    return [
      [`${paint.mark(mark, SIGNS[mark])} ${first.gate}`, `${subject(group)}: ${verdictText(first, options)}`],
    ]
  })
  return [paint.strong('gates'), ...alignColumns(rows, { indent: '  ' })]
}

function fold(verdicts: readonly Verdict[]): readonly Verdict[] {
  const passed = Map.groupBy(
    verdicts.filter(({ answer }) => answer === 'pass'),
    ({ gate }) => gate,
  )
  const isMany = (gate: string): boolean =>
    new Set(passed.get(gate)?.map(({ reason }) => reason)).size > PASSED_LINES
  return verdicts.map((verdict) =>
    verdict.answer === 'pass' && isMany(verdict.gate) ? { ...verdict, reason: 'passed.' } : verdict,
  )
}

function subject(group: readonly Verdict[]): string {
  const images = [...new Set(group.map(({ image, tag }) => (tag === null ? image : `${image}:${tag}`)))]
  return images.length > NAMED_IMAGES ? countText(images.length, 'image') : images.join(', ')
}

function rank(verdict: Verdict | undefined): number {
  if (verdict === undefined) return 3
  if (lets(verdict)) return verdict.answer === 'pass' ? 0 : 1
  return verdict.answer === 'unknown' ? 2 : 3
}
