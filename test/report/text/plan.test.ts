import { expect, test } from 'vitest'
import { planText, whereSaved } from '../../../src/report/text/plan.ts'
import { resultText } from '../../../src/report/text/result.ts'
import { lines } from '../lines.ts'
import { digest, plain, plan, result, step, wide } from '../samples.ts'

test('a dry run in 120 columns is as the design has it', () => {
  expect(resultText(result({ dryRun: true, plan: plan(), exitCode: 3 }), wide)).toBe(
    lines(
      'test → prod                                                 plan 4be1c02f',
      '  ~ api        1.4.1 → 1.4.2   77ab03de replaces 02de9914   mount 9, copy 2 blobs (18.4 MB)',
      '               tags 1.4.2 (new), 1.4 (moves)',
      '  = team/web   2.0.3           in step',
      '  + worker     3.0.0           c1d2e3f4 is new in prod      copy 11 blobs (204 MB)',
      'gates',
      '  ✔ order   api:1.4.2, worker:3.0.0: it is in test',
      '  ✖ soak    worker:3.0.0: in test for 3 h 12 min, prod wants 24 h: ready Wed 14:10 CET',
      'Nothing was written. worker would be denied (exit 3).',
    ),
  )
})

test('in 80 columns what moves has its own line', () => {
  expect(planText(plan(), plain).split('\n').slice(0, 6)).toEqual([
    'test → prod                                                 plan 4be1c02f',
    '  ~ api        1.4.1 → 1.4.2   77ab03de replaces 02de9914',
    '               mount 9, copy 2 blobs (18.4 MB)',
    '               tags 1.4.2 (new), 1.4 (moves)',
    '  = team/web   2.0.3           in step',
    '  + worker     3.0.0           c1d2e3f4 is new in prod',
  ])
})

test('kept tags, denials, missing images and warnings are all told', () => {
  const document = {
    ...plan(),
    plan: {
      ...plan().plan,
      steps: [
        step('api', 'retag', '1.3.9', 'abcd', [
          { tag: '1.3.9', action: 'create' as const, replaces: null },
          { tag: '1.3', action: 'unchanged' as const, replaces: digest('abcd') },
          { tag: '1', action: 'kept' as const, replaces: digest('02de9914') },
          { tag: 'latest', action: 'kept' as const, replaces: digest('9f3c1a07') },
        ]),
      ],
    },
    estimates: [{ image: 'api', tag: '1.3.9', mount: 0, copy: 0, copyBytes: 0, present: 9 }],
    current: [{ image: 'api', version: '1.5.0', digest: digest('02de9914') }],
    verdicts: [],
    denials: [
      {
        image: 'api',
        tag: '1.3.9',
        reason: 'the tag v1.3.9 is immutable and holds 02de9914.',
        hint: 'Promote under another tag.',
      },
    ],
    missing: [{ image: 'worker', wanted: '3.0.1', reason: 'is not in test', near: ['3.0.0', '3.0.10'] }],
    warnings: ['Referrers stay behind.'],
  }
  expect(planText(document, wide)).toBe(
    lines(
      'test → prod                                                       plan 4be1c02f',
      '  ~ api   1.5.0 → 1.3.9   goes back: abcd0000 replaces 02de9914   content is there',
      '          tags 1.3.9 (new), 1.3 (in step), 1 (kept: points at 1.5.0), latest (kept: points at 9f3c1a07)',
      '  ✖ worker 3.0.1 is not in test',
      '    nearest there: 3.0.0, 3.0.10',
      'denied',
      '  ✖ api:1.3.9: the tag v1.3.9 is immutable and holds 02de9914.',
      '    Promote under another tag.',
      'warnings',
      '  ! Referrers stay behind.',
    ),
  )
})

test('a verdict that is not known says that it denies, and many images are a number', () => {
  const verdicts = ['a', 'b', 'c', 'd'].map((image) => ({
    gate: 'soak',
    image,
    tag: null,
    answer: 'unknown' as const,
    reason: 'the ledger does not know since when it is in test',
    evidence: {},
  }))
  expect(
    planText({ ...plan(), verdicts }, wide)
      .split('\n')
      .slice(-2),
  ).toEqual([
    '  ✖ soak   4 images: the ledger does not know since when it is in test (not known, which denies)',
    '',
  ])
})

test.each([
  [
    { verdicts: [], missing: [{ image: 'x', wanted: '1', reason: 'gone.', near: [] }] },
    1,
    'x would fail (exit 1).',
  ],
  [{ verdicts: [] }, 0, '2 steps would run.'],
  [{ verdicts: [], plan: { ...plan().plan, steps: [] } }, 0, 'There is nothing to do.'],
  [{ verdicts: [] }, 6, 'The run would fail (exit 6).'],
])('a dry run says what a real run would answer', (change, exitCode, answer) => {
  const text = resultText(result({ dryRun: true, exitCode, plan: { ...plan(), ...change } }), plain)
  expect(text.split('\n').at(-2)).toBe(`Nothing was written. ${answer}`)
})

test('many steps in step are one line', () => {
  const steps = Array.from({ length: 6 }, (_, at) => step(`svc-${at}`, 'unchanged', '1.0.0', 'aa', []))
  const text = planText({ ...plan(), plan: { ...plan().plan, steps }, verdicts: [] }, plain)
  expect(text).toContain('  = 6 images in step\n')
  expect(text).not.toContain('svc-0')
})

test('a saved plan says how exactly that one is applied, and else how it would end', () => {
  const { digest } = plan()
  expect(whereSaved(result({ dryRun: true }), { file: 'plan.json' })).toBe(
    `Saved in plan.json. To apply exactly this plan:\n  promote apply plan.json --digest ${digest}`,
  )
  expect(whereSaved(result({ dryRun: true, exitCode: 3 }), { file: 'plan.json' })).toBe(
    'Saved in plan.json. Applied now it would end with exit code 3, for what is marked ✖ above.',
  )
  const nothing = { ...plan(), plan: { ...plan().plan, steps: [] } }
  expect(whereSaved(result({ dryRun: true, plan: nothing }), { file: 'plan.json' })).toBe(
    'Saved in plan.json. There is nothing to apply.',
  )
})

test('a gate that many images passed is one line; what it denied is told each', () => {
  const verdict = (at: number, answer: 'pass' | 'deny') => ({
    gate: 'order',
    image: `service-${at}`,
    tag: '1.0.0',
    answer,
    reason: `digest ${at} ${answer === 'pass' ? 'is' : 'is not'} in test.`,
    evidence: {},
  })
  const passed = Array.from({ length: 6 }, (_, at) => verdict(at, 'pass'))
  const document = { ...plan(), verdicts: [...passed, verdict(6, 'deny'), verdict(7, 'deny')] }
  const text = planText(document, plain)
  expect(text).toContain(
    lines(
      'gates',
      '  ✔ order   6 images: passed.',
      '  ✖ order   service-6:1.0.0: digest 6 is not in test.',
      '  ✖ order   service-7:1.0.0: digest 7 is not in test.',
    ),
  )
  const few = planText({ ...document, verdicts: passed.slice(1) }, plain)
  expect(few).toContain('  ✔ order   service-1:1.0.0: digest 1 is in test.\n')
})
