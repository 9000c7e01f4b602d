import type { VerifyFinding, VerifyReport } from '../../model/result.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { countText, sizeText } from '../words/units.ts'
import { alignColumns } from './columns.ts'
import { type Palette, palette } from './style.ts'
import { truncateMiddle } from './width.ts'

/** What `verify` found: each tag of each environment, what is wrong with it, and the counts. */
export function verifyText(report: VerifyReport, options: RenderOptions): string {
  const { environments, findings, deep, totals } = printable(report)
  const paint = palette(options)
  const blocks = environments.flatMap((environment) => {
    const own = findings.filter((finding) => finding.environment === environment)
    const rows = own.map((finding) => findingRow(finding, paint))
    const lines = alignColumns(rows, { indent: '  ' }).flatMap((line, at) => [
      line,
      ...repositoryLines(own[at], paint, options),
    ])
    return [paint.strong(environment), ...(own.length === 0 ? ['  nothing to verify'] : lines)]
  })
  return [...blocks, summary(findings, { deep, totals }), ...nextLines(findings), ''].join('\n')
}

/** What is wrong with a tag, in words; `ok` where nothing is. */
function findingText({ state, expected, found, message }: VerifyFinding): string {
  const why = message === null ? '' : `: ${message}`
  switch (state) {
    case 'ok':
      return `ok${why}`
    case 'drift':
      return `drift: holds ${digestText(found)}, expected ${digestText(expected)}`
    case 'missing':
      return `missing: expected ${digestText(expected)}`
    case 'damaged':
      return `damaged${why}`
    case 'incomplete':
      return `incomplete${why}`
    default:
      return state satisfies never
  }
}

function findingRow(finding: VerifyFinding, paint: Palette): string[] {
  const mark = finding.state === 'ok' ? 'done' : 'denied'
  return [
    `${paint.sign(mark)} ${finding.image}`,
    finding.tag,
    paint.faint(digestText(finding.found)),
    finding.state === 'ok' ? findingText(finding) : paint.mark('denied', findingText(finding)),
  ]
}

function repositoryLines(
  finding: VerifyFinding | undefined,
  paint: Palette,
  options: RenderOptions,
): string[] {
  if (finding === undefined || finding.state === 'ok') return []
  return [paint.faint(`    ${truncateMiddle(`${finding.repository}:${finding.tag}`, options.width - 4)}`)]
}

function summary(
  findings: readonly VerifyFinding[],
  { deep, totals }: Pick<VerifyReport, 'deep' | 'totals'>,
): string {
  const wrong = findings.filter(({ state }) => state !== 'ok').length
  const read = countText(totals.manifests, 'manifest')
  const hashed = deep
    ? `${read} and ${countText(totals.blobs, 'blob')} (${sizeText(totals.bytes)}) hashed`
    : `${read} hashed`
  const referrers = findings.reduce((total, finding) => total + finding.referrers, 0)
  const along = referrers === 0 ? '' : `, ${countText(referrers, 'referrer')} found`
  const tags = countText(findings.length, 'tag')
  return wrong === 0
    ? `${tags} verified, ${hashed}${along}`
    : `${wrong} of ${tags} did not verify, ${hashed}${along}`
}

/** Where to look when a tag is not what the ledger says. */
function nextLines(findings: readonly VerifyFinding[]): string[] {
  const moved = findings.filter(({ state }) => state === 'drift' || state === 'missing')
  const environments = [...new Set(moved.map(({ environment }) => environment))]
  const image = new Set(moved.map((finding) => finding.image)).size === 1 ? ` --image ${moved[0]?.image}` : ''
  return environments.map(
    (name) =>
      `What was promoted to ${name}, and from where it can be promoted again: promote history --env ${name}${image}`,
  )
}

function digestText(digest: Digest | null): string {
  return digest === null ? '–' : shortDigest(digest)
}
