import { expect, test } from 'vitest'
import { guardLines, guardText } from '../../../../src/report/text/trust/guard.ts'
import { guarded } from '../../guard-samples.ts'
import { lines } from '../../lines.ts'
import { digest, plain } from '../../samples.ts'

test('what is in use stands with its tags, why, and how much goes with it', () => {
  expect(guardText(guarded(), { ...plain, width: 120 })).toBe(
    lines(
      'registry.example.com/prod/team/api',
      '  02de9914   promote-keep-02de99140000   retained in prod',
      '  77ab03de   1.4 and 1.4.2               current in staging and prod, selected in prod   1 part, 1 referrer',
      '  9f3c1a07                               held in prod',
    ),
  )
  expect(guardText({ ...guarded(), repositories: [] }, plain)).toBe('Nothing is in use.\n')
})

test('the list has a line for each manifest, parts and referrers too', () => {
  const all = ['02de9914', '77ab03de', '9f3c1a07', 'a0a1a2a3', 'c1d2e3f4']
  expect(guardLines(guarded('registry.example.com/prod/api'))).toBe(
    all.map((start) => `registry.example.com/prod/api@${digest(start)}\n`).join(''),
  )
})
