import { expect, test } from 'vitest'
import { shownPlanMarkdown } from '../../../../src/report/markdown/shown-plan.ts'
import { whereSaved } from '../../../../src/report/text/plan.ts'
import { resultText } from '../../../../src/report/text/result.ts'
import { approvalsText, approveText } from '../../../../src/report/text/trust/approvals.ts'
import { shownPlanText } from '../../../../src/report/text/trust/shown-plan.ts'
import { awaitedApproval } from '../../../../src/report/words/promotion/approvals.ts'
import { approvals, approved, awaiting } from '../../approval-samples.ts'
import { lines } from '../../lines.ts'
import { digest, plain, plan, result, wide } from '../../samples.ts'

const PLAN = digest('4be1c02f')
const KEY = 'SHA256:uVjHZlXRdKqVOZqPvLmDzlWqYYSQLDMZW0mBhrFLZFM'
const file = 'plan.json'

test('an approval says as whom, and who is missing; the last one, how to apply', () => {
  expect(approveText(approved(), { ...wide, file })).toBe(
    lines(
      '✔ approved  plan 4be1c02f, test → prod, as kari@example.com',
      `✔ signed    with ${KEY}`,
      '✔ recorded  entry 56 in promotions.jsonl',
      '  Tested on Monday.',
      'It counts until Fri 11:58 CET.',
      '1 of 2 approvals: 1 more is needed, of ola@example.com or per@example.com.',
      '! Hm.',
      `head of promotions.jsonl: ${digest('ba5eba11')}`,
    ),
  )
  const last = approved({
    ...{ key: null, by: 'ola', comment: null, until: null, warnings: [], missing: [] },
    counting: ['kari', 'ola'],
  })
  expect(approveText(last, { ...wide, file: 'my plan.json', promotionFile: 'x.yaml' })).toBe(
    lines(
      '✔ approved  plan 4be1c02f, test → prod, as ola',
      '✔ recorded  entry 56 in promotions.jsonl',
      '2 of 2 approvals: enough.',
      '! It is not signed: anybody can set a name, and so approve as anybody else. With allowedSigners in the promotion file only signatures count.',
      'To apply exactly this plan:',
      `  promote apply 'my plan.json' --digest ${PLAN} -f x.yaml`,
      `head of promotions.jsonl: ${digest('ba5eba11')}`,
    ),
  )
  const unasked = approved({ wanted: null, missing: [], key: null })
  expect(approveText(unasked, { ...wide, file })).toContain('prod asks for no approvals; there is 1.\n')
})

test('approvals are listed with what does not count, and why', () => {
  expect(approvalsText(approvals(), wide)).toBe(
    lines(
      'test → prod  plan 4be1c02f of release-manager',
      `  = kari@example.com   Tue 11:58 CET   entry 48   ${KEY}   Tested on Monday.`,
      '    the plan was carried out since, by entry 50',
      '  ✖ eve                Tue 11:58 CET   entry 52   not signed',
      '    it is not signed, and only signatures count',
      `  = kari@example.com   Tue 11:58 CET   entry 54   ${KEY}   Tested on Monday.`,
      '    the same person approved again, with entry 56',
      `  ✔ kari@example.com   Tue 11:58 CET   entry 56   ${KEY}   Tested on Monday. · until Fri 11:58 CET`,
      'It was carried out by entry 50, and its approvals ended with it.',
      '✖ 1 of 2 approvals: 1 more is needed, of ola@example.com.',
      '! It cannot be applied: promotion.yaml has changed since the plan was made.',
    ),
  )
  const none = { approvals: [], counting: [], carriedOut: null, unfit: null }
  expect(approvalsText(approvals({ ...none, wanted: null, enough: true, missing: [] }), wide)).toBe(
    lines('test → prod  plan 4be1c02f of release-manager', 'prod asks for no approvals.'),
  )
  const over = { ...none, carriedOut: 50, approvals: approvals().approvals.slice(0, 1) }
  expect(approvalsText(approvals(over), wide).split('\n').slice(3)).toEqual([
    'It was carried out by entry 50, and its approvals ended with it.',
    '',
  ])
})

