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

test('items are joined on as many lines as they need', () => {
  expect(joinWithDots(['aaa', 'bbb', 'ccc'], 10)).toEqual(['aaa · bbb', 'ccc'])
  expect(joinWithDots(['longer than all'], 4)).toEqual(['longer than all'])
  expect(joinWithDots([], 4)).toEqual([])
})
