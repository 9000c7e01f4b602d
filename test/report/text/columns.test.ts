import { expect, test } from 'vitest'
import { alignColumns, joinWithDots } from '../../../src/report/text/columns.ts'

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

test('a last cell that is too wide is wrapped below its own beginning, where there is room', () => {
  const rows = [
    ['soak', '24 h in staging since it came there'],
    ['order', 'its content is in staging, and came there by a promotion'],
  ]
  expect(alignColumns(rows, { indent: '  ', width: 50 })).toEqual([
    '  soak    24 h in staging since it came there',
    '  order   its content is in staging, and came',
    '          there by a promotion',
  ])
  const command = alignColumns([['a', `${'b'.repeat(30)} ::warning::c`]], { width: 40 })
  expect(command.at(-1)).toBe('    : :warning::c')
  expect(alignColumns(rows, { indent: '  ', width: 39 })).toEqual(alignColumns(rows, { indent: '  ' }))
})

test('items are joined on as many lines as they need', () => {
  expect(joinWithDots(['aaa', 'bbb', 'ccc'], 10)).toEqual(['aaa · bbb', 'ccc'])
  expect(joinWithDots(['longer than all'], 4)).toEqual(['longer than all'])
  expect(joinWithDots([], 4)).toEqual([])
})
