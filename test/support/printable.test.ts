import { describe, expect, test } from 'vitest'
import { printable, printableJson, printableLines, printableText } from '../../src/support/printable.ts'

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

describe('several lines', () => {
  test.each([
    ['\u001b[32m+\u001b[39m api\n  1.0.0\n', '\u001b[32m+\u001b[39m api\n  1.0.0\n'],
    ['a\n::error::b\n  ::c\n##[d', 'a\n: :error::b\n  : :c\n## [d'],
    ['a\u001b[2Jb\u001b]0;c\u0007', 'a\uFFFD[2Jb\uFFFD]0;c\uFFFD'],
    ['one\r\ntwo\tthree\rfour', 'one\r\ntwo\tthree\uFFFDfour'],
    ['\u009b31m\u202e', '\uFFFD31m\uFFFD'],
  ])('%j become %j', (text, clean) => expect(printableLines(text)).toBe(clean))

  test('JSON stays the same document', () => {
    const document = { '\u009b': '\u001b[2J\u202e\n##[error]a ##vso[b', list: ['\u2028', '日本'] }
    const shown = printableJson(JSON.stringify(document, null, 2))
    expect(JSON.parse(shown)).toEqual(document)
    expect(shown).not.toMatch(/[\u007f-\u009f\u2028\u202e]|##/)
  })
})
