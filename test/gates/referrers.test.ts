import { expect, test } from 'vitest'
import { referrers } from '../../src/gates/referrers.ts'
import type { AttachedManifest, GatedStep, ReferrerEvidence } from '../../src/model/gates/gate.ts'
import { type GateRules, PLAIN_RULE } from '../../src/model/gates/rules.ts'
import type { ReferrerKind } from '../../src/model/referrers.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { ask, overriding, told } from './asking.ts'
import { gatedStep } from './gated-step.ts'

const rule = { ...PLAIN_RULE, require: ['sbom', 'provenance'] }

function into(gates: Partial<GateRules>, require: readonly string[] = []): GatedStep {
  const step = gatedStep(gates)
  return { ...step, to: { ...step.to, referrers: { copy: 'all', require } } }
}

/** What is attached, of these kinds; and what is lacking of what has to come along. */
function reading(step: GatedStep, kinds: readonly ReferrerKind[], more: Partial<ReferrerEvidence> = {}) {
  const attached = kinds.map((kind) => ({ kinds: [kind], artifactType: '', subject: step.digest }))
  return {
    referrers: async () => ({ found: kinds.length, lacking: [], conflicts: [], ...more }),
    attached: async () => ({
      image: { digest: step.digest, children: [] },
      referrers: attached as unknown as AttachedManifest[],
    }),
  }
}

test('passes where all kinds are attached, and tells them once', async () => {
  const step = into({ referrers: rule }, ['signature', 'sbom'])
  expect(await ask(referrers, step, reading(step, ['signature', 'sbom', 'provenance']))).toMatchObject([
    {
      answer: 'pass',
      reason: 'What prod requires is there: signature, sbom, provenance.',
      evidence: { required: 'signature, sbom, provenance', lacking: null, found: 3 },
    },
  ])
})

test('denies what is lacking of both in one verdict', async () => {
  const step = into({ referrers: rule }, ['signature'])
  expect(await told(referrers, step, reading(step, ['sbom'], { lacking: ['signature'] }))).toBe(
    'deny: It has no signature, provenance in test, which prod requires.',
  )
})

test('nothing is read of what is attached where only something has to come along', async () => {
  const step = into({}, ['signature'])
  const { referrers: coming } = reading(step, [])
  expect(await told(referrers, step, { referrers: coming })).toBe(
    'pass: What prod requires is there: signature.',
  )
})

test('is unknown where it cannot be read', async () => {
  const step = into({ referrers: rule })
  const attached = async (): Promise<never> => {
    throw new Error('no such host')
  }
  expect(await told(referrers, step, { ...reading(step, []), attached })).toMatch(/^unknown: .*no such host/)
})

test('what the gate asks for is passed over; what has to come along, and what would be lost, is not', async () => {
  const both = into({ referrers: rule }, ['signature'])
  const over = overriding('referrers')
  expect(await told(referrers, both, reading(both, ['signature']), over)).toMatch(/^deny, overridden: /)
  expect(await told(referrers, both, reading(both, [], { lacking: ['signature'] }), over)).toMatch(
    /^deny: .* cannot be overridden\.$/,
  )
  const fixed = into({ referrers: { ...rule, overridable: false } })
  expect(await told(referrers, fixed, reading(fixed, []), over)).toMatch(/^deny: .* cannot be overridden\.$/)
  const held = digestOf(Buffer.from('held'))
  const conflict = { tag: 'sha256-a.att', holds: held, wanted: both.digest, name: 'attestation' }
  const losing = reading(both, ['signature', 'sbom', 'provenance'], { conflicts: [conflict] })
  expect(await told(referrers, both, losing, over)).toMatch(/^pass: .*\ndeny: .* cannot be overridden\.$/)
})

test('a rule for promotions alone is not asked about a rollback', async () => {
  const step: GatedStep = { ...into({ referrers: rule }), purpose: 'rollback' }
  expect(await ask(referrers, step, { referrers: reading(step, []).referrers })).toEqual([])
})
