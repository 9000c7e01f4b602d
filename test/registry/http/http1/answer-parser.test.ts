import { describe, expect, test } from 'vitest'
import { AnswerParser } from '../../../../src/registry/http/http1/answer-parser.ts'
import type { HeaderFields, Method } from '../../../../src/registry/http/transport.ts'

interface Read {
  readonly heads: { readonly status: number; readonly headers: HeaderFields }[]
  body: string
  ends: number
}

/** Reads these bytes, cut into pieces of `size`; `closes` when the other end closes after them. */
function read(
  text: string,
  {
    method = 'GET',
    size = text.length,
    closes = false,
  }: { method?: Method; size?: number; closes?: boolean } = {},
): Read & { readonly parser: AnswerParser } {
  const seen: Read = { heads: [], body: '', ends: 0 }
  const parser = new AnswerParser(method, {
    onHead: (status, headers) => void seen.heads.push({ status, headers }),
    onBody: (chunk) => {
      seen.body += chunk.toString('latin1')
    },
    onEnd: () => {
      seen.ends++
    },
  })
  for (let at = 0; at < text.length; at += size) parser.push(Buffer.from(text.slice(at, at + size), 'latin1'))
  if (closes) parser.close()
  return { ...seen, parser }
}

const OK = 'HTTP/1.1 200 OK\r\n'

describe.each([1, 2, 3, 7, 10_000])('in pieces of %i bytes', (size) => {
  test.each<[string, string, { method?: Method; closes?: boolean }, string, boolean]>([
    ['a length', `${OK}content-length: 5\r\n\r\nhello`, {}, 'hello', true],
    ['no bytes', `${OK}Content-Length: 0\r\n\r\n`, {}, '', true],
    [
      'chunks',
      `${OK}transfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nx: y\r\n\r\n`,
      {},
      'hello',
      true,
    ],
    ['the end of the connection', `${OK}\r\nhello`, { closes: true }, 'hello', false],
    ['HEAD', `${OK}content-length: 5\r\n\r\n`, { method: 'HEAD' }, '', true],
    ['HEAD of what comes in chunks', `${OK}transfer-encoding: chunked\r\n\r\n`, { method: 'HEAD' }, '', true],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', {}, '', true],
    ['304', 'HTTP/1.1 304\r\ncontent-length: 7\r\n\r\n', {}, '', true],
    [
      'interim answers',
      `HTTP/1.1 103 Early\r\nlink: <a>\r\n\r\n${OK}content-length: 2\r\n\r\nhi`,
      {},
      'hi',
      true,
    ],
    ['a server that closes', `${OK}connection: Close\r\ncontent-length: 2\r\n\r\nhi`, {}, 'hi', false],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nhi', {}, 'hi', false],
    [
      'HTTP/1.0 that keeps',
      'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 2\r\n\r\nhi',
      {},
      'hi',
      true,
    ],
  ])('a body whose end is told by %s', (_, text, options, body, keepsAlive) => {
    const seen = read(text, { ...options, size })
    expect(seen.body).toBe(body)
    expect(seen.ends).toBe(1)
    expect(seen.parser.isDone).toBe(true)
    expect(seen.parser.keepsAlive).toBe(keepsAlive)
  })

  test('fields of one name are kept apart, names in lower case, white space around values is none', () => {
    const { heads } = read(`${OK}Link: <a>\r\nLINK:<b>\t \r\n__proto__: x\r\ncontent-length: 0\r\n\r\n`, {
      size,
    })
    expect(heads).toHaveLength(1)
    expect({ ...heads[0]?.headers }).toEqual(
      Object.assign(Object.create(null), { link: ['<a>', '<b>'], 'content-length': '0', ['__proto__']: 'x' }),
    )
  })

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['another version', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['lines that end in LF', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n'],
    ['a folded line', `${OK}a: b\r\n c\r\ncontent-length: 0\r\n\r\n`],
    ['a space before the colon', `${OK}content-length : 0\r\n\r\n`],
    ['a field without a name', `${OK}: x\r\n\r\n`],
    ['a field without a colon', `${OK}nothing\r\n\r\n`],
    ['a lone CR in a value', `${OK}a: b\rc\r\n\r\n`],
    ['NUL in a value', `${OK}a: b\0c\r\n\r\n`],
    ['two lengths', `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\nhi`],
    ['a list of lengths', `${OK}content-length: 2, 2\r\n\r\nhi`],
    ['a negative length', `${OK}content-length: -1\r\n\r\n`],
    ['a length with a sign', `${OK}content-length: +2\r\n\r\nhi`],
    ['an empty length', `${OK}content-length:\r\n\r\nhi`],
    ['a length and chunks', `${OK}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a coding that nobody asked for', `${OK}transfer-encoding: gzip, chunked\r\n\r\n`],
    ['a coding that only looks like chunks', `${OK}transfer-encoding: xchunked\r\n\r\n`],
    ['chunks twice', `${OK}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n`],
    ['a chunk without a size', `${OK}transfer-encoding: chunked\r\n\r\nzz\r\n`],
    ['a chunk that is too large to count', `${OK}transfer-encoding: chunked\r\n\r\nfffffffffffff\r\n`],
    ['a chunk that is longer than it says', `${OK}transfer-encoding: chunked\r\n\r\n1\r\nhi\r\n`],
    ['bytes after the answer', `${OK}content-length: 2\r\n\r\nhihi`],
    ['another protocol that was not asked for', 'HTTP/1.1 101 Switching\r\nupgrade: x\r\n\r\n'],
  ])('%s is refused', (_, text) => {
    expect(() => read(text, { size })).toThrow(expect.objectContaining({ code: 'HPE_MALFORMED' }))
  })
})

test.each([
  ['a head', `${OK}a: ${'x'.repeat(20_000)}`],
  ['a line of a chunk', `${OK}transfer-encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}`],
  ['trailers', `${OK}transfer-encoding: chunked\r\n\r\n0\r\n${'a: b\r\n'.repeat(10_000)}`],
])('%s without end is refused', (_, text) => {
  expect(() => read(text, { size: 1000 })).toThrow(expect.objectContaining({ code: 'HPE_MALFORMED' }))
})

test.each([
  ['before the head is whole', `${OK}content-le`],
  ['within a body', `${OK}content-length: 5\r\n\r\nhel`],
  ['within chunks', `${OK}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`],
])('a connection that is closed %s is no whole answer', (_, text) => {
  const { parser, ends } = read(text)
  expect(parser.close()).toBe(false)
  expect(ends).toBe(0)
})
