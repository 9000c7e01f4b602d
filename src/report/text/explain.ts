import type { ExplainedChange, ExplainedPromotion, ExplainReport } from '../../model/explain.ts'
import { routeText } from '../../model/ledger/purpose.ts'
import { shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import {
  endText,
  lostText,
  otherDigestText,
  otherPlanText,
  placeText,
  referrerText,
  signedText,
  tagsText,
} from '../words/explain.ts'
import { SIGNS } from '../words/signs.ts'
import { timeText } from '../words/units.ts'
import { alignColumns } from './columns.ts'
import { type Palette, palette } from './style.ts'
import { refusalLines } from './trust/standing.ts'
import { truncateMiddle } from './width.ts'

/** Where a digest is, how it came there, what refers to it, what it replaced and what replaced it. */
export function explainText(explained: ExplainReport, options: RenderOptions): string {
  const report = printable(explained)
  const paint = palette(options)
  const { digest, images, replaced, replacedBy, refusals = [] } = report
  const several = images.length > 1
  return [
    paint.strong([...(several ? [] : images), shortDigest(digest)].join(' ')),
    paint.faint(`  ${digest}`),
    ...section('where it is', placeLines(report, several, paint), paint),
    ...section('how it came there', promotionLines(report, options, paint), paint),
    ...(report.approvals.length === 0
      ? []
      : section('who approved it', approvalLines(report, options, paint), paint)),
    ...section(
      'what refers to it',
      referrerLines(report, paint),
      paint,
      // Of a place that was not read nobody knows.
      report.gaps.length === 0 ? 'nothing' : 'nothing, where it could be read',
    ),
    ...section('what it replaced', changeLines(replaced, several, options, paint), paint),
    ...section('what replaced it', changeLines(replacedBy, several, options, paint), paint),
    ...(refusals.length === 0
      ? []
      : section('what is held and rejected', refusalLines(refusals, options), paint)),
    '',
  ].join('\n')
}

function section(title: string, lines: readonly string[], paint: Palette, none = 'nothing'): string[] {
  return [paint.strong(title), ...(lines.length === 0 ? [`  ${none}`] : lines)]
}

function placeLines({ places, gaps }: ExplainReport, several: boolean, paint: Palette): string[] {
  const nameOf = (place: { readonly environment: string; readonly image: string }): string[] =>
    several ? [place.environment, place.image] : [place.environment]
  const rows = [
    ...places.flatMap((place) => [
      [...nameOf(place), placeText(place) || paint.sign('absent')],
      ...place.lost.map((lost) => [
        ...nameOf(place),
        paint.mark('denied', `${SIGNS.denied} ${lostText(lost)}`),
      ]),
    ]),
    ...gaps.map((gap) => [...nameOf(gap), paint.mark('denied', `${SIGNS.denied} could not be read`)]),
  ]
  const lines = alignColumns(rows, { indent: '  ' })
  const why = [...new Set(gaps.map(({ message }) => message))]
  return [...lines, ...why.map((message) => `    ${message}`)]
}

function promotionLines({ promotions }: ExplainReport, options: RenderOptions, paint: Palette): string[] {
  const width = String(promotions.at(-1)?.entry ?? 0).length
  const rows = promotions.map((promotion) => {
    const { mark, text } = endText(promotion)
    return [
      String(promotion.entry).padStart(width),
      timeText(promotion.at, options),
      promotion.run.actor,
      routeText(promotion),
      paint.mark(mark, `${SIGNS[mark]} ${text}`),
    ]
  })
  const indent = ' '.repeat(width + 4)
  return alignColumns(rows, { indent: '  ', gap: 2 }).flatMap((line, at) => {
    const promotion = promotions[at]
    const details = promotion === undefined ? [] : detailLines(promotion, options.width - indent.length)
    return [line, ...details.map((detail) => indent + paint.faint(detail))]
  })
}

function detailLines(promotion: ExplainedPromotion, width: number): string[] {
  const { run, plan, source, gates, why } = promotion
  const started = run.startedBy === undefined ? [] : [`started by ${run.startedBy}`]
  const commit = run.commit === null ? [] : [`commit ${commitText(run.commit)}`]
  const judged = gates.map(
    ({ gate, answer, overridden }) =>
      `${answer === 'pass' ? SIGNS.done : overridden === undefined ? SIGNS.denied : SIGNS.moved} ${gate}${overridden === undefined ? '' : ` (overridden: ${overridden})`}`,
  )
  return [
    ...(promotion.tags.length === 0 ? [] : [tagsText(promotion)]),
    ...(source === null ? [] : [truncateMiddle(`from ${source}`, width)]),
    [`plan ${shortDigest(plan)}`, ...commit, ...started, ...judged].join('  '),
    // Never cut: it is to be opened.
    ...(run.ci === null ? [] : [run.ci]),
    ...(why === null ? [] : [`because: ${why}`]),
  ]
}

function approvalLines(
  { approvals, promotions }: ExplainReport,
  options: RenderOptions,
  paint: Palette,
): string[] {
  const width = String(approvals.at(-1)?.entry ?? 0).length
  const indent = ' '.repeat(width + 4)
  return alignColumns(
    approvals.map((approval) => [
      String(approval.entry).padStart(width),
      timeText(approval.at, options),
      approval.run.actor,
      routeText(approval),
      `plan ${shortDigest(approval.plan)}${otherPlanText(approval.plan, promotions)}`,
    ]),
    { indent: '  ', gap: 2 },
  ).flatMap((line, at) => {
    const { key = null, comment = null } = approvals[at] ?? {}
    return [
      line,
      indent + paint.faint(signedText(key)),
      ...(comment === null ? [] : [indent + paint.faint(comment)]),
    ]
  })
}

function referrerLines({ referrers, digest }: ExplainReport, paint: Palette): string[] {
  return alignColumns(
    referrers.map((referrer) => [
      referrer.kind,
      paint.faint(shortDigest(referrer.digest)),
      referrerText(referrer, digest),
    ]),
    { indent: '  ' },
  )
}

function changeLines(
  changes: readonly ExplainedChange[],
  several: boolean,
  options: RenderOptions,
  paint: Palette,
): string[] {
  return alignColumns(
    changes.map(({ environment, image, tag, digest, entry, at, actor }) => [
      environment,
      ...(several ? [image] : []),
      tag,
      paint.faint(otherDigestText({ digest })),
      `entry ${entry}, ${timeText(at, options)}, ${actor}`,
    ]),
    { indent: '  ' },
  )
}

/** As git shortens it: eight digits, which git takes as well. */
function commitText(commit: string): string {
  return Array.from(commit).slice(0, 8).join('')
}
