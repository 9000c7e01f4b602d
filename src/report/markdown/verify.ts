import type { VerifyFinding, VerifyReport } from '../../model/result.ts'
import { shortDigest } from '../../oci/digest.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { SIGNS } from '../words/signs.ts'
import { countText } from '../words/units.ts'
import { unrecordedLines, verifyAdvice } from '../words/verify.ts'
import { markdownCode, markdownTable, markdownText } from './markdown.ts'

/** What `verify` found, as GitHub Markdown: the counts, and a row for each tag that is not as it should be. */
export function verifyMarkdown(report: VerifyReport): string {
  const { environments, findings, deep, ok, leftOut = [] } = report
  const wrong = findings.filter(({ state }) => state !== 'ok')
  const tags = countText(findings.length, 'tag')
  const blocks = [
    `### ${ok ? SIGNS.done : SIGNS.denied} verify ${environments.map(markdownText).join(', ')}`,
    wrong.length === 0 ? '' : findingTable(wrong),
    wrong.length === 0 ? `${tags} verified.` : `${wrong.length} of ${tags} did not verify.`,
    attestationTable(report),
    unrecordedLines(report).map(markdownText).join('\n'),
    verifyAdvice(wrong, deep).map(markdownText).join('\n'),
    leftOutLines({ leftOut }).map(markdownText).join('\n'),
  ]
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** A row for each attestation that is not as it should be, and how many there are. */
function attestationTable({ attestations }: VerifyReport): string {
  if (attestations === undefined) return ''
  const wrong = attestations.filter(({ state }) => state !== 'ok')
  const all = countText(attestations.length, 'attestation')
  if (wrong.length === 0) return `${all} read back.`
  const rows = wrong.map(({ environment, image, digest, state, message }) => [
    markdownText(environment),
    markdownCode(image),
    markdownCode(shortDigest(digest)),
    markdownText(`${state}: ${message ?? ''}`),
  ])
  const table = markdownTable(['Environment', 'Image', 'Digest', 'Attestation'], rows)
  return `${table}\n\n${wrong.length} of ${all} did not verify.`
}

function findingTable(findings: readonly VerifyFinding[]): string {
  const digestCell = (digest: VerifyFinding['found']): string =>
    digest === null ? '–' : markdownCode(shortDigest(digest))
  return markdownTable(
    ['Environment', 'Image', 'Tag', 'Expected', 'Found', 'What is wrong'],
    findings.map((finding) => [
      markdownText(finding.environment),
      markdownCode(finding.image),
      markdownCode(finding.tag),
      digestCell(finding.expected),
      digestCell(finding.found),
      `${finding.state}${finding.message === null ? '' : `: ${markdownText(finding.message)}`}`,
    ]),
  )
}
