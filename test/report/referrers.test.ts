import { expect, test } from 'vitest'
import type { DiffReport } from '../../src/model/diff.ts'
import type { LedgerReferrer } from '../../src/model/ledger/steps.ts'
import type { PlanDocument, PlanReferrer } from '../../src/model/plan.ts'
import { diffMarkdown } from '../../src/report/markdown/diff.ts'
import { resultMarkdown } from '../../src/report/markdown/result.ts'
import { diffText } from '../../src/report/text/diff.ts'
import { entryText } from '../../src/report/text/ledger/entry.ts'
import { planText } from '../../src/report/text/plan.ts'
import { resultText } from '../../src/report/text/result.ts'
import { verifyText } from '../../src/report/text/verify.ts'
import { entry, finding } from './ledger-samples.ts'
import { digest, ledgerStep, plain, plan, result, step, wide } from './samples.ts'

const signature: PlanReferrer = {
  descriptor: { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: digest('aaaa'), size: 600 },
  subject: digest('77ab03de'),
  kinds: ['signature'],
  found: 'api',
  tag: null,
}
const sbom: PlanReferrer = { ...signature, kinds: ['sbom', 'attestation'], found: 'fallback' }
const report: PlanReferrer = {
  ...signature,
  kinds: [],
  descriptor: { ...signature.descriptor, artifactType: 'application/vnd.example.report' },
}
const recorded: readonly LedgerReferrer[] = [
  { digest: digest('aaaa'), subject: digest('77ab03de'), kind: 'signature', tag: null },
  { digest: digest('bbbb'), subject: digest('77ab03de'), kind: 'provenance', tag: 'sha256-77ab.att' },
]

function planned(): PlanDocument {
  const [api, web] = plan().plan.steps
  if (api === undefined || web === undefined) throw new Error('The sample has two steps.')
  return {
    ...plan(),
    plan: {
      ...plan().plan,
      steps: [
        { ...api, referrers: [signature, sbom, signature, report] },
        { ...web, kind: 'referrers', referrers: [signature] },
      ],
    },
    verdicts: [],
  }
}

test('a plan lists what comes along, and an image that lacks only that', () => {
  expect(planText(planned(), wide).split('\n').slice(1)).toEqual([
    '  ~ api        1.4.1 → 1.4.2   77ab03de replaces 02de9914          mount 9, copy 2 blobs (18.4 MB)',
    '               tags 1.4.2 (new), 1.4 (moves)',
    '               referrers 4: 2 × signature, sbom, application/vnd.example.report',
    '  + team/web   2.0.3           in step, lacks 1 referrer in prod',
    '               referrers 1: signature',
    '',
  ])
})

test('Markdown has them with the content', () => {
  const text = resultMarkdown(result({ dryRun: true, plan: planned() }))
  expect(text).toContain('mount 9, copy 2 blobs (18.4 MB)<br>referrers 4: 2 × signature, sbom,')
  const done = resultMarkdown(
    result({ steps: [ledgerStep('api', '1.4.2', '77ab03de', { referrers: recorded })] }),
  )
  expect(done).toContain('with signature, provenance')
})

test('a result says what came along, and that a step was completed', () => {
  const steps = [
    ledgerStep('api', '1.4.2', '77ab03de', { referrers: recorded }),
    ledgerStep('web', '2.0.3', '5e5e0b11', { outcome: 'completed', referrers: recorded.slice(0, 1) }),
  ]
  const text = resultText(result({ steps }), wide)
  expect(text).toContain('✔ referrers  api signature, provenance · web signature\n')
  expect(text).toContain('test → prod: 1 promoted, 1 completed, 11.2 s')
})

test('an entry of the ledger has each of them', () => {
  const steps = [ledgerStep('api', '1.4.2', '77ab03de', { referrers: recorded })]
  const text = entryText({ kind: 'entry', entry: entry({ steps }) }, wide)
  expect(text).toContain(`with     signature ${digest('aaaa')}`)
  expect(text).toContain(`with     provenance ${digest('bbbb')} (tag sha256-77ab.att)`)
})

test('a diff tells an image without its referrers from one in step', () => {
  const cell = (environment: string, repository: string) => ({
    environment,
    repository,
    current: { tag: '1.4.2', digest: digest('77ab03de'), known: 'select' as const },
  })
  const pair: DiffReport = {
    kind: 'pair',
    from: 'test',
    to: 'prod',
    rows: [
      {
        image: 'api',
        state: 'referrers-missing',
        from: cell('test', 'a/api'),
        to: cell('prod', 'b/api'),
        referrers: recorded,
      },
    ],
    different: true,
  }
  expect(diffText(pair, plain)).toBe(
    'test → prod\n  ≈ api   1.4.2   in step, but prod lacks signature, provenance\n\n1 incomplete\n',
  )
  expect(diffMarkdown(pair)).toContain('in step, but prod lacks signature, provenance')
})

test('verify counts them and says what is lacking', () => {
  const incomplete = finding('api', '1.4.2', '77ab03de', {
    referrers: 1,
    state: 'incomplete',
    message: 'the sbom aaaa0000 is not listed any more.',
  })
  const text = verifyText(
    {
      environments: ['prod'],
      deep: false,
      findings: [incomplete],
      totals: { manifests: 1, blobs: 0, bytes: 0 },
      ok: false,
    },
    wide,
  )
  expect(text).toContain('incomplete: the sbom aaaa0000 is not listed')
  expect(text).toContain('1 of 1 tag did not verify, 1 manifest hashed, 1 referrer found')
})

test('steps that bring nothing say nothing of it', () => {
  expect(
    planText({ ...plan(), plan: { ...plan().plan, steps: [step('api', 'copy', '1', 'abcd', [])] } }, plain),
  ).not.toContain('referrers')
})
