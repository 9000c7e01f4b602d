import { expect, test } from 'vitest'
import { readingText } from '../../../src/report/progress/reading.ts'

test.for<[Parameters<typeof readingText>[0], string]>([
  [{ environments: ['prod'], done: 31, of: 120, bytes: 0 }, 'reading prod, 31 of 120'],
  [{ environments: ['test', 'prod'], done: 0, of: 3, bytes: 0 }, 'reading test and prod, 0 of 3'],
  [{ environments: ['a', 'b', 'c'], done: 1, of: 3, bytes: 0 }, 'reading a, b and c, 1 of 3'],
  [{ environments: ['a', 'b', 'c', 'd'], done: 1, of: 4, bytes: 0 }, 'reading 4 environments, 1 of 4'],
  [{ environments: ['prod'], done: 2, of: 9, bytes: 1_204_000_000 }, 'reading prod, 2 of 9, 1.2 GB hashed'],
  [{ environments: ['p\u001b[2J'], done: 0, of: 1, bytes: 0 }, 'reading p\ufffd[2J, 0 of 1'],
])('%j', ([reading, text]) => {
  expect(readingText(reading)).toBe(text)
})
