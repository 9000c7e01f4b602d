import { routeText } from '../../../model/ledger/purpose.ts'
import type { ResumedRun, ResumedTag, ResumeReport } from '../../../model/ledger/resume.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { SIGNS } from '../../words/signs.ts'
import { timeText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { headLines } from '../head.ts'
import { type Palette, palette } from '../style.ts'

/** What became of each run that did not finish, tag by tag; of a dry run what would. */
export function resumeText(report: ResumeReport, options: RenderOptions): string {
  const shown = printable(report)
  const { runs, dryRun, warnings, head, ledger } = shown
  const paint = palette(options)
  return [
    ...(runs.length === 0 ? ['Nothing is open: no run has to be finished.'] : []),
    ...runs.flatMap((run) => runLines(run, shown, paint, options)),
    ...warnings.map((warning) => `! ${warning}`),
    ...(dryRun && runs.length > 0 ? [`Nothing was written.${nextText(shown)}`] : []),
    ...(head === null ? [] : headLines(`head of ${ledger}:`, head.hash, options)),
    '',
  ].join('\n')
}

/** What carries a dry run out; nothing where it showed that this would fail. */
function nextText({ runs, undo, exitCode }: ResumeReport): string {
  if (exitCode !== 0) return ''
  const [only, ...others] = runs
  const which = only === undefined || others.length > 0 ? '' : ` ${only.intent.sequence}`
  return ` To do it: promote resume${which}${undo ? ' --undo' : ''}`
}

function runLines(
  run: ResumedRun,
  report: Pick<ResumeReport, 'undo' | 'dryRun'>,
  paint: Palette,
  options: RenderOptions,
): string[] {
  const { intent, failure, tags } = run
  const what = `entry ${intent.sequence} of ${intent.actor}, ${routeText(run)}, begun ${timeText(intent.at, options)}`
  if (failure !== undefined) {
    return [
      `${paint.sign('denied')} ${what}`,
      `  ${failure.message}`,
      ...(failure.hint === undefined ? [] : [`  ${failure.hint}`]),
    ]
  }
  const rows = tags.map((tag) => [tag.image, `${tag.repository}:${tag.tag}`, tagText(tag, report)])
  return [
    `${paint.mark('done', `${SIGNS.done} ${what}`)}: ${endText(run, report)}`,
    ...alignColumns(rows, { indent: '  ' }),
  ]
}

function endText({ entry }: ResumedRun, { undo, dryRun }: Pick<ResumeReport, 'undo' | 'dryRun'>): string {
  const done = undo ? 'undone' : 'finished'
  if (dryRun) return `would be ${done}`
  return entry === null ? 'was ended by another run meanwhile' : `${done}, entry ${entry.sequence}`
}

function tagText(
  { old, wanted, found, result }: ResumedTag,
  { undo, dryRun }: Pick<ResumeReport, 'undo' | 'dryRun'>,
): string {
  const would = dryRun ? 'would be ' : ''
  const meant = wanted === null ? 'is gone' : `holds ${shortDigest(wanted)}`
  const before = old === null ? 'removed, for it is new' : `put back to ${shortDigest(old)}`
  switch (result) {
    case 'moved': {
      const isThere = found === wanted
      const moved = wanted === null ? 'taken away' : `moved to ${shortDigest(wanted)}`
      return isThere ? `${meant}, as it was to` : `${would}${moved}`
    }
    case 'unchanged':
      return `${meant}, as before`
    case 'restored':
      return `${would}${before}`
    case 'left':
      return `${meant}, and ${dryRun ? 'would stay' : 'stays'} so`
    case 'failed':
      return 'was not moved'
    case 'overtaken':
      return `${dryRun ? 'would be ' : ''}left alone: somebody else moved it since`
    case 'stays':
      return 'stays: its registry cannot remove a tag alone'
    case 'not-begun':
    case 'left-out':
    case 'unknown':
      return undo ? 'not put back' : 'not moved'
    default:
      return result satisfies never
  }
}
