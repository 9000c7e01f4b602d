import { expect, test } from 'vitest'
import { writeOutgoing } from '../../../../src/registry/http/http1/outgoing.ts'

const parts = {
  method: 'GET',
  target: '/v2/',
  host: 'registry.example.com',
  headers: {},
  body: undefined,
} as const

test('a body has its length, and so has none where one could be expected', () => {
  const lengthOf = (head: string): string | undefined => /content-length: (\d+)\r\n/.exec(head)?.[1]
  expect(lengthOf(writeOutgoing({ ...parts, method: 'PUT', body: Buffer.from('hello') }).head)).toBe('5')
  expect(lengthOf(writeOutgoing({ ...parts, method: 'POST' }).head)).toBe('0')
  expect(lengthOf(writeOutgoing(parts).head)).toBeUndefined()
})

test('it is a request line, headers and an empty line', () => {
  expect(writeOutgoing({ ...parts, headers: { accept: '*/*' } }).head).toBe(
    'GET /v2/ HTTP/1.1\r\nhost: registry.example.com\r\nconnection: keep-alive\r\naccept: */*\r\n\r\n',
  )
})

test.each(['a\r\nx: y', 'a\nb', 'a\0', 'a\rb', 'snow \u2603'])('a header that is %j is not sent', (value) => {
  expect(() => writeOutgoing({ ...parts, headers: { authorization: value } })).toThrow(TypeError)
})

test.each(['/a b', '/a\r\nhost: x', '/\u2603', ''])('a target that is %j is not sent', (target) => {
  expect(() => writeOutgoing({ ...parts, target })).toThrow(TypeError)
})
