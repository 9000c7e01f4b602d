import { describe, expect, test } from 'vitest'
import type { Evidence, Gate, GatedStep } from '../../../src/model/gates/gate.ts'
import { type GateRule, NO_GATES, PLAIN_RULE } from '../../../src/model/gates/rules.ts'
import { lets, type Verdict } from '../../../src/model/gates/verdict.ts'
import { digestOf } from '../../../src/oci/digest.ts'
import { type Judging, judgeSteps } from '../../../src/pipeline/judge/judge.ts'

const digest = digestOf(Buffer.from('api'))

const step: GatedStep = {
  ...{ image: 'api', tag: '1.0.0', digest, isInStep: false, purpose: 'promotion' },
  from: { name: 'test', repository: 'test.example.com/api' },
  to: {
    name: 'prod',
    repository: 'prod.example.com/api',
    referrers: { copy: 'all', require: [] },
    gates: NO_GATES,
  },
  plan: { digest, author: 'kari' },
}

/** A gate with these rules that always answers the same, or fails to read. */
function gate(rules: readonly GateRule[], answer: Verdict['answer'] | Error): Gate {
  return {
    name: 'rain',
    rules: () => rules,
    asks: () => 'no rain',
    async collect() {
      if (answer instanceof Error) throw answer
    },
    judge: ({ image, tag }) =>
      answer instanceof Error
        ? []
        : [{ gate: 'rain', image, tag, answer, reason: 'It rains.', evidence: {} }],
  }
}

async function judged(
  own: Gate,
  more: Partial<Judging> = {},
  asked: GatedStep = step,
): Promise<readonly Verdict[]> {
  const judging = { gates: [own], evidence: {} as Evidence, now: new Date(), ...more }
  return (await judgeSteps([asked], judging)).map(({ verdict }) => verdict)
}

const rain = { overrides: { gates: ['rain'], reason: 'We have umbrellas.' } }

describe('what a gate is asked about', () => {
  test('one without a rule is not asked', async () => {
    expect(await judged(gate([], 'deny'))).toEqual([])
  })

  test('a rollback asks only the rules that apply to it', async () => {
    const rollback: GatedStep = { ...step, purpose: 'rollback' }
    const both = { ...PLAIN_RULE, appliesTo: ['promotion', 'rollback'] } as const
    expect(await judged(gate([PLAIN_RULE], 'deny'), {}, rollback)).toEqual([])
    expect(await judged(gate([both], 'deny'), {}, rollback)).toHaveLength(1)
    expect(await judged(gate([both], 'deny'))).toHaveLength(1)
  })

  test('an image that is in step is asked only for what concerns it there too', async () => {
    const inStep = { ...step, isInStep: true }
    expect(await judged(gate([PLAIN_RULE], 'deny'), {}, inStep)).toEqual([])
    const asked: Gate = { ...gate([PLAIN_RULE], 'deny'), isAskedInStep: true }
    expect(await judged(asked, {}, inStep)).toHaveLength(1)
  })

  test('what cannot be read is unknown, which does not let it through', async () => {
    const [verdict] = await judged(gate([PLAIN_RULE], new Error('no such host')))
    expect(verdict).toMatchObject({ gate: 'rain', answer: 'unknown' })
    expect(verdict?.reason).toContain('no such host')
    expect(verdict !== undefined && lets(verdict)).toBe(false)
  })
})

describe('what a person passes over', () => {
  test.for(['deny', 'unknown'] as const)(
    'an answer of %s is let through, and keeps what it was',
    async (answer) => {
      const [verdict] = await judged(gate([PLAIN_RULE], answer), rain)
      expect(verdict).toMatchObject({ answer, overridden: { reason: 'We have umbrellas.' } })
      expect(verdict !== undefined && lets(verdict)).toBe(true)
    },
  )

  test('a pass needs nobody, and says so', async () => {
    expect((await judged(gate([PLAIN_RULE], 'pass'), rain))[0]).not.toHaveProperty('overridden')
  })

  test('another gate stays as it is', async () => {
    const snow = { overrides: { gates: ['snow'], reason: 'We have boots.' } }
    expect((await judged(gate([PLAIN_RULE], 'deny'), snow))[0]).not.toHaveProperty('overridden')
  })

  test('a gate of which one rule is not overridable denies all the same, and says why', async () => {
    const rules = [PLAIN_RULE, { ...PLAIN_RULE, overridable: false }]
    const [verdict] = await judged(gate(rules, 'deny'), rain)
    expect(verdict).not.toHaveProperty('overridden')
    expect(verdict?.reason).toBe('It rains. This gate cannot be overridden.')
    expect(verdict !== undefined && lets(verdict)).toBe(false)
  })

  test('one that could not be read can be passed over too', async () => {
    const [verdict] = await judged(gate([PLAIN_RULE], new Error('no such host')), rain)
    expect(verdict).toMatchObject({ answer: 'unknown', overridden: { reason: 'We have umbrellas.' } })
  })
})
