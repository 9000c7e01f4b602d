import { expect, test } from 'vitest'
import { resultText } from '../../../src/report/text/result.ts'
import { attested } from '../ledger-samples.ts'
import { lines } from '../lines.ts'
import { digest, ledgerStep, plain, plan, result, wide } from '../samples.ts'

const head = `sha256:ba5eba11${'0'.repeat(56)}`

test('a promotion that went well', () => {
  expect(resultText(result(), { ...plain, ledger: 'promotions.jsonl' })).toBe(
    lines(
      '✔ gates      3 images, 1 gate',
      '✔ content    api, worker · 222 MB · 9 mounted, 13 copied, 4 already there',
      '✔ verified   2 manifests read back',
      '✔ tagged     api 1.4.2 1.4 · worker 3.0.0',
      '✔ recorded   entry 57 in promotions.jsonl',
      '  head',
      `  ${head}`,
      'test → prod: 2 promoted, 1 in step, 11.2 s',
    ),
  )
})

test('what was attested, and what was not', () => {
  const { attestations } = attested()
  const done = attestations.map((one) => ({ ...one, result: 'attached' as const }))
  expect(resultText(result({ attestations: done }), plain)).toContain('\n✔ attested   api record, summary\n')
  const failed = resultText(result({ attestations }), plain)
  expect(failed).toContain('\n✔ attested   api record\n✖ attested   1 not attached\n')
  // Nothing else had to be recorded: what is new in the ledger is about the attestations.
  expect(resultText(result({ attestations: done, entry: null }), plain)).toMatch(/^✔ recorded +entry \d+/m)
  expect(resultText(result({ entry: null }), plain)).toMatch(/^= ledger +stays at entry \d+/m)
})

test('the head is on the line of its label where that is wide enough', () => {
  expect(resultText(result(), wide)).toContain(`\n  head       ${head}\n`)
})

test('at 80 columns no line is longer than that, whatever the names', () => {
  const wide = result()
  const names = ['payments-frontend', 'payments-backend', 'notifications', 'reporting-worker']
  const [step] = wide.steps
  if (step === undefined) throw new Error('No step.')
  const steps = names.map((image) => ({ ...step, image }))
  const ledger = 'somewhere/far/away/in/a/folder/of/the/team/for/payments/promotions.jsonl'
  const text = resultText({ ...wide, steps }, { ...plain, ledger })
  expect(text).toContain('✔ recorded   entry 57 in somewhere/far/away/in/a/fol…r/payments/promotions.jsonl\n')
  expect(text).toContain('✔ content    4 images · 222 MB · ')
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  expect(resultText({ ...wide, steps }, { ...plain, width: 140, ledger })).toContain(ledger)
})

test('nothing to do', () => {
  const steps = result().steps.filter(({ outcome }) => outcome === 'unchanged')
  const totals = { mounted: 0, copied: 0, present: 0, bytes: 0 }
  expect(
    resultText(result({ steps, totals, verified: 0, entry: null, head: null, milliseconds: 180 }), plain),
  ).toBe(lines('✔ gates      3 images, 1 gate', 'test → prod: 1 in step, 180 ms'))
})

test('a failure says that nothing was tagged, and what to try', () => {
  const failed = result({
    exitCode: 1,
    verified: 0,
    entry: null,
    head: null,
    totals: { mounted: 3, copied: 0, present: 0, bytes: 0 },
    steps: [
      ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'failed' }),
      ledgerStep('worker', '3.0.0', 'c1d2e3f4', { outcome: 'cancelled' }),
    ],
    warnings: ['Referrers stay behind.'],
    failures: [
      {
        image: 'api',
        code: 'unreachable',
        message: 'registry.example.com did not answer.',
        hint: 'Check the network.',
      },
      { image: null, code: 'failed', message: 'The run failed.' },
    ],
  })
  expect(resultText(failed, plain)).toBe(
    lines(
      '✔ gates      3 images, 1 gate',
      '– content    api, worker · 3 mounted',
      '! Referrers stay behind.',
      '✖ api: registry.example.com did not answer.',
      '  Check the network.',
      '✖ The run failed.',
      'test → prod: 1 failed, 1 cancelled, 11.2 s. Nothing was tagged.',
    ),
  )
})

test('a tag that was put back or left is not called nothing', () => {
  const steps = [
    ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'restored' }),
    ledgerStep('worker', '3.0.0', 'c1d2e3f4', { outcome: 'left' }),
  ]
  const text = resultText(result({ exitCode: 1, steps }), plain)
  expect(text.split('\n').at(-2)).toBe('test → prod: 1 put back, 1 left as tagged, 11.2 s')
})

