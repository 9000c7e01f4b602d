import { expect, test } from 'vitest'
import { freeze } from '../../../src/gates/freeze/freeze.ts'
import { gatedStep, plain } from '../gated-step.ts'

const rule = plain({
  timezone: 'Europe/Oslo',
  windows: ['Fri 15:00/Mon 07:00', 'Mon 07:00/Mon 08:00', '2026-11-28/2026-12-01'],
})
const step = gatedStep({ freeze: rule })

test('denies while a window holds, and says when it opens', () => {
  expect(freeze.judge(step, null, new Date('2026-11-28T12:00:00Z'))).toEqual([
    {
      ...{ gate: 'freeze', image: 'api', tag: '1.4.2', answer: 'deny' },
      reason: 'prod is frozen: Fri 15:00/Mon 07:00, 2026-11-28/2026-12-01 in Europe/Oslo.',
      evidence: { timezone: 'Europe/Oslo', windows: 'Fri 15:00/Mon 07:00, 2026-11-28/2026-12-01' },
      readyAt: '2026-11-30T23:00:00.000Z',
    },
  ])
})

test('passes else, and knows when it freezes next', () => {
  for (const now of ['2026-11-27T13:59:59.999Z', '2026-11-24T00:00:00Z']) {
    expect(freeze.judge(step, null, new Date(now))).toEqual([
      {
        ...{ gate: 'freeze', image: 'api', tag: '1.4.2', answer: 'pass', reason: 'prod is not frozen.' },
        evidence: { timezone: 'Europe/Oslo', windows: null, freezesAt: '2026-11-27T14:00:00.000Z' },
      },
    ])
  }
})

test('is asked by its rule', () => {
  expect(freeze.rules(gatedStep({}))).toEqual([])
  expect(freeze.rules(step)).toEqual([rule])
  expect(freeze.asks(step)).toBe(`it is outside of ${rule.windows.join(', ')} in Europe/Oslo`)
})

test('a window that cannot be read is no open day', () => {
  const broken = gatedStep({ freeze: plain({ timezone: 'UTC', windows: ['some day'] }) })
  expect(() => freeze.judge(broken, null, new Date(0))).toThrow('no window')
  const nowhere = gatedStep({ freeze: plain({ timezone: 'Mars/Olympus', windows: ['Fri 15:00/Mon 07:00'] }) })
  expect(() => freeze.judge(nowhere, null, new Date(0))).toThrow('Mars/Olympus')
})
