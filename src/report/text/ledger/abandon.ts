import { routeText } from '../../../model/ledger/purpose.ts'
import type { AbandonReport } from '../../../model/ledger/reports.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { abandonedTagText } from '../../words/promotion/tag-result.ts'
import { alignColumns } from '../columns.ts'
import { headLines } from '../head.ts'
import { palette } from '../style.ts'

/** What was freed, what it holds, and what to do next. */
export function abandonText(report: AbandonReport, options: RenderOptions): string {
  const shown = printable(report)
  const { entry, intent, to, tags, ledger, head, warnings } = shown
  const paint = palette(options)
  return [
    `${paint.sign('done')} entry ${entry.sequence} in ${ledger}: entry ${intent.sequence} of ${intent.actor}, ${routeText(shown)}, is abandoned`,
    ...alignColumns(
      tags.map((tag) => [tag.image, `${tag.repository}:${tag.tag}`, abandonedTagText(tag)]),
      { indent: '  ' },
    ),
    ...warnings.map((warning) => `! ${warning}`),
    `Its tags are free. "promote diff" shows what ${to} has now.`,
    ...headLines(`head of ${ledger}:`, head.hash, options),
    '',
  ].join('\n')
}
