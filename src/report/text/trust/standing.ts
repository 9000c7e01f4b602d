import type { Refusal } from '../../../model/ledger/standing/refusals.ts'
import type {
  HoldList,
  HoldReleaseReport,
  HoldReport,
  RejectedDigest,
  RejectReport,
} from '../../../model/ledger/standing/reports.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { SIGNS } from '../../words/signs.ts'
import { heldText, refusalText } from '../../words/standing.ts'
import { timeText } from '../../words/units.ts'
import { headLines } from '../head.ts'
import { palette } from '../style.ts'

/** Holds and rejections, two lines each: what, where, by whom, when and why; and the command that takes it back. */
export function refusalLines(refusals: readonly Refusal[], options: RenderOptions): string[] {
  const paint = palette(options)
  return printable(refusals).flatMap((refusal) => [
    `  ${paint.mark('denied', `${SIGNS.denied} ${heldText(refusal)}`)}  ${refusalText(refusal)}`,
    `      since ${timeText(refusal.at, options)}  take back  ${refusal.release}`,
  ])
}

/** What a sentence about a hold begins with: `api 77ab03de`, or `api, whatever its digest,`. */
function subjectText(hold: Refusal): string {
  return hold.digest === null ? `${hold.image}, whatever its digest,` : heldText(hold)
}

/** What `hold add` recorded, or found recorded. */
export function holdText(report: HoldReport, options: RenderOptions): string {
  const { ledger, hold, recorded, isCurrent, head, warnings } = printable(report)
  const paint = palette(options)
  const what = `${subjectText(hold)} may not go into ${hold.environment}`
  return [
    recorded
      ? `${paint.sign('done')} entry ${hold.entry} in ${ledger}: ${what}`
      : `${paint.sign('same')} ${what} already, for that reason: entry ${hold.entry} in ${ledger}`,
    `  reason     ${hold.reason}`,
    `  take back  ${hold.release}`,
    ...warnings.map((warning) => `! ${warning}`),
    ...(isCurrent ? [`It is current in ${hold.environment}, and stays there: a hold moves nothing.`] : []),
    ...headLines(`head of ${ledger}:`, head.hash, options),
    '',
  ].join('\n')
}

/** What `hold release` took back, and what stands in the way still. */
export function holdReleaseText(report: HoldReleaseReport, options: RenderOptions): string {
  const { ledger, released, left, head, warnings } = printable(report)
  const paint = palette(options)
  return [
    ...released.map(
      ({ hold, by }) =>
        `${paint.sign('done')} entry ${by.sequence} in ${ledger}: ${subjectText(hold)} is not held in ${hold.environment} by entry ${hold.entry} any more`,
    ),
    ...warnings.map((warning) => `! ${warning}`),
    ...(left.length === 0 ? [] : ['Still in the way:', ...refusalLines(left, options)]),
    ...headLines(`head of ${ledger}:`, head.hash, options),
    '',
  ].join('\n')
}

/** The holds and rejections that stand. */
export function holdListText(report: HoldList, options: RenderOptions): string {
  const { ledger, environment, refusals } = printable(report)
  if (refusals.length === 0) {
    return `Nothing is held${environment === null ? '' : ` in ${environment}`}, and nothing is rejected, in ${ledger}.\n`
  }
  return [...refusalLines(refusals, options), ''].join('\n')
}

/** What `reject` recorded, or took back. */
export function rejectText(report: RejectReport, options: RenderOptions): string {
  const { ledger, undone, digests, reason, head, warnings } = printable(report)
  const paint = palette(options)
  return [
    ...digests.map(({ rejection, by, recorded }) => {
      const what = heldText(rejection)
      const now = undone ? 'is not rejected any more' : 'is rejected: no environment takes it'
      return recorded
        ? `${paint.sign('done')} entry ${by.sequence} in ${ledger}: ${what} ${now}`
        : `${paint.sign('same')} ${what} is rejected already, for that reason: entry ${by.sequence} in ${ledger}`
    }),
    `  reason     ${reason}`,
    ...(undone ? [] : digests.map(({ rejection }) => `  take back  ${rejection.release}`)),
    ...warnings.map((warning) => `! ${warning}`),
    ...(undone ? [] : digests.flatMap(currentLines)),
    ...headLines(`head of ${ledger}:`, head.hash, options),
    '',
  ].join('\n')
}

/** Where it is, it stays: a person has to know. */
function currentLines({ rejection, currentIn }: RejectedDigest): string[] {
  if (currentIn.length === 0) return []
  const places = currentIn.map(({ environment, image }) => `${image} in ${environment}`).join(', ')
  return [`${heldText(rejection)} is current (${places}), and stays there: a rejection moves nothing.`]
}
