import { describe, expect, test } from 'vitest'
import { readReports } from '../../../src/gates/vulnerabilities/read-report.ts'
import type { ScanReport } from '../../../src/gates/vulnerabilities/report.ts'
import type { ReportFormat } from '../../../src/model/gates/rules.ts'
import {
  bundle,
  cosignVuln,
  cycloneDxReport,
  envelope,
  grypeReport,
  grypeSarif,
  statement,
  trivyReport,
  trivySarif,
} from './sample-reports.ts'

const digest = `sha256:${'a'.repeat(64)}`
const config = `sha256:${'c'.repeat(64)}`
const name = 'registry.example.com/shop/api:1.4.2'

const FORMS: readonly ReportFormat[] = ['sarif', 'trivy', 'grype', 'cyclonedx', 'in-toto']

/** What is read of a document when each form is asked for in turn, or only that one. */
function read(document: unknown, wanted?: ReportFormat): readonly ScanReport[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  return (wanted === undefined ? FORMS : [wanted]).flatMap((form) => readReports(text, form))
}

/** The one report in a document, with its findings as `id severity package`. */
function only(document: unknown, wanted?: ReportFormat) {
  const [first, ...more] = read(document, wanted)
  if (first === undefined || more.length > 0) throw new Error(`${more.length + 1} reports`)
  const findings = first.findings.map((one) => `${one.id} ${one.severity} ${one.package}`)
  return { ...first, findings }
}

describe("Trivy's JSON", () => {
  test('gives findings, what it is about and when it was made', () => {
    const document = trivyReport(
      [
        ['CVE-2026-1', 'high', 'lodash'],
        ['CVE-2026-2', 'unknown', 'zlib'],
      ],
      { digest, config },
    )
    expect(only(document)).toEqual({
      format: 'trivy',
      tool: 'trivy',
      madeAt: '2026-11-20T08:00:00.123Z',
      about: [{ digests: [config, digest], names: [name, name] }],
      findings: ['CVE-2026-1 high lodash', 'CVE-2026-2 unknown zlib'],
      dismissed: 0,
    })
  })

  test('of an image without anything to look at has no results, and no findings', () => {
    expect(only({ SchemaVersion: 2, ArtifactName: 'api', Results: null }).findings).toEqual([])
    expect(only({ SchemaVersion: 2, ArtifactName: 'api' }).findings).toEqual([])
  })

  test('names its digest where the image was scanned by it', () => {
    const { about } = only({ SchemaVersion: 2, ArtifactName: `host/api@${digest}`, Results: [] })
    expect(about).toEqual([{ digests: [digest], names: [`host/api@${digest}`] }])
  })
})

describe("Grype's JSON", () => {
  test('gives findings with related ids, and what it is about', () => {
    const [report] = read(grypeReport([['GHSA-aaaa-bbbb-cccc', 'negligible', 'zlib1g']], { digest, config }))
    expect(report).toEqual({
      format: 'grype',
      tool: 'grype',
      madeAt: '2026-11-20T08:00:00.000Z',
      about: [{ digests: [config, digest], names: [name] }],
      findings: [
        {
          id: 'GHSA-aaaa-bbbb-cccc',
          aliases: ['GHSA-aaaa-bbbb-cccc-RELATED'],
          severity: 'negligible',
          package: 'zlib1g',
        },
      ],
      dismissed: 0,
    })
  })

  test('counts what Grype was told to ignore', () => {
    expect(only({ ...grypeReport([]), ignoredMatches: [{}, {}] }).dismissed).toBe(2)
  })
})

