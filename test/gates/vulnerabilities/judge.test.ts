import { describe, expect, test } from 'vitest'
import type { VulnerabilityEvidence } from '../../../src/gates/vulnerabilities/collect.ts'
import type { ImagePart } from '../../../src/gates/vulnerabilities/coverage.ts'
import { vulnerabilities } from '../../../src/gates/vulnerabilities/gate.ts'
import { readReports } from '../../../src/gates/vulnerabilities/read-report.ts'
import type { FoundReport } from '../../../src/gates/vulnerabilities/select.ts'
import { PLAIN_RULE, SEVERITIES, type VulnerabilitiesRule } from '../../../src/model/gates/rules.ts'
import type { Verdict } from '../../../src/model/gates/verdict.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { gatedStep } from '../gated-step.ts'
import {
  grypeReport,
  grypeSarif,
  type SampleFinding,
  type SampleImage,
  trivyReport,
} from './sample-reports.ts'

const now = new Date('2026-11-24T12:00:00Z')
const digest = digestOf(Buffer.from('api'))
const config = digestOf(Buffer.from('config'))
const elsewhere = digestOf(Buffer.from('elsewhere'))
const amd64 = digestOf(Buffer.from('amd64'))
const arm64 = digestOf(Buffer.from('arm64'))
const single: ImagePart = { digest, platform: null, config, children: [] }
const index: ImagePart = {
  ...{ digest, platform: null, config: null },
  children: [
    { digest: amd64, platform: 'linux/amd64', config, children: [] },
    { digest: arm64, platform: 'linux/arm64', config: null, children: [] },
  ],
}
const names = { repositories: ['api', 'registry.example.com/test/shop-api'], tag: '1.4.2' }
const rule: VulnerabilitiesRule = { ...PLAIN_RULE, report: 'trivy', most: 'medium', except: [] }

/** A report that is attached to this part of the image; null for a file. */
function found(document: object, subject: string | null = digest, form = rule.report): FoundReport {
  const [report] = readReports(JSON.stringify(document), form)
  if (report === undefined) throw new Error(`no ${form}`)
  return { report, name: 'The report r', digest: digestOf(Buffer.from(JSON.stringify(document))), subject }
}

function trivy(
  findings: readonly SampleFinding[],
  image: SampleImage = { digest },
  subject: string | null = digest,
) {
  return found(trivyReport(findings, image), subject)
}

function judge(
  reports: readonly FoundReport[],
  more: Partial<VulnerabilitiesRule> = {},
  evidence: Partial<VulnerabilityEvidence> = {},
): Verdict {
  const step = gatedStep({ vulnerabilities: { ...rule, ...more } }, { digest })
  const all = {
    image: single,
    names,
    found: reports,
    problems: [],
    where: 'is attached to it in test',
    ...evidence,
  }
  const [verdict] = vulnerabilities.judge(step, all, now)
  if (verdict === undefined) throw new Error('no verdict')
  return verdict
}

function said(...args: Parameters<typeof judge>): string {
  const { answer, reason } = judge(...args)
  return `${answer}: ${reason}`
}

describe('what is found', () => {
  test('passes where nothing is', () => {
    expect(judge([trivy([])])).toMatchObject({
      answer: 'pass',
      reason: 'trivy found no vulnerability.',
      evidence: {
        form: 'trivy',
        most: 'medium',
        tools: 'trivy',
        madeAt: '2026-11-20T08:00:00.123Z',
        found: null,
      },
    })
  })

  test('passes up to what is allowed, and says how far it goes', () => {
    const reports = [
      trivy([
        ['CVE-1', 'medium', 'zlib'],
        ['CVE-1', 'low', 'libz'],
        ['CVE-2', 'low', 'zlib'],
      ]),
    ]
    expect(said(reports)).toBe('pass: trivy found 2 vulnerabilities, medium at most where medium is allowed.')
    expect(judge(reports).evidence.found).toBe('1 medium, 1 low')
  })

  test('denies what is more, the worst first, each id once', () => {
    const reports = [
      trivy([
        ['CVE-1', 'high', 'zlib'],
        ['CVE-2', 'critical', 'openssl'],
        ['CVE-2', 'low', 'libssl'],
        ['CVE-3', 'low', 'x'],
      ]),
    ]
    expect(said(reports)).toBe(
      'deny: 2 vulnerabilities are worse than prod allows (medium at most): CVE-2 (critical, openssl and 1 more), CVE-1 (high, zlib).',
    )
    expect(judge(reports).evidence).toMatchObject({
      found: '1 critical, 1 high, 1 low',
      tooMuch: 'CVE-2, CVE-1',
    })
  })

  test('names a few and counts the rest', () => {
    const many = Array.from({ length: 70 }, (_, at): SampleFinding => [`CVE-${at + 10}`, 'high', 'x'])
    const { reason, evidence } = judge([trivy(many)])
    expect(reason).toMatch(/^70 vulnerabilities are worse .*CVE-13 \(high, x\) and 66 more\.$/)
    expect(String(evidence.tooMuch).split(', ')).toHaveLength(50)
  })

  test('is weighed by severity: each word of the scale against each that is allowed', () => {
    for (const [at, severity] of SEVERITIES.entries()) {
      for (const [allowed, most] of SEVERITIES.entries()) {
        expect(judge([trivy([['CVE-1', severity, 'x']])], { most }).answer).toBe(
          at > allowed ? 'deny' : 'pass',
        )
      }
    }
  })

  test('of no known severity is more than anything but critical', () => {
    const reports = [trivy([['CVE-1', 'unknown', 'x']])]
    expect(said(reports, { most: 'high' })).toMatch(/^deny: .*CVE-1 \(unknown, x\)/)
    expect(said(reports, { most: 'critical' })).toBe(
      'pass: trivy found 1 vulnerability, unknown at most where critical is allowed.',
    )
    expect(said([trivy([['CVE-1', 'sky-high', 'x']])])).toMatch(/^deny/)
  })
})

