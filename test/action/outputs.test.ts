import { expect, test } from 'vitest'
import { outputsOf } from '../../src/action/outputs.ts'
import type { StepOutcome } from '../../src/model/ledger/steps.ts'
import { resultMarkdown } from '../../src/report/markdown/result.ts'
import { PromoteError } from '../../src/support/errors.ts'
import { ledgerStep, result } from '../report/samples.ts'

const promoted = { changed: 'true', promoted: '["api"]', skipped: '[]', failed: '[]' }
const failed = { changed: 'false', promoted: '[]', skipped: '[]', failed: '["api"]' }

test.each<[StepOutcome, object]>([
  ['promoted', promoted],
  // In step, and its signatures were brought: something was written, as the dry run said, and nothing failed.
  ['completed', promoted],
  ['unchanged', { changed: 'false', promoted: '[]', skipped: '["api"]', failed: '[]' }],
  ['partial', failed],
  ['failed', failed],
  ['restored', failed],
  ['left', failed],
  ['cancelled', failed],
])('an image whose step is %s', (outcome, expected) => {
  const base = result()
  const steps = base.plan.plan.steps.filter(({ image }) => image === 'api')
  const ended = result({
    plan: { ...base.plan, plan: { ...base.plan.plan, steps } },
    steps: [ledgerStep('api', '1.4.2', '77ab03de', { outcome })],
  })
  const matrix = new PromoteError('failed', 'Nobody reads it here.')
  const performed = { kind: 'promotion', result: ended, ledger: 'promotions.jsonl', matrix } as const
  expect(outputsOf(performed, '/workspace')).toMatchObject(expected)
})

test('a plan that was applied before: the entry by which it was, and nothing changed', () => {
  const applied = { id: 'b5f0c7de0001', sequence: 22, at: '2026-11-24T10:58:11.200Z', actor: 'kari' }
  const steps = [ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'unchanged' })]
  const ended = result({ steps, entry: null, applied, exitCode: 0, failures: [] })
  const matrix = new PromoteError('failed', 'Nobody reads it here.')
  const performed = { kind: 'promotion', result: ended, ledger: 'promotions.jsonl', matrix } as const
  expect(outputsOf(performed, '/workspace')).toMatchObject({
    changed: 'false',
    promoted: '[]',
    failed: '[]',
    'ledger-entry': '',
    'applied-entry': 'b5f0c7de0001',
  })
  expect(resultMarkdown(ended)).toContain('This plan was applied as entry 22 by kari, nothing to do')
})