describe('SARIF', () => {
  test("of Trivy: its word for the severity counts, not the score; secrets and misconfigurations don't", () => {
    const document = trivySarif(
      [
        ['CVE-2026-1', 'critical', 'openssl'],
        ['CVE-2026-2', 'low', 'zlib'],
      ],
      { digest, config },
    )
    const other = trivySarif([['aws-access-key-id', 'critical', 'x']])
    const secrets = JSON.parse(JSON.stringify(other).replace('"vulnerability"', '"secret"'))
    expect(only(document)).toMatchObject({
      format: 'sarif',
      tool: 'Trivy',
      madeAt: null,
      about: [{ digests: [config, digest], names: [name] }],
      findings: ['CVE-2026-1 critical openssl', 'CVE-2026-2 low zlib'],
    })
    expect(only(secrets).findings).toEqual([])
  })

  test('of Grype: the score counts, the id is found in the rule, the image in the places', () => {
    const document = grypeSarif([
      ['CVE-2026-1', '9.8', 'openssl'],
      ['CVE-2026-2', '0.0', 'zlib'],
    ])
    const [report] = read(document)
    expect(report).toMatchObject({ tool: 'grype', about: [{ digests: [], names: [name] }] })
    expect(report?.findings).toEqual([
      { id: 'CVE-2026-1', aliases: ['CVE-2026-1-openssl'], severity: 'critical', package: null },
      { id: 'CVE-2026-2', aliases: ['CVE-2026-2-zlib'], severity: 'none', package: null },
    ])
  })

  const run = (result: object, rule: object = {}): object => ({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'x', rules: [{ id: 'R', ...rule }] } },
        results: [{ ruleId: 'R', ...result }],
      },
    ],
  })

  test.each([
    ['nothing but a level: error', {}, { level: 'error' }, 'critical'],
    ['nothing but a level: warning', {}, { level: 'warning' }, 'medium'],
    ['the level of the rule', { defaultConfiguration: { level: 'note' } }, {}, 'low'],
    ['no level at all is a warning', {}, {}, 'medium'],
    [
      'a score of the result itself',
      { properties: { 'security-severity': '1' } },
      { properties: { 'security-severity': '9' } },
      'critical',
    ],
    ['a score that is a number', { properties: { 'security-severity': 7.5 } }, {}, 'high'],
    ['a score that is none', { properties: { 'security-severity': 'n/a' } }, {}, 'unknown'],
    ['a level above the rule', { properties: { 'security-severity': '2' } }, { level: 'error' }, 'high'],
    ['a level below the rule', { properties: { 'security-severity': '9' } }, { level: 'note' }, 'critical'],
  ])('severity of %s', (_, rule, result, severity) => {
    expect(only(run(result, rule)).findings).toEqual([`R ${severity} null`])
  })

  test('a result that is no problem is no finding; a suppressed one is', () => {
    expect(only(run({ kind: 'pass' })).findings).toEqual([])
    expect(only(run({ baselineState: 'absent' })).findings).toEqual([])
    expect(only(run({ suppressions: [{ kind: 'external' }] })).findings).toHaveLength(1)
  })

  test('a rule is found by its number too, also one of an extension', () => {
    const document = {
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: { name: 'x', rules: [{ id: 'A', properties: { 'security-severity': '9' } }] },
            extensions: [{ rules: [{ id: 'B' }, { id: 'C', properties: { 'security-severity': '4' } }] }],
          },
          results: [{ ruleIndex: 0 }, { rule: { index: 1, toolComponent: { index: 0 } } }],
        },
      ],
    }
    expect(only(document).findings).toEqual(['A critical null', 'C medium null'])
  })
})

describe('CycloneDX', () => {
  test('the worst rating counts; what an analysis says is none is dismissed', () => {
    const document = cycloneDxReport(
      [
        {
          id: 'CVE-2026-1',
          references: [{ id: 'GHSA-aaaa-bbbb-cccc', source: {} }],
          ratings: [{ severity: 'low' }, { severity: 'high' }, { score: 1, method: 'other' }],
          affects: [{ ref: 'pkg:deb/zlib@1.2' }],
          analysis: { state: 'in_triage' },
        },
        { id: 'CVE-2026-2', ratings: [{ score: 9.1, method: 'CVSSv31' }] },
        { id: 'CVE-2026-3', ratings: [{ score: 0.03, method: 'other' }] },
        { id: 'CVE-2026-4', ratings: [{ severity: 'critical' }], analysis: { state: 'not_affected' } },
      ],
      { digest },
    )
    expect(only(document)).toMatchObject({
      format: 'cyclonedx',
      tool: 'grype',
      madeAt: '2026-11-20T08:00:00.000Z',
      about: [{ digests: [digest], names: ['registry.example.com/shop/api'] }],
      findings: ['CVE-2026-1 high zlib', 'CVE-2026-2 critical null', 'CVE-2026-3 unknown null'],
      dismissed: 1,
    })
  })

  test('says which image it is about as Trivy and as a package URL says it, never by a layer', () => {
    const document = cycloneDxReport([{ id: 'X' }]) as { metadata: { component: object } }
    const property = (key: string, value: string): object => ({ name: `aquasecurity:trivy:${key}`, value })
    document.metadata.component = {
      'bom-ref': `pkg:oci/api@sha256%3A${'a'.repeat(64)}?repository_url=registry.example.com`,
      type: 'container',
      name,
      properties: [property('DiffID', `sha256:${'d'.repeat(64)}`), property('ImageID', config)],
    }
    expect(only(document).about).toEqual([{ digests: [digest, config], names: [name] }])
  })

  test('is a report with an empty list, and a mere SBOM without one', () => {
    expect(only(cycloneDxReport([])).findings).toEqual([])
    expect(read({ ...cycloneDxReport([]), vulnerabilities: undefined })).toEqual([])
  })
})

