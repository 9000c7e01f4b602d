import { expect, test } from 'vitest'
import { parseJson } from '../../src/support/parse-json.ts'

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`

test.each([
  ['{"a":[1,null,"x"]}', { a: [1, null, 'x'] }],
  [`["${'['.repeat(400)}"]`, ['['.repeat(400)]],
  [`["\\"${'{'.repeat(400)}"]`, [`"${'{'.repeat(400)}`]],
  [`[${Array(400).fill('[]').join()}]`, Array(400).fill([])],
])('%s is read', (text, expected) => expect(parseJson(text)).toEqual(expected))

test('256 levels are read, one more is refused before it is parsed', () => {
  expect(() => parseJson(nested(256))).not.toThrow()
  expect(() => parseJson(nested(257))).toThrow(/256 levels/)
  expect(() => parseJson('{"a":'.repeat(300))).toThrow(/256 levels/)
})