test('a run of which nobody can know what it tagged does not say that nothing was', () => {
  const tags = ['1.4.2', '1.4'].map((tag) => ({
    tag,
    old: null,
    new: digest('77ab03de'),
    result: 'unknown' as const,
  }))
  const steps = [ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'failed', tags })]
  const text = resultText(result({ exitCode: 1, steps }), plain)
  expect(text).toContain('✖ not known  api 1.4.2 1.4')
  expect(text).not.toContain('not tagged')
  expect(text.split('\n').at(-2)).toBe('test → prod: 1 failed, 11.2 s. Whether each tag moved is not known.')
})

test('a tag that somebody else moved away from what this run wrote is not called nothing', () => {
  const tags = [{ tag: '1.4', old: null, new: digest('77ab03de'), result: 'overtaken' as const }]
  const steps = [ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'failed', tags })]
  expect(resultText(result({ exitCode: 1, steps }), plain)).not.toContain('Nothing was tagged')
})

test('a denied run shows the verdict and the denial', () => {
  const denied = result({
    exitCode: 3,
    steps: [],
    totals: { mounted: 0, copied: 0, present: 0, bytes: 0 },
    verified: 0,
    entry: null,
    head: null,
    milliseconds: 90,
    plan: {
      ...plan(),
      denials: [{ image: 'api', tag: '1.4.2', reason: 'the tag is immutable.', hint: 'Use another tag.' }],
    },
  })
  expect(resultText(denied, plain)).toBe(
    lines(
      '✖ gates      3 images, 2 gates',
      '  ✖ soak   worker:3.0.0: in test for 3 h 12 min, prod wants 24 h: ready Wed 14:10 CET',
      '  ✖ api:1.4.2: the tag is immutable.',
      '    Use another tag.',
      'test → prod: nothing promoted, 90 ms. Nothing was tagged.',
    ),
  )
})

test('a denial, a denied gate and in a dry run a missing image are told once', () => {
  const reason = 'the tag is immutable.'
  const failures = [
    { image: 'api', side: 'destination' as const, code: 'immutable' as const, message: reason },
    { image: 'web', side: 'source' as const, code: 'not-found' as const, message: '2.0.0 is not in test.' },
    {
      ...{ image: 'worker', code: 'denied' as const },
      message: 'The gate soak denies prod: in test for 3 h 12 min, prod wants 24 h: ready Wed 14:10 CET',
    },
    { image: null, code: 'failed' as const, message: 'The run failed.' },
  ]
  const denials = [{ image: 'api', tag: '1.4.2', reason }]
  const missing = [{ image: 'web', wanted: '2.0.0', reason: 'is not in test', near: [] }]
  const denied = { exitCode: 3, failures, plan: { ...plan(), denials, missing } }
  const times = (text: string, words: string) => text.split(words).length - 1
  for (const dryRun of [false, true]) {
    const text = resultText(result({ ...denied, dryRun }), plain)
    expect(times(text, reason)).toBe(1)
    expect(times(text, 'is not in test')).toBe(1)
    expect(times(text, 'prod wants 24 h')).toBe(1)
    expect(text).toContain('✖ The run failed.')
  }
})

test('what --keep-going left out because it is missing is counted', () => {
  const missing = [{ image: 'web', wanted: '2.0.0', reason: 'is not in test', near: [] }]
  const text = resultText(result({ exitCode: 1, plan: { ...plan(), missing } }), plain)
  expect(text).toContain('test → prod: 2 promoted, 1 in step, 1 missing, 11.2 s')
})

test('of many images the first are named, on lines that fit', () => {
  const steps = Array.from({ length: 9 }, (_, at) => ledgerStep(`service-${at}`, `1.0.${at}`, `a${at}`))
  expect(resultText(result({ steps }), plain).split('\n').slice(1, 5)).toEqual([
    '✔ content    9 images · 222 MB · 9 mounted, 13 copied, 4 already there',
    '✔ verified   2 manifests read back',
    '✔ tagged     service-0 1.0.0 · service-1 1.0.1 · service-2 1.0.2',
    '             service-3 1.0.3 · service-4 1.0.4 · service-5 1.0.5 · 3 more',
  ])
  expect(resultText(result({ steps }), wide).split('\n')[3]).toBe(
    '✔ tagged     service-0 1.0.0 · service-1 1.0.1 · service-2 1.0.2 · service-3 1.0.3 · service-4 1.0.4 · service-5 1.0.5',
  )
})