describe('an attestation', () => {
  const type = 'https://cosign.sigstore.dev/attestation/vuln/v1'

  test.each([
    ['a DSSE envelope', envelope],
    ['a Sigstore bundle', bundle],
    ['nothing', (payload: object) => payload],
  ])("cosign's vuln predicate in %s holds a scanner's own report", (_, wrap) => {
    const report = trivyReport([['CVE-2026-1', 'high', 'lodash']], { digest })
    expect(only(wrap(statement(digest, type, cosignVuln(report))))).toMatchObject({
      format: 'trivy',
      about: [{ digests: [digest], names: ['registry.example.com/shop/api'] }, { digests: [digest] }],
      findings: ['CVE-2026-1 high lodash'],
    })
  })

  test('the time of the scan is taken where the report has none', () => {
    expect(only(statement(digest, type, cosignVuln(trivySarif([])))).madeAt).toBe('2026-11-20T08:01:00.000Z')
  })

  test("in-toto's own list of vulnerabilities", () => {
    const result = [
      {
        id: 'CVE-2026-1',
        severity: [
          { method: 'nvd', score: 'medium' },
          { method: 'cvss_score', score: '7.2' },
        ],
      },
      { id: 'CVE-2026-2', severity: [{ method: 'nvd', score: 'n/a' }] },
    ]
    expect(
      only(statement(digest, 'https://in-toto.io/attestation/vulns/v0.2', cosignVuln(result))),
    ).toMatchObject({
      format: 'in-toto',
      tool: 'trivy',
      madeAt: '2026-11-20T08:01:00.000Z',
      findings: ['CVE-2026-1 high null', 'CVE-2026-2 unknown null'],
    })
  })

  test('a BOM as predicate, and anything in a predicate of the kind custom', () => {
    const bom = cycloneDxReport([{ id: 'CVE-2026-1', ratings: [{ severity: 'low' }] }], { digest })
    expect(only(statement(digest, 'https://cyclonedx.org/bom', bom)).findings).toEqual([
      'CVE-2026-1 low null',
    ])
    const custom = { Data: JSON.stringify(bom), Timestamp: '2026-11-20T08:00:00Z' }
    expect(
      only(statement(digest, 'https://cosign.sigstore.dev/attestation/v1', custom)).findings,
    ).toHaveLength(1)
  })

  test('what trivy writes for cosign is a report before it is signed too', () => {
    expect(only(cosignVuln(trivyReport([['CVE-2026-1', 'high', 'x']]))).findings).toHaveLength(1)
  })

  test('of something else is no report', () => {
    expect(read(statement(digest, 'https://slsa.dev/provenance/v1', { buildDefinition: {} }))).toEqual([])
  })
})

describe('what is asked for', () => {
  test('a report of another form is none', () => {
    expect(read(trivyReport([]), 'grype')).toEqual([])
    expect(read(trivyReport([]), 'trivy')).toHaveLength(1)
    expect(read({ some: 'document' })).toEqual([])
  })
})

describe('what cannot be read', () => {
  test.each<[string, unknown, string]>([
    ['text', 'Total: 3 (HIGH: 2)', 'is not JSON'],
    ['half of it', JSON.stringify(trivyReport([])).slice(0, 200), 'is not JSON'],
    ['a list', [trivyReport([])], 'is no JSON object'],
    ['nested without end', '['.repeat(100_000), 'is not JSON'],
    [
      'an older schema of Trivy',
      { SchemaVersion: 1, Results: [] },
      "is of a version of Trivy's schema that is not 2",
    ],
    ['results that are no list', { SchemaVersion: 2, Results: {} }, 'has a "Results" that is no list'],
    [
      'a finding without an id',
      { SchemaVersion: 2, Results: [{ Vulnerabilities: [{ Severity: 'LOW' }] }] },
      'has an entry without "VulnerabilityID"',
    ],
    [
      'a finding that is text',
      { matches: ['CVE-2026-1'], descriptor: {} },
      'has an entry in "matches" that is no object',
    ],
    ['SARIF of another version', { version: '1.0.0', runs: [{}] }, 'is not of version 2 of SARIF'],
    ['SARIF without a run', { version: '2.1.0', runs: [] }, 'has no run of a scanner in it'],
    [
      'a result without a rule',
      { version: '2.1.0', runs: [{ tool: { driver: { name: 'x' } }, results: [{}] }] },
      'has a result without a rule',
    ],
    [
      'more than anybody means',
      { matches: Array(100_001).fill({}), descriptor: {} },
      'has more than 100000 entries in "matches"',
    ],
    [
      'an attestation of nothing',
      { ...statement(digest, 'x', {}), subject: [] },
      'is an attestation that names no digest',
    ],
    [
      'an envelope of text',
      { payloadType: 'x', payload: 'aGVsbG8=', signatures: [] },
      'is an attestation whose payload is not JSON',
    ],
  ])('%s', (_, document, why) => {
    expect(() => read(document)).toThrow(why)
  })

  test('a byte order mark is no reason', () => {
    expect(read(`\uFEFF${JSON.stringify(trivyReport([]))}`)).toHaveLength(1)
  })
})
