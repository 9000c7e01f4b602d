import { expect, test } from 'vitest'
import { csvText } from '../../src/report/csv.ts'

test('CSV quotes what needs it and disarms formulas', () => {
  const rows = [
    { a: 'plain', b: 1 },
    { a: 'with "quotes", and\nmore', b: null },
    { a: '=1+1', b: -1 },
  ]
  expect(csvText(['a', 'b'], rows)).toBe('a,b\r\nplain,1\r\n"with ""quotes"", and\nmore",\r\n\'=1+1,-1\r\n')
})
