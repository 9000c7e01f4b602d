import { expect, test } from 'vitest'
import { wordsOf } from '../../../src/model/ledger/said.ts'

test.each(['', ' \n\t', '\u200b\u2060', '\u00ad', '\u202e', '\u3164', '\u0000\u001b', '\ufe0f \u00a0'])(
  'words that nobody can see are none: %j',
  (text) => {
    expect(wordsOf(text, 'reason')).toBe('')
  },
)

test.each([
  ['  Fix for incident 7 \n', 'Fix for incident 7'],
  ['修复', '修复'],
  ['👍🏽', '👍🏽'],
  ['a\u200bb', 'a\u200bb'],
])('others are kept as they are: %j', (text, kept) => {
  expect(wordsOf(text, 'reason')).toBe(kept)
})

test('there is a most, which is said', () => {
  expect(wordsOf('x'.repeat(2000), 'comment')).toHaveLength(2000)
  expect(() => wordsOf('x'.repeat(2001), 'comment')).toThrow(
    expect.objectContaining({
      code: 'usage',
      message: 'The comment has 2001 characters, and 2000 are the most.',
    }),
  )
})
