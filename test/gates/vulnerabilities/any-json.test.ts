import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MalformedReport } from '../../../src/gates/vulnerabilities/formats/fields.ts'
import { readReports } from '../../../src/gates/vulnerabilities/read-report.ts'
import type { ReportFormat } from '../../../src/model/gates/rules.ts'
import {
  bundle,
  cosignVuln,
  cycloneDxReport,
  grypeReport,
  grypeSarif,
  type SampleFinding,
  statement,
  trivyReport,
  trivySarif,
} from './sample-reports.ts'

const digest = `sha256:${'a'.repeat(64)}`
const findings: readonly SampleFinding[] = [
  ['CVE-2026-1', 'high', 'zlib'],
  ['CVE-2026-2', 'critical', 'openssl'],
]
const attested = (result: unknown): object =>
  bundle(statement(digest, 'https://in-toto.io/attestation/vulns/v0.2', cosignVuln(result)))
const listed = findings.map(([id, severity]) => ({ id, severity: [{ method: 'nvd', score: severity }] }))

/** A report of each form with two findings, critical the worst. */
const SAMPLES: readonly (readonly [ReportFormat, object])[] = [
  ['trivy', trivyReport(findings, { digest })],
  ['trivy', attested(trivyReport(findings, { digest }))],
  ['grype', grypeReport(findings, { digest })],
  ['sarif', trivySarif(findings, { digest })],
  [
    'sarif',
    grypeSarif([
      ['CVE-2026-1', '7.5', 'zlib'],
      ['CVE-2026-2', '9.8', 'openssl'],
    ]),
  ],
  [
    'cyclonedx',
    cycloneDxReport(
      findings.map(([id, severity]) => ({ id, ratings: [{ severity }] })),
      { digest },
    ),
  ],
  ['in-toto', attested(listed)],
]

/** The paths of everything in a document. */
function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...path, key]))]
}

/** The same document with another value at a path. */
function withValue(value: unknown, [key, ...rest]: readonly string[], replacement: unknown): unknown {
  if (key === undefined) return replacement
  if (Array.isArray(value))
    return value.map((inner, at) => (String(at) === key ? withValue(inner, rest, replacement) : inner))
  const object = value as Readonly<Record<string, unknown>>
  return { ...object, [key]: withValue(object[key], rest, replacement) }
}

test.each(SAMPLES)('%s with anything in any place is read or refused, and nothing else', (format, sample) => {
  expect(readReports(JSON.stringify(sample), format)[0]?.findings).toHaveLength(2)
  const paths = pathsIn(sample)
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, replacement) => {
      const text = JSON.stringify(withValue(sample, path, replacement))
      try {
        for (const report of readReports(text, format)) {
          for (const { id, severity } of report.findings) {
            expect(id).not.toBe('')
            expect(['none', 'negligible', 'low', 'medium', 'high', 'critical', 'unknown']).toContain(severity)
          }
        }
      } catch (error) {
        if (!(error instanceof MalformedReport)) throw error
      }
    }),
    { numRuns: 300 },
  )
})
