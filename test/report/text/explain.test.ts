import { expect, test } from 'vitest'
import { explainMarkdown } from '../../../src/report/markdown/explain.ts'
import { explainText } from '../../../src/report/text/explain.ts'
import { explained } from '../explain-samples.ts'
import { lines } from '../lines.ts'
import { digest, plain } from '../samples.ts'

test('what is wrong has a sign, and what could not be read is named', () => {
  expect(explainText(explained(), plain)).toBe(
    lines(
      'api 77ab03de',
      `  ${digest('77ab03de')}`,
      'where it is',
      '  prod   1.4.2, entry 57',
      '  prod   ✖ 1.4 holds 9f3c1a07; somebody else moved it after entry 57',
      '  test   ✖ could not be read',
      '    Nothing listens at registry.test.example.com.',
      'how it came there',
      '  57  Tue 11:58 CET  kari  test → prod  ✖ promoted in part',
      '      1.4.2 (new), 1.4 (was 02de9914), latest (somebody else moved it)',
      '      from registry.test.example.com/shop/api:1.4.2',
      '      plan 4be1c02f  commit e9a4410e  started by ola  ✔ order',
      '      https://ci.example.com/runs/1234',
      '      because: latest moved meanwhile.',
      '  58  Tue 11:58 CET  kari  test → prod  ✖ abandoned',
      '      1.4',
      '      plan 4be1c02f  commit e9a4410e',
      '      https://ci.example.com/runs/1234',
      '      because: The runner is gone.',
      'who approved it',
      '  56  Tue 11:58 CET  kari  test → prod  plan 4be1c02f',
      '      signed with the SSH key SHA256:uVjHZlXRdKqVOZqPvLmDzlWqYYSQLDMZW0mBhrFLZFM',
      '      Tested on Monday.',
      'what refers to it',
      '  signature   5a5a0000   prod',
      '  sbom        5b5b0000   nowhere now, came by entry 57; refers to 5a5a0000',
      'what it replaced',
      '  prod   1.4   02de9914   entry 57, Tue 11:58 CET, kari',
      'what replaced it',
      '  prod   1.4   9f3c1a07   entry 60, Tue 11:58 CET, kari',
    ),
  )
})

test('with more than one image each line says which', () => {
  const two = {
    ...explained(),
    images: ['api', 'web'],
    approvals: [],
    promotions: [],
    gaps: [],
    referrers: [],
  }
  expect(explainText(two, plain)).toBe(
    lines(
      '77ab03de',
      `  ${digest('77ab03de')}`,
      'where it is',
      '  prod   api   1.4.2, entry 57',
      '  prod   api   ✖ 1.4 holds 9f3c1a07; somebody else moved it after entry 57',
      'how it came there',
      '  nothing',
      'what refers to it',
      '  nothing',
      'what it replaced',
      '  prod   api   1.4   02de9914   entry 57, Tue 11:58 CET, kari',
      'what replaced it',
      '  prod   api   1.4   9f3c1a07   entry 60, Tue 11:58 CET, kari',
    ),
  )
})

test('where something could not be read, that nothing refers to it is not said of all', () => {
  expect(explainText({ ...explained(), referrers: [] }, plain)).toContain(
    'what refers to it\n  nothing, where it could be read\n',
  )
})

test('the Markdown has a table for each question', () => {
  const markdown = explainMarkdown(explained())
  expect(markdown.split('\n').filter((line) => line.startsWith('#'))).toEqual([
    '### <code>api</code> <code>77ab03de</code>',
    '#### Where it is',
    '#### How it came there',
    '#### Who approved it',
    '#### What refers to it',
    '#### What it replaced',
    '#### What replaced it',
  ])
  expect(markdown).toContain(
    '1.4.2, entry 57<br>✖ 1.4 holds 9f3c1a07; somebody else moved it after entry 57 |',
  )
  expect(markdown).toContain('✖ could not be read: Nothing listens at registry.test.example.com. |')
  expect(markdown).toContain('[CI run](https://ci.example.com/runs/1234) | order: pass |')
})

test('of many tags some are named, of those by different entries with each its own', () => {
  const [place] = explained().places
  if (place === undefined) throw new Error('no place')
  const tags = Array.from({ length: 2000 }, (_, at) => ({ tag: `1.0.${at}`, entry: null }))
  const textOf = (own: readonly { tag: string; entry: number | null }[]): string | undefined =>
    explainText({ ...explained(), places: [{ ...place, tags: own, lost: [] }] }, plain).split('\n')[3]
  expect(textOf(tags)).toBe(
    '  prod   1.0.0, 1.0.1, 1.0.2, 1.0.3, 1.0.4, 1.0.5 and 1994 more, by no promotion',
  )
  expect(textOf([{ tag: '1.4', entry: 57 }, ...tags.slice(0, 1)])).toBe(
    '  prod   1.4 (entry 57) and 1.0.0 (by no promotion)',
  )
})

test('an approval of a plan that did not bring it says so', () => {
  const report = explained()
  const [approval] = report.approvals
  if (approval === undefined) throw new Error('There is no approval.')
  const approvals = [approval, { ...approval, plan: digest('0ddba110') }]
  expect(explainText({ ...report, approvals }, plain)).toMatch(
    /plan 4be1c02f\n[\s\S]* plan 0ddba110, which did not bring it\n/,
  )
  expect(explainMarkdown({ ...report, approvals })).toContain(
    '<code>0ddba110</code>, which did not bring it |',
  )
})
