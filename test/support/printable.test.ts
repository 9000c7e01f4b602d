import { describe, expect, test } from 'vitest'
import { printable, printableText } from '../../src/support/printable.ts'

describe('printable', () => {
  test.each([
    ['a\nb\tc', 'a b c'],
    ['\u001b[31mred', '\uFFFD[31mred'],
    ['\u202Egpj.exe', '\uFFFDgpj.exe'],
    ['\ud800', '\uFFFD'],
    ['::add-mask::x', ': :add-mask::x'],
    ['  ::warning::x', '  : :warning::x'],
    ['see ##[error]x', 'see ## [error]x'],
    ['##vso[task.complete]', '## vso[task.complete]'],
    ['a::b é 日本 👩‍🚀', 'a::b é 日本 👩‍🚀'],
  ])('%j becomes %j', (text, clean) => expect(printableText(text)).toBe(clean))

  test('goes through lists, objects and keys, and leaves the rest', () => {
    expect(printable({ a: ['x\ny', 1, null, true], 'k\n': { b: 'z' } })).toEqual({
      a: ['x y', 1, null, true],
      'k ': { b: 'z' },
    })
  })
})
