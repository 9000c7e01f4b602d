import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  algorithmOf,
  digestOf,
  hasherFor,
  hexOf,
  isDigest,
  parseDigest,
  shortDigest,
} from '../../src/oci/digest.ts'

const anyAlgorithm = fc.constantFrom('sha256' as const, 'sha512' as const)

test('the digest of any content parses, names its algorithm, and is that of a plain hash', () => {
  fc.assert(
    fc.property(fc.uint8Array(), anyAlgorithm, (content, algorithm) => {
      const digest = digestOf(content, algorithm)
      expect(parseDigest(digest)).toBe(digest)
      expect(algorithmOf(digest)).toBe(algorithm)
      expect(hexOf(digest)).toBe(createHash(algorithm).update(content).digest('hex'))
      expect(hasherFor(digest).update(content).digest('hex')).toBe(hexOf(digest))
      expect(digest).toContain(`:${shortDigest(digest)}`)
      expect(shortDigest(digest, 12)).toHaveLength(12)
    }),
  )
})

test('known digests', () => {
  expect(digestOf('')).toBe('sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(digestOf('{}')).toBe('sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
})

test('a digest with one character changed into any other is another digest or none', () => {
  const digest = digestOf('content')
  fc.assert(
    fc.property(
      fc.nat({ max: digest.length - 1 }),
      fc.string({ minLength: 1, maxLength: 1 }),
      (at, other) => {
        const text = digest.slice(0, at) + other + digest.slice(at + 1)
        fc.pre(text !== digest)
        if (isDigest(text)) expect(other).toMatch(/^[0-9a-f]$/)
        else expect(() => parseDigest(text)).toThrow(expect.objectContaining({ code: 'protocol' }))
      },
    ),
  )
})

test.for([
  '',
  'sha256:',
  'md5:d41d8cd98f00b204e9800998ecf8427e',
  `sha256:${'A'.repeat(64)}`,
  `sha256:${'0'.repeat(65)}`,
  `sha512:${'0'.repeat(64)}`,
  ` sha256:${'0'.repeat(64)}`,
  `sha256:${'0'.repeat(64)}\n`,
])('%j is no digest', (text) => {
  expect(isDigest(text)).toBe(false)
})

test('a message shows no more than the beginning of a long text', () => {
  expect(() => parseDigest('x'.repeat(10_000))).toThrow(/^.{1,300}$/)
})
