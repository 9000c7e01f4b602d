import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitLines } from '../../../src/ledger/chain/lines.ts'
import { verifyChain } from '../../../src/ledger/chain/verify-chain.ts'
import { collect } from '../../support/collect.ts'
import { FIRST_LEDGER } from '../first-entries.ts'

/** The text in chunks of these sizes, over and over. */
function* chunksOf(bytes: Buffer, sizes: readonly number[]): Generator<Uint8Array> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

test('lines are the same however the stream is cut', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '\n'), maxLength: 40 })
  const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(text, sizes, async (content, cuts) => {
      const lines = await collect(splitLines(chunksOf(Buffer.from(content), cuts)))
      const parts = content.split('\n')
      const expected = parts.at(-1) === '' ? parts.slice(0, -1) : parts
      expect(lines.map(({ bytes }) => bytes.toString())).toEqual(expected)
      expect(lines.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1))
      for (const { offset, bytes } of lines) {
        expect(Buffer.from(content).subarray(offset, offset + bytes.length)).toEqual(bytes)
      }
      const ends = lines.map(({ terminated, last }) => [terminated, last])
      expect(ends).toEqual(
        expected.map((_, at) => {
          const isLast = at === expected.length - 1
          return [!isLast || content.endsWith('\n'), isLast]
        }),
      )
    }),
  )
})

test('a chain is verified from any stream, no file needed', async () => {
  const bytes = await readFile(FIRST_LEDGER)
  expect(await verifyChain(splitLines(chunksOf(bytes, [1000, 1])))).toMatchObject({ ok: true, entries: 7 })
})
