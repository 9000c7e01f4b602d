import { expect, test } from 'vitest'
import { labels } from '../../src/gates/labels.ts'
import type { ImageOfStep } from '../../src/model/gates/gate.ts'
import { PLAIN_RULE } from '../../src/model/gates/rules.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { ask, overriding, told } from './asking.ts'
import { gatedStep } from './gated-step.ts'

const SOURCE = 'org.opencontainers.image.source'
const rule = {
  ...PLAIN_RULE,
  match: { [SOURCE]: ['https://github.com/acme/*'], tier: ['gold', 'silver'] },
}
const step = gatedStep({ labels: rule })
const good = { [SOURCE]: 'https://github.com/acme/api', tier: 'silver' }

function image(own: Readonly<Record<string, string>>, architecture = 'amd64'): ImageOfStep {
  const digest = digestOf(Buffer.from(architecture))
  return { labels: own, digest, config: digest, platform: { os: 'linux', architecture } }
}

function reading(...images: readonly ImageOfStep[]) {
  return { images: async () => images }
}

test('passes where each label is there and matches one of its values', async () => {
  const [verdict] = await ask(labels, step, reading(image(good), image(good, 'arm64')))
  expect(verdict).toMatchObject({
    answer: 'pass',
    reason: `Its labels are as prod wants them: ${SOURCE}, tier.`,
    evidence: { [SOURCE]: 'https://github.com/acme/api', tier: 'silver' },
  })
})

test.each([
  [
    'a label that is not there',
    [image({ tier: 'gold' })],
    `It has no label ${SOURCE}, where "https://github.com/acme/*" is wanted.`,
  ],
  [
    'a value of another kind',
    [image({ ...good, tier: 'Gold' })],
    'It has "Gold" as tier, where "gold" or "silver" is wanted.',
  ],
  [
    'a value that only begins well',
    [image({ ...good, [SOURCE]: 'https://github.com/acme-evil/api' })],
    `It has "https://github.com/acme-evil/api" as ${SOURCE}, where "https://github.com/acme/*" is wanted.`,
  ],
  [
    'two labels',
    [image({})],
    `It has no label ${SOURCE}, where "https://github.com/acme/*" is wanted; nor does it fit in tier.`,
  ],
  [
    'one image of an index',
    [image(good), image({ ...good, tier: 'lead' }, 'arm64')],
    'linux/arm64 has "lead" as tier, where "gold" or "silver" is wanted.',
  ],
  [
    'no image at all',
    [],
    `It has no label ${SOURCE}, where "https://github.com/acme/*" is wanted; nor does it fit in tier.`,
  ],
])('denies %s', async (_, images, reason) => {
  expect(await told(labels, step, reading(...images))).toBe(`deny: ${reason}`)
})

test('a label that is called like a method of Object is one', async () => {
  const asked = gatedStep({ labels: { ...PLAIN_RULE, match: { constructor: ['*'] } } })
  expect(await told(labels, asked, reading(image({})))).toMatch(/^deny: It has no label constructor/)
})

test('what a label holds is not repeated at any length', async () => {
  const [verdict] = await ask(labels, step, reading(image({ ...good, tier: 'x'.repeat(5000) })))
  expect(verdict?.reason.length).toBeLessThan(400)
  expect(String(verdict?.evidence.tier).length).toBeLessThan(300)
})

test('is unknown where they cannot be read, and passed over once unless the file says otherwise', async () => {
  const failing = {
    images: async (): Promise<never> => {
      throw new Error('no such host')
    },
  }
  expect(await told(labels, step, failing)).toMatch(/^unknown: .*no such host/)
  expect(await told(labels, step, failing, overriding('labels'))).toMatch(/^unknown, overridden: /)
  const fixed = gatedStep({ labels: { ...rule, overridable: false } })
  expect(await told(labels, fixed, reading(image({})), overriding('labels'))).toMatch(
    /^deny: .* cannot be overridden\.$/,
  )
  expect(labels.asks(step)).toBe(`${SOURCE} is https://github.com/acme/*, tier is gold or silver`)
})
