import { describe, expect, test } from 'vitest'
import { csvText } from '../../src/report/csv.ts'
import { alignColumns, joinWithDots } from '../../src/report/text/columns.ts'
import { displayWidth, padEnd, truncateEnd, truncateMiddle } from '../../src/report/text/width.ts'
import { countText, durationText, listText, sizeText, timeText } from '../../src/report/words/units.ts'
import { printable, printableText } from '../../src/support/printable.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [18_400_000, '18.4 MB'],
  [204_000_000, '204 MB'],
  [1_073_741_824, '1.07 GB'],
])('%i bytes are %s', (bytes, text) => expect(sizeText(bytes)).toBe(text))

test.each([
  [0, '0 ms'],
  [340.4, '340 ms'],
  [1000, '1.0 s'],
  [7900, '7.9 s'],
  [11_200, '11.2 s'],
  [59_949, '59.9 s'],
  [59_950, '1 min'],
  [245_000, '4 min 5 s'],
  [3_599_400, '59 min 59 s'],
  [3_599_600, '1 h'],
  [11_520_000, '3 h 12 min'],
  [86_399_000, '1 d'],
  [183_600_000, '2 d 3 h'],
  [-5, '0 ms'],
])('%d ms are %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text))

describe('times', () => {
  const now = new Date('2026-11-24T11:00:00.000Z')
  test.each([
    ['2026-11-25T13:10:00.000Z', 'Europe/Oslo', 'Wed 14:10 CET'],
    ['2026-11-18T11:00:01.000Z', 'Europe/Oslo', 'Wed 12:00 CET'],
    ['2026-11-18T11:00:00.000Z', 'Europe/Oslo', '2026-11-18 12:00 CET'],
    ['2026-07-01T22:30:00.000Z', 'Europe/Oslo', '2026-07-02 00:30 CEST'],
    ['2026-11-24T10:00:00.000Z', 'America/New_York', 'Tue 05:00 EST'],
    ['2026-11-24T10:00:00.000Z', 'Asia/Shanghai', 'Tue 18:00 UTC+8'],
    ['2026-11-24T10:00:00.000Z', 'UTC', 'Tue 10:00 UTC'],
    ['yesterday', 'UTC', 'yesterday'],
  ])('%s in %s is %s', (iso, timeZone, text) => expect(timeText(iso, { timeZone, now })).toBe(text))
})

test('counts and lists', () => {
  expect(countText(1, 'entry', 'entries')).toBe('1 entry')
  expect(countText(0, 'entry', 'entries')).toBe('0 entries')
  expect(listText([])).toBe('')
  expect(listText(['a'])).toBe('a')
  expect(listText(['a', 'b', 'c'])).toBe('a, b and c')
  expect(listText(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more')
})

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

test('columns line up, and the last cell of a short row widens nothing', () => {
  expect(
    alignColumns(
      [
        ['a', 'b', 'c'],
        ['日本', 'a long last cell of a short row'],
        ['', '', ''],
      ],
      { indent: '  ', gap: 2 },
    ),
  ).toEqual(['  a     b  c', '  日本  a long last cell of a short row', ''])
})

test('items are joined on as many lines as they need', () => {
  expect(joinWithDots(['aaa', 'bbb', 'ccc'], 10)).toEqual(['aaa · bbb', 'ccc'])
  expect(joinWithDots(['longer than all'], 4)).toEqual(['longer than all'])
  expect(joinWithDots([], 4)).toEqual([])
})

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

test('CSV quotes what needs it and disarms formulas', () => {
  const rows = [
    { a: 'plain', b: 1 },
    { a: 'with "quotes", and\nmore', b: null },
    { a: '=1+1', b: -1 },
  ]
  expect(csvText(['a', 'b'], rows)).toBe('a,b\r\nplain,1\r\n"with ""quotes"", and\nmore",\r\n\'=1+1,-1\r\n')
})
