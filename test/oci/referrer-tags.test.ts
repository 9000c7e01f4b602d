import { expect, test } from 'vitest'
import { digestOf } from '../../src/oci/digest.ts'
import { isTag } from '../../src/oci/reference.ts'
import { cosignTag, fallbackTag, isReferrerTag } from '../../src/oci/referrer-tags.ts'

const sha256 = digestOf('x')
const sha512 = digestOf('x', 'sha512')

test('a fallback tag is the algorithm and at most 64 hex digits', () => {
  expect(fallbackTag(sha256)).toBe(sha256.replace(':', '-'))
  expect(fallbackTag(sha512)).toBe(`sha512-${sha512.slice('sha512:'.length, 'sha512:'.length + 64)}`)
  expect(isTag(fallbackTag(sha512))).toBe(true)
})

test('cosign has tags for sha256 alone', () => {
  expect(cosignTag(sha256, 'sig')).toBe(`${sha256.replace(':', '-')}.sig`)
  expect(cosignTag(sha512, 'att')).toBeUndefined()
})

test('tags of referrers are told from versions', () => {
  for (const tag of [
    fallbackTag(sha256),
    fallbackTag(sha512),
    `${fallbackTag(sha256)}.sbom`,
    `${fallbackTag(sha256)}.a.meta`,
  ]) {
    expect(isReferrerTag(tag)).toBe(true)
  }
  for (const tag of ['1.4.2', 'sha256-abc', `${fallbackTag(sha256)}x`, `x${fallbackTag(sha256)}`]) {
    expect(isReferrerTag(tag)).toBe(false)
  }
})
