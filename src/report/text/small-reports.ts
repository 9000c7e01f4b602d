import type { LedgerVerification } from '../../model/ledger/reports.ts'
import type { InitReport, ValidateReport } from '../../model/result.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { countText, listText } from '../words/units.ts'
import { type Palette, palette } from './style.ts'

/** What `ledger verify` found: that the chain holds, or every line that breaks it, and whether a noted head is in it. */
export function ledgerVerifyText(report: LedgerVerification, options: RenderOptions): string {
  const { ledger, ok, entries, head, problems, torn, newer } = printable(report)
  const paint = palette(options)
  if (entries === 0 && problems.length === 0 && torn === null) return emptyText(printable(report), paint)
  const found = foundText(report)
  return [
    `${paint.sign(ok ? 'done' : 'denied')} ${ledger}: ${countText(entries, 'entry', 'entries')}, ${found}`,
    ...problems.map(({ line, message }) => `  ${paint.strong(`line ${line}`)}  ${message}`),
    ...notedLines(printable(report), paint),
    ...newer.map(
      ({ sequence, kind, reason }) =>
        `  ! Entry ${sequence} (${kind}) was made by a newer promote: ${reason}. This version does not write to the ledger.`,
    ),
    ...(torn === null
      ? []
      : [
          `  ! Line ${torn.line} was cut off while it was written; it is no entry. The next promotion sets it aside.`,
        ]),
    ...(problems.length === 0
      ? []
      : [
          '  Put back the last good copy, from git or a backup, and keep this one for those who look into it. Until then nothing is written to it.',
        ]),
    ...(head === null ? [] : [`  head  ${head.hash}`]),
    '',
  ].join('\n')
}

/** Of a ledger that is not there, or has no entry: what was looked for. */
function emptyText(report: LedgerVerification, paint: Palette): string {
  const { ledger, ok, exists } = report
  const what = exists ? `The ledger ${ledger} has no entry` : `There is no ledger ${ledger}`
  if (ok) return `${paint.sign('absent')} ${what} yet, so there is nothing to check.\n`
  return [
    `${paint.sign('denied')} ${what}, so nothing was checked.`,
    ...notedLines(report, paint),
    '  Is it the right file? The promotion file names it under ledger.file.',
    '  Where nothing was promoted yet: promote ledger verify --allow-empty',
    '',
  ].join('\n')
}

function foundText({ problems, torn, noted }: LedgerVerification): string {
  if (problems.length > 0) return countText(problems.length, 'problem')
  if (noted !== null && noted.sequence === null) return 'the head that was noted is not in it'
  return torn === null ? 'the chain holds' : 'the chain holds up to a last line that is cut off'
}

function notedLines({ noted, head }: LedgerVerification, paint: Palette): string[] {
  if (noted === null) return []
  const { hash, sequence } = noted
  if (sequence === null) {
    return [
      `  ${paint.sign('denied')} No entry has the head ${hash}: the ledger was cut or rewritten after it was noted.`,
    ]
  }
  const place = sequence === head?.sequence ? 'ends in' : `goes on from entry ${sequence},`
  return [`  ${paint.sign('done')} The ledger ${place} the head that was noted.`]
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
  const { file, beside, environments, images, next } = printable(report)
  const paint = palette(options)
  return [
    `${paint.sign('done')} wrote ${file}: ${environments.join(' → ')}, ${countText(images.length, 'image')}`,
    ...(beside.length === 0 ? [] : [`  and ${beside.join(', ')}`]),
    ...(next.length === 0 ? [] : ['Next:']),
    ...next.map((command) => `  ${command}`),
    '',
  ].join('\n')
}
