import { expect, test } from 'vitest'
import { order } from '../../src/gates/order.ts'
import { seal } from '../../src/ledger/chain/line.ts'
import type { Evidence, SourceEvidence } from '../../src/model/gates/gate.ts'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import { digestOf, shortDigest } from '../../src/oci/digest.ts'
import { outcomeBody, step } from '../ledger/entry-bodies.ts'
import { gatedStep, plain } from './gated-step.ts'

const short = shortDigest(digestOf('a'))
const ledgerRule = { order: plain({ require: 'ledger' as const }) }

async function verdictsOf(
  gated: ReturnType<typeof gatedStep>,
  entries: readonly LedgerEntry[] | 'not asked',
  inSource: SourceEvidence = { isPresent: true },
) {
  const read = {
    inSource: async () => inSource,
    entries: async () => {
      if (entries === 'not asked') throw new Error('The ledger was read for nothing.')
      return entries
    },
  } as unknown as Evidence
  return order.judge(gated, await order.collect(gated, read, {}))
}

const [came] = [seal(outcomeBody(null, [step('a')], { from: 'dev', to: 'test' }), undefined, new Date(0))]

test('content that is there passes without a look at the ledger', async () => {
  expect(await verdictsOf(gatedStep({}), 'not asked')).toMatchObject([
    { answer: 'pass', reason: `${short} is in test.`, evidence: { rule: 'present' } },
  ])
  expect(await verdictsOf(gatedStep({}), 'not asked', { isPresent: false })).toMatchObject([
    { answer: 'deny' },
  ])
  expect(await verdictsOf(gatedStep(ledgerRule, { isInStep: true }), 'not asked')).toHaveLength(1)
})

test('where the rule says ledger, a promotion must have brought it', async () => {
  expect(await verdictsOf(gatedStep(ledgerRule), [came])).toMatchObject([
    { answer: 'pass', evidence: { rule: 'present' } },
    {
      ...{ gate: 'order', image: 'api', tag: '1.4.2', answer: 'pass', reason: 'It came to test by entry 1.' },
      evidence: { rule: 'ledger', environment: 'test', digest: digestOf('a'), entry: 1 },
    },
  ])
  for (const entries of [[], [seal(outcomeBody(null, [step('a')]), undefined, new Date(0))]]) {
    expect(await verdictsOf(gatedStep(ledgerRule), entries)).toMatchObject([
      { answer: 'pass' },
      { answer: 'deny', reason: `The ledger has no promotion that brought ${short} to test.` },
    ])
  }
})
