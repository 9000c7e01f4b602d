import type { Gate } from '../model/gates/gate.ts'
import { type Platform, platformMatches, platformText } from '../oci/descriptor.ts'

/** An image must have content for each of these platforms: its index lists it, or its config is of it. */
export const platforms = {
  name: 'platforms',
  rules: ({ to: { gates } }) => (gates.platforms === undefined ? [] : [gates.platforms]),
  asks: ({ to: { gates } }) => `content for ${(gates.platforms?.require ?? []).join(', ')}`,
  collect: (step, read, options) => read.platforms(step, options),
  judge(step, has) {
    const { image, tag, to } = step
    const required = to.gates.platforms?.require ?? []
    const lacking = required.filter((want) => !has.some((platform) => platformMatches(want, platform)))
    const there = [...new Set(has.map(platformText))].toSorted().join(', ')
    return [
      {
        gate: 'platforms',
        image,
        tag,
        answer: lacking.length === 0 ? 'pass' : 'deny',
        reason:
          lacking.length === 0
            ? `It has content for ${required.join(', ')}.`
            : `It has no content for ${lacking.join(', ')}; it has ${there === '' ? 'no platform' : there}.`,
        evidence: {
          required: required.join(', '),
          platforms: there,
          lacking: lacking.length === 0 ? null : lacking.join(', '),
        },
      },
    ]
  },
} satisfies Gate<readonly Platform[]>
