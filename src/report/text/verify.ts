import type { VerifyFinding, VerifyReport } from '../../model/result.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { printable } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { leftOutLines } from '../words/promotion/left-out.ts'
import { SIGNS } from '../words/signs.ts'
import { countText, listText, sizeText } from '../words/units.ts'
import { unrecordedLines, verifyAdvice } from '../words/verify.ts'
import { alignColumns } from './columns.ts'
import { type Palette, palette } from './style.ts'
import { displayWidth } from './width.ts'

/**
 * What `verify` found: first what is wrong, a line for each tag; then what is right, a line for each image; the counts; and
 * what to do.
 */
export function verifyText(report: VerifyReport, options: RenderOptions): string {
  const shown = printable(report)
  const { environments, findings, deep, totals, leftOut = [] } = shown
  const paint = palette(options)
  const wrong = findings.filter(isWrong)
  const right = environments.flatMap((environment) => {
    const own = findings.filter((finding) => finding.environment === environment)
    const lines = rightLines(own, paint, options)
    if (own.length === 0) return [paint.strong(environment), '  nothing to verify']
    return lines.length === 0 ? [] : [paint.strong(environment), ...lines]
  })
  return [
    ...wrongLines(wrong, paint),
    ...wrongAttestations(shown, paint),
    ...right,
    ...remarks(findings),
    ...unrecordedLines(shown).map((line) => `! ${line}`),
    ...leftOutLines({ leftOut }).map((line) => paint.mark('absent', `${SIGNS.absent} ${line}`)),
    summary(findings, { deep, totals }),
    ...attestationCount(shown),
    ...verifyAdvice(wrong, deep),
    '',
  ].join('\n')
}

/** Only what is wrong, a line for each tag; nothing where nothing is. */
export function verifyFailuresText(report: VerifyReport, options: RenderOptions): string {
  const shown = printable(report)
  const paint = palette(options)
  const wrong = shown.findings.filter(isWrong)
  return [...wrongLines(wrong, paint), ...wrongAttestations(shown, paint)].map((line) => `${line}\n`).join('')
}

/** What is wrong with attestations, a line for each. */
function wrongAttestations({ attestations = [] }: VerifyReport, paint: Palette): string[] {
  return alignColumns(
    attestations
      .filter(({ state }) => state !== 'ok')
      .map(({ environment, image, digest, state, message }) => [
        `${paint.sign('denied')} ${environment}`,
        image,
        shortDigest(digest),
        paint.mark('denied', `${state}: ${message ?? ''}`),
      ]),
    { gap: 2 },
  )
}

/** How many attestations were read back; nothing where nobody asked. */
function attestationCount({ attestations }: VerifyReport): string[] {
  if (attestations === undefined) return []
  if (attestations.length === 0) return ['no attestation to read back']
  const wrong = attestations.filter(({ state }) => state !== 'ok').length
  const all = countText(attestations.length, 'attestation')
  if (wrong === 0) return [`${all} read back, as the ledger has ${attestations.length === 1 ? 'it' : 'them'}`]
  return [
    `${wrong} of ${all} ${wrong === 1 ? 'is' : 'are'} not as the ledger has ${wrong === 1 ? 'it' : 'them'}`,
  ]
}

function isWrong({ state }: VerifyFinding): boolean {
  return state !== 'ok'
}

function wrongLines(wrong: readonly VerifyFinding[], paint: Palette): string[] {
  return alignColumns(
    wrong.map((finding) => [
      `${paint.sign('denied')} ${finding.environment}`,
      finding.image,
      finding.tag,
      paint.mark('denied', findingText(finding)),
    ]),
    { gap: 2 },
  )
}

/** What is wrong with a tag, in words; `ok` where nothing is. */
function findingText({ state, expected, found, message }: VerifyFinding): string {
  const why = message === null ? '' : `: ${shortened(message)}`
  switch (state) {
    case 'ok':
      return 'ok'
    case 'drift':
      if (found === expected) return `drift: holds ${digestText(found)}, which a failed run left there`
      return `drift: holds ${digestText(found)}, not ${digestText(expected)}`
    case 'missing':
      return `missing: the tag is gone, it held ${digestText(expected)}`
    case 'damaged':
      return `damaged${why}`
    case 'incomplete':
      return `incomplete${why}`
    default:
      return state satisfies never
  }
}

/** Eight digits of each digest are enough for a line; the JSON has all of them. */
function shortened(message: string): string {
  return message.replace(/\bsha(?:256|512):([0-9a-f]{8})[0-9a-f]{56,120}/g, '$1')
}

function rightLines(findings: readonly VerifyFinding[], paint: Palette, options: RenderOptions): string[] {
  const byImage = Map.groupBy(
    findings.filter((finding) => !isWrong(finding)),
    ({ image }) => image,
  )
  const widest = Math.max(0, ...[...byImage.keys()].map(displayWidth))
  const room = options.width - widest - 7
  return alignColumns(
    [...byImage].map(([image, own]) => [`${paint.sign('done')} ${image}`, fitting(own.map(tagText), room)]),
    { indent: '  ' },
  )
}

/** What is to be known of a tag that is right: a layer that lies elsewhere. */
function remarks(findings: readonly VerifyFinding[]): string[] {
  return findings.flatMap(({ state, environment, image, tag, message }) =>
    state === 'ok' && message !== null ? [`! ${environment} ${image} ${tag}: ${shortened(message)}`] : [],
  )
}

/** As many of the items as fit, and how many more there are; at least one. */
function fitting(items: readonly string[], width: number): string {
  const texts = items.map((_, at) => listText(items, items.length - at))
  return texts.find((text) => displayWidth(text) <= width) ?? texts.at(-1) ?? ''
}

function tagText({ tag, found }: VerifyFinding): string {
  return `${tag} ${digestText(found)}`
}

function summary(
  findings: readonly VerifyFinding[],
  { deep, totals }: Pick<VerifyReport, 'deep' | 'totals'>,
): string {
  const wrong = findings.filter(isWrong).length
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

function digestText(digest: Digest | null): string {
  return digest === null ? '–' : shortDigest(digest)
}
