import type { LedgerVerification } from '../model/ledger-reports.ts'
import type { InitReport, ValidateReport } from '../model/result.ts'
import type { RenderOptions } from './options.ts'
import { printable } from './printable.ts'
import { palette } from './style.ts'
import { countText, listText } from './units.ts'

/** What `ledger verify` found: that the chain holds, or every line that breaks it. */
export function ledgerVerifyText(report: LedgerVerification, options: RenderOptions): string {
  const { ledger, ok, entries, head, problems, torn } = printable(report)
  const paint = palette(options)
  const count = countText(entries, 'entry', 'entries')
  return [
    ok
      ? `${paint.sign('done')} ${ledger}: ${count}, the chain holds`
      : `${paint.sign('denied')} ${ledger}: ${count}, ${countText(problems.length, 'problem')}`,
    ...problems.map(({ line, message }) => `  ${paint.strong(`line ${line}`)}  ${message}`),
    ...(torn
      ? [
          '  The last line was cut off while it was written. The next promotion sets it aside; it is no entry.',
        ]
      : []),
    ...(head === null ? [] : [`  head  ${head.hash}`]),
    '',
  ].join('\n')
}

/** What `validate` says about a file that is right. */
export function validateText(report: ValidateReport, options: RenderOptions): string {
  const { file, environments, images, warnings } = printable(report)
  const paint = palette(options)
  return [
    `${paint.sign('done')} ${file} is valid: ${countText(environments.length, 'environment')}, ${countText(images.length, 'image')}`,
    `  environments  ${environments.join(', ')}`,
    `  images        ${listText(images, 12)}`,
    ...warnings.map((warning) => `  ! ${warning}`),
    '',
  ].join('\n')
}

/** What `init` wrote, and what to do next. */
export function initText(report: InitReport, options: RenderOptions): string {
  const { file, environments, images, next } = printable(report)
  const paint = palette(options)
  return [
    `${paint.sign('done')} wrote ${file}: ${environments.join(' → ')}, ${countText(images.length, 'image')}`,
    ...(next.length === 0 ? [] : ['Next:']),
    ...next.map((command) => `  ${command}`),
    '',
  ].join('\n')
}
