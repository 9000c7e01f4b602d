import { expect, test } from 'vitest'
import { diffMarkdown, matrixMarkdown } from '../../../../src/report/markdown/diff.ts'
import { explainMarkdown } from '../../../../src/report/markdown/explain.ts'
import { diffText, matrixText } from '../../../../src/report/text/diff.ts'
import { explainText } from '../../../../src/report/text/explain.ts'
import { statusText } from '../../../../src/report/text/status.ts'
import {
  holdListText,
  holdReleaseText,
  holdText,
  rejectText,
} from '../../../../src/report/text/trust/standing.ts'
import { explained } from '../../explain-samples.ts'
import { lines } from '../../lines.ts'
import { digest, plain } from '../../samples.ts'
import {
  explanation,
  held,
  listed,
  matrix,
  pair,
  rejected,
  released,
  status,
} from '../../standing-samples.ts'

const head = `head of promotions.jsonl: ${digest('ba5eba12')}`
const wide = { ...plain, width: 120 }

test('a hold says what it keeps out, how it ends, and that it moves nothing', () => {
  expect(holdText(held(), wide)).toBe(
    lines(
      '✔ entry 60 in promotions.jsonl: api 77ab03de may not go into prod',
      '  reason     Logins fail.',
      '  take back  promote hold release 60 --reason TEXT',
      '! Hm.',
      'It is current in prod, and stays there: a hold moves nothing.',
      head,
    ),
  )
  const [, all] = listed().refusals
  if (all === undefined) throw new Error('no hold')
  expect(holdText({ ...held(), hold: all }, wide)).toContain(
    ': web, whatever its digest, may not go into prod\n',
  )
  const again = { ...held(), recorded: false, isCurrent: false, warnings: [] }
  expect(holdText(again, wide).split('\n')[0]).toBe(
    '= api 77ab03de may not go into prod already, for that reason: entry 60 in promotions.jsonl',
  )
})

test('a release says what still stands in the way', () => {
  expect(holdReleaseText(released(), wide)).toBe(
    lines(
      '✔ entry 63 in promotions.jsonl: api 77ab03de is not held in prod by entry 60 any more',
      '! Hm.',
      'Still in the way:',
      '  ✖ api 77ab03de  rejected by kari (entry 62): It leaks.',
      '      since Tue 11:58 CET  take back  promote reject 77ab03de --undo --reason TEXT',
      head,
    ),
  )
})

test('what stands is listed with the command that takes it back', () => {
  expect(holdListText(listed(), wide)).toBe(
    lines(
      '  ✖ api 77ab03de  held in prod by kari, with a rollback (entry 60): Logins fail.',
      '      since Tue 11:58 CET  take back  promote hold release 60 --reason TEXT',
      '  ✖ web, every digest  held in prod by kari (entry 61): The vendor is down.',
      '      since Tue 11:58 CET  take back  promote hold release 61 --reason TEXT',
      '  ✖ api 77ab03de  rejected by kari (entry 62): It leaks.',
      '      since Tue 11:58 CET  take back  promote reject 77ab03de --undo --reason TEXT',
    ),
  )
  const none = { ...listed(), refusals: [] }
  expect(holdListText(none, wide)).toBe('Nothing is held, and nothing is rejected, in promotions.jsonl.\n')
  expect(holdListText({ ...none, environment: 'prod' }, wide)).toBe(
    'Nothing is held in prod, and nothing is rejected, in promotions.jsonl.\n',
  )
})

test('a rejection says where the digest is still current, and its end that it may be taken again', () => {
  expect(rejectText(rejected(), wide)).toBe(
    lines(
      '✔ entry 62 in promotions.jsonl: api 77ab03de is rejected: no environment takes it',
      '  reason     It leaks.',
      '  take back  promote reject 77ab03de --undo --reason TEXT',
      '! Hm.',
      'api 77ab03de is current (api in test, api in prod), and stays there: a rejection moves nothing.',
      head,
    ),
  )
  expect(rejectText(rejected(true), wide)).toBe(
    lines(
      '✔ entry 64 in promotions.jsonl: api 77ab03de is not rejected any more',
      '  reason     Wrong image.',
      '! Hm.',
      head,
    ),
  )
})

const rejection = 'rejected by kari (entry 62): It leaks.'
const undo = 'take back  promote reject 77ab03de --undo --reason TEXT'

test('status marks what is there and refused, and lists all that stands', () => {
  const text = statusText(status(), wide).split('\n')
  expect(text.slice(0, 7)).toEqual([
    'image    test               prod',
    'api      1.4.2              1.4.1',
    '         77ab03de           02de9914',
    '         Mon 14:10 CET      2026-10-02 14:10 CEST',
    '         by ola, entry 41   by kari, entry 9',
    '                            ✖ held',
    '                            ✖ rejected',
  ])
  expect(text).toContain('held and rejected')
  expect(text).toContain(`  ✖ api 77ab03de  ${rejection}`)
  expect(text).toContain(`      since Tue 11:58 CET  ${undo}`)
})

test('a diff says what is in the way, once where it is in the way of two routes', () => {
  const said = [`  ✖ api 77ab03de: ${rejection}`, `      ${undo}`]
  expect(diffText(pair(), wide).split('\n').slice(6, 8)).toEqual(said)
  const lines = matrixText(matrix(), wide).split('\n')
  expect(lines.filter((line) => line.includes(rejection))).toEqual([`✖ api 77ab03de: ${rejection}`])
  const bullet = `- ✖ api 77ab03de: ${rejection}<br><code>promote reject 77ab03de --undo --reason TEXT</code>`
  expect(diffMarkdown(pair())).toContain(bullet)
  expect(matrixMarkdown(matrix())).toContain(bullet)
})

test('an explanation ends with what is held and rejected', () => {
  const text = explainText(explanation(), wide).split('\n')
  const at = text.indexOf('what is held and rejected')
  expect(text.slice(at + 1, at + 3)).toEqual([
    '  ✖ api 77ab03de  held in prod by kari, with a rollback (entry 60): Logins fail.',
    '      since Tue 11:58 CET  take back  promote hold release 60 --reason TEXT',
  ])
  expect(explainMarkdown(explanation())).toContain('#### What is held and rejected')
  expect(explainText(explained(), wide)).not.toContain('what is held and rejected')
})
