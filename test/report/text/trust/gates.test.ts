import { expect, test } from 'vitest'
import { statusText } from '../../../../src/report/text/status.ts'
import { gatesText } from '../../../../src/report/text/trust/gates.ts'
import { verdictLines } from '../../../../src/report/text/trust/verdict.ts'
import { status } from '../../ledger-samples.ts'
import { gates, plain, waiting } from '../../samples.ts'

test('gates: what is asked along each route, and how it stands', () => {
  expect(gatesText(gates(), plain).split('\n')).toEqual([
    'test → prod   plan 4be1c02f',
    '  order   its content is in test (cannot be overridden)',
    '  soak    24 h in test (rollbacks too)',
    '  now, for 2 steps',
    '    ✔ order   api:1.4.2: it is in test',
    '    ✖ soak    worker:3.0.0: in test for 3 h 12 min, prod wants 24 h: ready Wed 14:10 CET',
    '',
    'dev → test',
    '  ✖ not known now: dev does not answer.',
    '    Try again.',
    '',
  ])
})

test('gates of an environment that nothing is promoted to', () => {
  expect(gatesText({ kind: 'gates', routes: [] }, plain)).toBe(
    'Nothing is promoted to it: it is where images begin.\n',
  )
})

test('status says what waits for which gate, and until when', () => {
  const linesAt = (width: number): string[] => {
    const lines = statusText({ ...status(), waiting: [waiting()] }, { ...plain, width }).split('\n')
    return lines.slice(lines.indexOf('waiting'))
  }
  expect(linesAt(120).slice(0, 4)).toEqual([
    'waiting',
    '  worker:3.0.0   test → prod   ✖ soak        It has been in test for 3 h. Ready Wed 14:10 CET.',
    '                               ✖ approvals   Nobody has approved it. (not known, which denies)',
    '',
  ])
  expect(linesAt(60).slice(0, 6)).toEqual([
    'waiting',
    '  worker:3.0.0   test → prod',
    '    ✖ soak        It has been in test for 3 h. Ready Wed',
    '                  14:10 CET.',
    '    ✖ approvals   Nobody has approved it. (not known, which',
    '                  denies)',
  ])
})

test('a gate that a person passed over is told with the reason, apart from those that passed', () => {
  const [soak] = waiting().verdicts
  if (soak === undefined) throw new Error('There is no verdict.')
  const verdicts = [{ ...soak, overridden: { reason: 'The shop is down.' } }]
  expect(verdictLines(verdicts, plain)).toEqual([
    'gates',
    '  ~ soak   worker:3.0.0: It has been in test for 3 h. Overridden: The shop is down.',
  ])
})

test('a gate is ready at a whole minute that is past it, so that who comes then is not too early', () => {
  const [soak] = waiting().verdicts
  if (soak === undefined) throw new Error('There is no verdict.')
  const [, line] = verdictLines([{ ...soak, readyAt: '2026-10-07T12:10:00.001Z' }], plain)
  expect(line).toMatch(/Ready \S+ 14:11 CEST\.$/)
})
