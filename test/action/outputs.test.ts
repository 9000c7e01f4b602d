import { expect, test } from 'vitest'
import { outputsOf } from '../../src/action/outputs.ts'
import type { StepOutcome } from '../../src/model/ledger/entry.ts'
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
