import { describe, expect, test } from 'vitest'
import { displayWidth, padEnd, truncateEnd, truncateMiddle } from '../../../src/report/text/width.ts'

describe('width', () => {
  test.each([
    ['api', 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍🚀', 2],
    ['✔ ✖ – → ≠', 9],
    ['\u001b[31mred\u001b[39m', 3],
    ['', 0],
  ])('%j takes %i columns', (text, columns) => expect(displayWidth(text)).toBe(columns))

  test('padding counts columns, not characters', () => {
    expect(padEnd('日本', 6)).toBe('日本  ')
    expect(padEnd('long', 2)).toBe('long')
  })

  test('a reference loses its middle', () => {
    expect(truncateMiddle('registry.example.com/prod/team/web:1.4.2', 21)).toBe('registry.e…/web:1.4.2')
    expect(truncateMiddle('api', 3)).toBe('api')
    expect(truncateMiddle('日本日本日本', 7)).toBe('日…日本')
    expect(truncateMiddle('abc', 1)).toBe('…')
    expect(truncateMiddle('abc', 0)).toBe('')
  })

  test('text loses its end', () => {
    expect(truncateEnd('abcdef', 4)).toBe('abc…')
    expect(truncateEnd('日本日本', 4)).toBe('日…')
    expect(truncateEnd('abc', 3)).toBe('abc')
  })
})
