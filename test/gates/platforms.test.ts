import { expect, test } from 'vitest'
import { platforms } from '../../src/gates/platforms.ts'
import { PLAIN_RULE } from '../../src/model/gates/rules.ts'
import type { Platform } from '../../src/oci/descriptor.ts'
import { ask, overriding, told } from './asking.ts'
import { gatedStep } from './gated-step.ts'

const amd64: Platform = { os: 'linux', architecture: 'amd64' }
const arm7: Platform = { os: 'linux', architecture: 'arm', variant: 'v7' }
const rule = { ...PLAIN_RULE, require: ['linux/amd64', 'linux/arm'] }
const step = gatedStep({ platforms: rule })

test('passes where each platform is there, of whatever variant', async () => {
  const verdicts = await ask(platforms, step, { platforms: async () => [arm7, amd64, amd64] })
  expect(verdicts).toEqual([
    {
      gate: 'platforms',
      image: 'api',
      tag: '1.4.2',
      answer: 'pass',
      reason: 'It has content for linux/amd64, linux/arm.',
      evidence: {
        required: 'linux/amd64, linux/arm',
        platforms: 'linux/amd64, linux/arm/v7',
        lacking: null,
      },
    },
  ])
})

test.each([
  [[amd64], 'deny: It has no content for linux/arm; it has linux/amd64.'],
  [[], 'deny: It has no content for linux/amd64, linux/arm; it has no platform.'],
])('denies what lacks one: %j', async (has, expected) => {
  expect(await told(platforms, step, { platforms: async () => has })).toBe(expected)
})

test('is unknown where they cannot be read', async () => {
  const failing = async (): Promise<never> => {
    throw new Error('no such host')
  }
  expect(await told(platforms, step, { platforms: failing })).toMatch(/^unknown: .*no such host/)
})

test('is passed over once, unless the file says otherwise', async () => {
  const read = { platforms: async () => [amd64] }
  expect(await told(platforms, step, read, overriding('platforms'))).toMatch(/^deny, overridden: /)
  const fixed = gatedStep({ platforms: { ...rule, overridable: false } })
  expect(await told(platforms, fixed, read, overriding('platforms'))).toMatch(
    /^deny: .* This gate cannot be overridden\.$/,
  )
})

test('is asked only where a rule is, and says what it asks for', async () => {
  expect(await ask(platforms, gatedStep({}), {})).toEqual([])
  expect(platforms.asks(step)).toBe('content for linux/amd64, linux/arm')
})