describe('exceptions', () => {
  const reports = [trivy([['CVE-2026-1', 'high', 'zlib']])]
  const except = (id: string, until: string) => ({ except: [{ id, until }] })

  test('hold to the end of their last day', () => {
    expect(said(reports, except('CVE-2026-1', '2026-11-24'))).toBe(
      'pass: trivy found 1 vulnerability; allowed by exception: CVE-2026-1.',
    )
    expect(judge(reports, except('cve-2026-1', '2027-01-31'))).toMatchObject({
      answer: 'pass',
      evidence: { excepted: 'CVE-2026-1', tooMuch: null },
    })
  })

  test('do not count when they have ended, and that is said', () => {
    expect(said(reports, except('CVE-2026-1', '2026-11-23'))).toBe(
      'deny: 1 vulnerability is worse than prod allows (medium at most): CVE-2026-1 (high, zlib, its exception ended on 2026-11-23).',
    )
  })

  test('are for one vulnerability, by any of its ids', () => {
    expect(said(reports, except('CVE-2026-10', '2027-01-31'))).toMatch(/^deny/)
    const grype = [found(grypeReport([['GHSA-1', 'high', 'x']], { digest }), digest, 'grype')]
    expect(said(grype, { report: 'grype', ...except('GHSA-1-RELATED', '2027-01-31') })).toMatch(/^pass/)
  })
})

describe('what a report is about', () => {
  test.each<[string, SampleImage]>([
    ['the digest of the manifest', { digest }],
    ['the digest of the config', { config }],
    ['no digest, and a name that fits', { name: 'registry.example.com/dev/api:1.5.0-rc1' }],
    ['no digest, and the name of its repository', { name: 'shop-api' }],
    ['a file, which says nothing', { name: '/tmp/image.tar' }],
  ])('attached, it may name %s', (_, image) => {
    expect(said([trivy([], image)])).toMatch(/^pass/)
  })

  test.each<[string, SampleImage, string]>([
    ['digest', { digest: elsewhere }, elsewhere],
    ['config', { config: elsewhere, name: 'api' }, elsewhere],
    ['name', { name: 'registry.example.com/shop/web:1.4.2' }, 'registry.example.com/shop/web:1.4.2'],
    ['name that only ends alike', { name: 'my-api:1.4.2' }, 'my-api:1.4.2'],
  ])('another %s is another image', (_, image, named) => {
    expect(said([trivy([], image)])).toBe(`unknown: The report r is about another image: ${named}.`)
  })

  test('a file has to say it, with the tag where it has one', () => {
    expect(said([trivy([], { digest }, null)])).toMatch(/^pass/)
    expect(said([trivy([], { name: 'api:1.4.2' }, null)])).toMatch(/^pass/)
    expect(said([trivy([], { name: 'api' }, null)])).toMatch(/^pass/)
    expect(said([trivy([], { name: 'api:1.4.1' }, null)])).toBe(
      'unknown: The report r is about another image: api:1.4.1.',
    )
    const silent = found(grypeSarif([]), null, 'sarif')
    expect(said([silent])).toBe('unknown: The report r does not say which image it is about.')
  })

  test('a wrong one beside a right one is not passed over in silence', () => {
    expect(said([trivy([]), trivy([], { digest: elsewhere })])).toMatch(/^unknown: .* another image/)
  })

  test('what cannot be read is told, but what is too much stays that', () => {
    const problems = ['The report r is not JSON.']
    expect(said([trivy([])], {}, { problems })).toBe('unknown: The report r is not JSON.')
    expect(said([trivy([['CVE-1', 'high', 'x']])], {}, { problems })).toMatch(/^deny/)
  })

  test('none at all is unknown', () => {
    expect(said([])).toBe('unknown: No report of the form trivy is attached to it in test.')
  })
})

