import type { ExplainedChange, ExplainedPromotion, ExplainReport } from '../../model/explain.ts'
import { routeText } from '../../model/ledger/purpose.ts'
import { shortDigest } from '../../oci/digest.ts'
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
import { heldText, refusalText } from '../words/standing.ts'
import { markdownCode, markdownLink, markdownTable, markdownText } from './markdown.ts'

/** Where a digest is, how it came there, what refers to it and what it replaced, as GitHub Markdown; times in UTC. */
export function explainMarkdown(report: ExplainReport): string {
  const { digest, images, referrers, replaced, replacedBy, refusals = [] } = report
  const blocks = [
    `### ${[...images.map(markdownCode), markdownCode(shortDigest(digest))].join(' ')}`,
    markdownCode(digest),
    ...section('Where it is', placeTable(report)),
    ...section('How it came there', promotionTable(report)),
    ...(report.approvals.length === 0 ? [] : section('Who approved it', approvalTable(report))),
    ...section(
      'What refers to it',
      table(
        ['What', 'Digest', 'Where'],
        referrers.map((referrer) => [
          markdownText(referrer.kind),
          markdownCode(referrer.digest),
          markdownText(referrerText(referrer, digest)),
        ]),
      ),
    ),
    ...section('What it replaced', changeTable(replaced)),
    ...section('What replaced it', changeTable(replacedBy)),
    ...(refusals.length === 0
      ? []
      : section(
          'What is held and rejected',
          table(
            ['What', 'Why', 'Take back'],
            refusals.map((refusal) => [
              markdownText(heldText(refusal)),
              markdownText(refusalText(refusal)),
              markdownCode(refusal.release),
            ]),
          ),
        )),
  ]
  return `${blocks.join('\n\n')}\n`
}

function section(title: string, body: string): string[] {
  return [`#### ${title}`, body === '' ? 'Nothing.' : body]
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? '' : markdownTable(headings, rows)
}

function placeTable({ places, gaps }: ExplainReport): string {
  return table(
    ['Environment', 'Image', 'Repository', 'Tags'],
    [
      ...places.map((place) => [
        markdownText(place.environment),
        markdownCode(place.image),
        markdownCode(place.repository),
        [placeText(place) || SIGNS.absent, ...place.lost.map((lost) => `${SIGNS.denied} ${lostText(lost)}`)]
          .map(markdownText)
          .join('<br>'),
      ]),
      ...gaps.map((gap) => [
        markdownText(gap.environment),
        markdownCode(gap.image),
        markdownCode(gap.repository),
        markdownText(`${SIGNS.denied} could not be read: ${gap.message}`),
      ]),
    ],
  )
}

function promotionTable({ promotions }: ExplainReport): string {
  return table(
    ['Entry', 'When', 'Who', 'Image', 'Route', 'Tags', 'From', 'Plan, commit, CI', 'Gates'],
    promotions.map((promotion) => [
      String(promotion.entry),
      markdownText(promotion.at),
      markdownText(promotion.run.actor),
      markdownCode(promotion.image),
      markdownText(routeText(promotion)),
      ended(promotion),
      promotion.source === null ? SIGNS.absent : markdownCode(promotion.source),
      origin(promotion),
      promotion.gates
        .map(({ gate, answer, overridden }) =>
          markdownText(`${gate}: ${answer}${overridden === undefined ? '' : `, overridden: ${overridden}`}`),
        )
        .join('<br>'),
    ]),
  )
}

function approvalTable({ approvals, promotions }: ExplainReport): string {
  return table(
    ['Entry', 'When', 'Who', 'Image', 'Route', 'Plan', 'Signed', 'Comment'],
    approvals.map(({ entry, at, run, image, from, to, plan, key, comment }) => [
      String(entry),
      markdownText(at),
      markdownText(run.actor),
      markdownCode(image),
      markdownText(routeText({ from, to })),
      markdownCode(shortDigest(plan)) + otherPlanText(plan, promotions),
      markdownText(signedText(key)),
      markdownText(comment ?? ''),
    ]),
  )
}

function ended(promotion: ExplainedPromotion): string {
  const { mark, text } = endText(promotion)
  const why = promotion.why === null ? [] : [promotion.why]
  return [`${SIGNS[mark]} ${text}`, tagsText(promotion), ...why]
    .filter((part) => part !== '')
    .map(markdownText)
    .join('<br>')
}

function origin({ run, plan }: ExplainedPromotion): string {
  return [
    markdownCode(shortDigest(plan)),
    ...(run.commit === null ? [] : [markdownCode(run.commit)]),
    ...(run.ci === null ? [] : [markdownLink('CI run', run.ci)]),
  ].join('<br>')
}

function changeTable(changes: readonly ExplainedChange[]): string {
  return table(
    ['Environment', 'Image', 'Tag', 'Digest', 'Entry', 'When', 'Who'],
    changes.map(({ environment, image, tag, digest, entry, at, actor }) => [
      markdownText(environment),
      markdownCode(image),
      markdownCode(tag),
      digest === null ? markdownText(otherDigestText({ digest })) : markdownCode(shortDigest(digest)),
      String(entry),
      markdownText(at),
      markdownText(actor),
    ]),
  )
}
