import { expect, test } from 'vitest'
import { holdListText, holdReleaseText, holdText, rejectText } from '../../../src/report/text/standing.ts'
import { lines } from '../lines.ts'
import { digest, plain } from '../samples.ts'
import { held, listed, rejected, released } from '../standing-samples.ts'

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