describe('an index', () => {
  const parts = { image: index }

  test('is covered by a report about itself, or about each of its images', () => {
    expect(said([trivy([])], {}, parts)).toMatch(/^pass/)
    const each = [trivy([], { digest: amd64 }, amd64), trivy([], { digest: arm64 }, arm64)]
    expect(said(each, {}, parts)).toMatch(/^pass/)
  })

  test('is not by one about a part, wherever that is attached', () => {
    const missing = 'unknown: No report of the form trivy is about linux/arm64, which it has in test.'
    expect(said([trivy([], { digest: amd64 }, amd64)], {}, parts)).toBe(missing)
    expect(said([trivy([], { digest: amd64 }, digest)], {}, parts)).toBe(missing)
    expect(said([trivy([], { config }, digest)], {}, parts)).toBe(missing)
    expect(said([trivy([], { digest }, amd64)], {}, parts)).toBe(missing)
  })

  test('is denied by what one of its images has', () => {
    const each = [
      trivy([], { digest: amd64 }, amd64),
      trivy([['CVE-1', 'high', 'x']], { digest: arm64 }, arm64),
    ]
    expect(said(each, {}, parts)).toMatch(/^deny: 1 vulnerability/)
  })
})

describe('several reports', () => {
  const older = trivy([['CVE-1', 'high', 'x']], { digest, madeAt: '2026-11-01T00:00:00Z' })
  const newer = trivy([], { digest, madeAt: '2026-11-20T00:00:00Z' })

  test('of one scanner the newest counts', () => {
    expect(said([older, newer])).toMatch(/^pass/)
    expect(
      said([newer, { ...older, report: { ...older.report, madeAt: '2026-11-21T00:00:00.000Z' } }]),
    ).toMatch(/^deny/)
  })

  test('one that does not say when it was made always counts', () => {
    expect(said([newer, { ...older, report: { ...older.report, madeAt: null } }])).toMatch(/^deny/)
  })

  test('of two scanners both count', () => {
    expect(said([newer, { ...older, report: { ...older.report, tool: 'other' } }])).toMatch(/^deny/)
  })
})

describe('the age of a report', () => {
  const day = 86_400_000
  const at = (madeAt: string): readonly FoundReport[] => [trivy([], { digest, madeAt })]

  test('is looked at where the rule says so', () => {
    expect(said(at('2020-01-01T00:00:00Z'))).toMatch(/^pass/)
    expect(said(at('2026-11-20T12:00:00Z'), { maxAgeMs: 4 * day })).toMatch(/^pass/)
    expect(said(at('2026-11-20T11:59:00Z'), { maxAgeMs: 4 * day })).toBe(
      'deny: The report r is 4 days old; prod allows 4 days.',
    )
  })

  test('has to be known then', () => {
    expect(said(at('no time'), { maxAgeMs: day })).toBe(
      'unknown: The report r does not say when it was made; prod allows 24 h.',
    )
  })

  test('is never before now', () => {
    expect(said(at('2026-11-24T12:05:00Z'))).toMatch(/^pass/)
    expect(said(at('2026-11-25T12:00:00Z'))).toBe(
      'unknown: The report r says that it was made later than now, at 2026-11-25T12:00:00.000Z.',
    )
  })
})

test('what a report says is not repeated at any length', () => {
  const { reason, evidence } = judge([trivy([['X'.repeat(5000), 'high', 'y'.repeat(5000)]])])
  expect(reason.length).toBeLessThan(500)
  expect(JSON.stringify(evidence).length).toBeLessThan(1000)
})

test('says what it asks for', () => {
  const { asks } = vulnerabilities
  const route = (more: Partial<VulnerabilitiesRule>) => gatedStep({ vulnerabilities: { ...rule, ...more } })
  expect(asks(route({}))).toBe('medium at most in a report of the form trivy (attached)')
  expect(
    asks(
      route({ most: 'none', file: '/r', maxAgeMs: 604_800_000, except: [{ id: 'a', until: '2027-01-01' }] }),
    ),
  ).toBe('no vulnerability in a report of the form trivy (in a file, 7 days old at most), 1 excepted')
})
