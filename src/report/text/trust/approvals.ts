import type { ApprovalsReport, ApproveReport, ListedApproval } from '../../../model/approvals/reports.ts'
import { shortDigest } from '../../../oci/digest.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { applyLine, type SavedPlan, standingText, UNSIGNED_WARNING } from '../../words/promotion/approvals.ts'
import { type Mark, SIGNS } from '../../words/signs.ts'
import { timeText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { headLines } from '../head.ts'
import { palette } from '../style.ts'

/** What was approved, as whom, how many approvals there are now, and what to run next. @param options.file the saved plan, as it was named */
export function approveText(report: ApproveReport, options: RenderOptions & SavedPlan): string {
  const shown = printable(report)
  const { plan, from, to, by, key, entry, ledger, until, comment, wanted, counting, warnings, head } = shown
  const paint = palette(options)
  const done = paint.sign('done')
  const isEnough = wanted !== null && counting.length >= wanted
  return [
    `${done} approved  plan ${shortDigest(plan)}, ${from} → ${to}, as ${by}`,
    ...(key === null ? [] : [`${done} signed    with ${key}`]),
    `${done} recorded  entry ${entry.sequence} in ${ledger}`,
    ...(comment === null ? [] : [`  ${comment}`]),
    ...(until === null ? [] : [`It counts until ${timeText(until, options)}.`]),
    standingText(shown, to),
    ...(key === null && wanted !== null ? [`! ${UNSIGNED_WARNING}`] : []),
    ...warnings.map((warning) => `! ${warning}`),
    ...(isEnough ? ['To apply exactly this plan:', `  ${printable(applyLine(options, report.plan))}`] : []),
    ...headLines(`head of ${ledger}:`, head.hash, options),
    '',
  ].join('\n')
}

/** The approvals of a plan, a line each, and whether they are enough. */
export function approvalsText(report: ApprovalsReport, options: RenderOptions): string {
  const shown = printable(report)
  const { plan, from, to, author, approvals, unfit, enough, wanted, carriedOut } = shown
  const paint = palette(options)
  const mark = enough ? 'done' : 'denied'
  return [
    `${paint.strong(`${from} → ${to}`)}  plan ${shortDigest(plan)} of ${author}`,
    ...alignColumns(
      approvals.map((one) => [
        `${paint.mark(markOf(one), `${SIGNS[markOf(one)]} ${one.names[0] ?? one.actor}`)}`,
        timeText(one.approvedAt, options),
        `entry ${one.entry}`,
        one.key ?? 'not signed',
        [...(one.comment === null ? [] : [one.comment]), ...untilOf(one, options)].join(' · '),
      ]),
      { indent: '  ' },
    ).flatMap((line, at) => [line.trimEnd(), ...whyOf(approvals[at])]),
    ...(carriedOut === null
      ? []
      : [`It was carried out by entry ${carriedOut}, and its approvals ended with it.`]),
    ...(carriedOut !== null && approvals.every(({ state }) => state === 'ended')
      ? []
      : [wanted === null ? standingText(shown, to) : `${paint.sign(mark)} ${standingText(shown, to)}`]),
    ...(unfit === null ? [] : [`! It cannot be applied: ${unfit}`]),
    '',
  ].join('\n')
}

function markOf({ state }: ListedApproval): Mark {
  switch (state) {
    case 'counts':
      return 'done'
    case 'renewed':
    case 'ended':
      return 'same'
    case 'refused':
      return 'denied'
    default:
      return state satisfies never
  }
}

function untilOf({ state, until }: ListedApproval, options: RenderOptions): readonly string[] {
  return state !== 'counts' || until === null ? [] : [`until ${timeText(until, options)}`]
}

function whyOf(one: ListedApproval | undefined): readonly string[] {
  return one === undefined || one.why === null ? [] : [`    ${one.why}`]
}