test('a run that waits for approvals says what it waits for once, and the next two lines', () => {
  const text = resultText(awaiting(), wide)
  expect(text.match(/The plan 4be1c02f has 0 of 2 approvals/g)).toHaveLength(1)
  expect(text.split('\n').slice(-6)).toEqual([
    `The plan ${PLAN} is saved in promote-plan-4be1c02f.json.`,
    'To approve it:',
    '  promote approve promote-plan-4be1c02f.json --sign KEY',
    'Then, to apply exactly this plan:',
    `  promote apply promote-plan-4be1c02f.json --digest ${PLAN}`,
    '',
  ])
})

test('a plan that is saved to be approved says so', () => {
  const { approval: _, ...waits } = awaiting({ dryRun: true })
  const next = [
    'To approve it:',
    '  promote approve plan.json --sign KEY',
    'Then, to apply exactly this plan:',
    `  promote apply plan.json --digest ${PLAN}`,
  ]
  expect(whereSaved(waits, { file })).toBe(
    ['Saved in plan.json. It waits for approvals.', ...next].join('\n'),
  )
  const soak = { image: 'api', code: 'denied', message: 'The gate soak denies prod: too young.' }
  expect(whereSaved({ ...waits, failures: [...waits.failures, soak] }, { file })).toContain(
    'Saved in plan.json. It waits for approvals, and for what else is marked ✖ above.\n',
  )
  for (const code of ['stale', 'not-found']) {
    const other = { ...waits, failures: [...waits.failures, { ...soak, code }] }
    expect(whereSaved(other, { file })).toContain('Applied now it would end with exit code 3')
  }
})

test('a plan is shown with who made it and what comes next, as text and as Markdown', () => {
  const { approval: _, ...waits } = awaiting({ dryRun: true })
  expect(
    shownPlanText(waits, { ...wide, file })
      .split('\n')
      .slice(-11),
  ).toEqual(
    [
      '',
      `plan      ${PLAN}`,
      'project   shop',
      'made by   kari',
      'made      Tue 11:58 CET',
      '',
      'It waits for approvals.',
      ...['To approve it:', '  promote approve plan.json --sign KEY', 'Then, to apply exactly this plan:'],
      `  promote apply plan.json --digest ${PLAN}`,
      '',
    ].slice(-11),
  )
  const ready = result({ dryRun: true, plan: { ...plan(), verdicts: [] } })
  expect(shownPlanText(ready, { ...plain, file })).toContain(
    `\nTo apply exactly this plan:\n  promote apply plan.json --digest ${PLAN}\n`,
  )
  const done = { id: 'b5f0c7de0001', sequence: 57, at: '2026-11-24T10:58:11.200Z', actor: 'kari' }
  expect(shownPlanText({ ...ready, applied: done }, { ...plain, file })).toContain(
    '\nThis plan was applied as entry 57 by kari, nothing to do.\n',
  )
  const markdown = shownPlanMarkdown(waits, { file })
  expect(markdown).toMatch(/^### test → prod\n/)
  expect(markdown).toContain(`Plan <code>${PLAN.replace(':', '&#58;')}</code> of kari, project shop.\n`)
  expect(
    markdown.endsWith(
      `Then, to apply exactly this plan:\n\n- <code>promote apply plan.json --digest ${PLAN.replace(':', '&#58;')}</code>\n`,
    ),
  ).toBe(true)
})

test('what applies a plan passes over the gates that its maker passed over', () => {
  const { plan, failures } = awaiting()
  const [first] = plan.verdicts
  if (first === undefined) throw new Error('There is no verdict.')
  const overridden = { reason: 'Fix for incident 7' }
  const verdicts = [
    ...plan.verdicts,
    ...['api', 'worker'].map((image) => ({ ...first, gate: 'soak', image, overridden }) as const),
  ]
  expect(awaitedApproval({ plan: { ...plan, verdicts }, failures }, { file: 'plan.json' })?.apply).toBe(
    `promote apply plan.json --digest ${plan.digest} --override soak --reason 'Fix for incident 7'`,
  )
})
