import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Descriptor } from '../../src/oci/descriptor.ts'
import { digestOf } from '../../src/oci/digest.ts'
import { ContentVerifier } from '../../src/oci/verify.ts'

const content = { code: 'content' }

function describeContent(bytes: Uint8Array, algorithm: 'sha256' | 'sha512' = 'sha256'): Descriptor {
  return { mediaType: 'a/b', digest: digestOf(bytes, algorithm), size: bytes.byteLength }
}

function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...new Set(cuts.map((cutAt) => cutAt % (bytes.byteLength + 1)))].sort((a, b) => a - b)
  return [...ends, bytes.byteLength].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
}

test('any content passes, however it is cut, and whichever parts come again', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.constantFrom('sha256' as const, 'sha512' as const),
      fc.nat({ max: 3 }),
      (bytes, cuts, algorithm, again) => {
        const verifier = new ContentVerifier(describeContent(bytes, algorithm))
        let position = 0
        for (const piece of cut(bytes, cuts)) {
          verifier.update(piece, position)
          position += piece.byteLength
          // A transfer that broke begins again somewhere before.
          const start = Math.max(0, position - again)
          verifier.update(bytes.subarray(start, position), start)
          expect(verifier.hashed).toBe(position)
        }
        verifier.finish()
      },
    ),
  )
})

test('any other content fails', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 16 }), fc.uint8Array({ maxLength: 16 }), (wanted, given) => {
      fc.pre(!Buffer.from(wanted).equals(given))
      const verifier = new ContentVerifier(describeContent(wanted))
      expect(() => {
        verifier.update(given, 0)
        verifier.finish()
      }).toThrow(expect.objectContaining(content))
    }),
  )
})

test('a gap fails where it is', () => {
  const verifier = new ContentVerifier(describeContent(Buffer.from('abc')))
  verifier.update(Buffer.from('a'), 0)
  expect(() => verifier.update(Buffer.from('c'), 2)).toThrow(/a gap at byte 1/)
})

test('a stream passes its bytes on, and ends in the failure', async () => {
  const bytes = Buffer.from('some content')
  const pass = Readable.from([bytes.subarray(0, 4), bytes.subarray(4)])
  expect(await buffer(pass.pipe(new ContentVerifier(describeContent(bytes)).stream()))).toEqual(bytes)
  const short = Readable.from([bytes.subarray(0, 4)])
  await expect(
    buffer(short.pipe(new ContentVerifier(describeContent(bytes)).stream())),
  ).rejects.toMatchObject(content)
})

test('one verifier goes on through a second stream', async () => {
  const bytes = Buffer.from('some content')
  const verifier = new ContentVerifier(describeContent(bytes))
  verifier.update(bytes.subarray(0, 7), 0)
  const rest = Readable.from([bytes.subarray(5)])
  expect(await buffer(rest.pipe(verifier.stream(5)))).toEqual(bytes.subarray(5))
  expect(verifier.hashed).toBe(bytes.byteLength)
})
