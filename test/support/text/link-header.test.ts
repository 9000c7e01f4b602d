import { expect, test } from 'vitest'
import { nextLink } from '../../../src/support/text/link-header.ts'

test.each([
  [[], undefined],
  [['</v2/a/tags/list?last=x&n=2>; rel="next"'], '/v2/a/tags/list?last=x&n=2'],
  [['</next>; rel=next'], '/next'],
  [['</next>;rel="next"; title="a, b"'], '/next'],
  [['</next>; title="x"; rel="next"'], '/next'],
  [['</first>; rel="first", </next>; rel="next"'], '/next'],
  [['</prev>; rel="prev"', '</next>; rel="prev next"'], '/next'],
  [['</a?b=1,2;3>; rel="next"'], '/a?b=1,2;3'],
  [['</prev>; rel="previous"'], undefined],
  [['</x>; rel="nextish"'], undefined],
  [['nonsense'], undefined],
])('%j leads to %s', (fields, expected) => {
  expect(nextLink(fields)).toBe(expected)
})
