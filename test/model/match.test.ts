import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Selector } from '../../src/model/config.ts'
import { globMatcher } from '../../src/model/glob.ts'
import { isImmutable, matchTags, nearTags, selectorText } from '../../src/model/match.ts'
import { compareVersions, highestSemver, isStableVersion, sortNewestFirst } from '../../src/model/version.ts'
import { digestOf } from '../../src/oci/digest.ts'

const tags = [
  '1.4.2',
  'v1.5.0',
  '1.10.0',
  '2.0.0-rc.1',
  '2.0.0',
  '1.4',
  'latest',
  'test',
  'test-7',
  'test-12',
]

test.each<[string, Selector, readonly string[]]>([
  ['a tag', { kind: 'tag', tag: '1.4.2' }, ['1.4.2']],
  ['a tag that is absent', { kind: 'tag', tag: '9.9.9' }, []],
  ['the tag of the environment', { kind: 'tag', tag: '{env}' }, ['test']],
  ['a glob, newest first', { kind: 'glob', glob: '1.*' }, ['1.10.0', '1.4.2', '1.4']],
  ['a glob with the environment', { kind: 'glob', glob: '{env}-*' }, ['test-12', 'test-7']],
  ['a range', { kind: 'semver', range: '>=1.4 <2' }, ['1.10.0', 'v1.5.0', '1.4.2']],
  ['the newest of a range', { kind: 'semver', range: '*', newest: 1 }, ['2.0.0']],
  ['more than there are', { kind: 'semver', range: '1.4.x', newest: 5 }, ['1.4.2']],
  ['a range that names a prerelease', { kind: 'semver', range: '>=2.0.0-rc.0' }, ['2.0.0', '2.0.0-rc.1']],
  ['a regex', { kind: 'regex', pattern: '^v', matches: (tag) => tag.startsWith('v') }, ['v1.5.0']],
  [
    'the newest of a regex',
    { kind: 'regex', pattern: '-', newest: 2, matches: (tag) => tag.includes('-') },
    ['2.0.0-rc.1', 'test-12'],
  ],
  ['a digest', { kind: 'digest', digest: digestOf('x') }, []],
])('%s selects its tags', (_, selector, expected) => {
  expect(matchTags(selector, tags, 'test')).toEqual(expected)
})

test('selectors read as they are written', () => {
  expect(selectorText({ kind: 'semver', range: '1.x' })).toBe('semver 1.x')
  expect(selectorText({ kind: 'regex', pattern: '^v', matches: () => true })).toBe('regex ^v')
})

test.each([
  ['*', 'anything', true],
  ['v*', 'v1', true],
  ['v*', '1', false],
  ['1.?', '1.4', true],
  ['1.?', '1.40', false],
  ['[0-9]*.[0-9]*.[0-9]*', '1.4.2', true],
  ['[0-9]*.[0-9]*.[0-9]*', '10.20.30-rc.1', true],
  ['[0-9]*.[0-9]*.[0-9]*', 'v1.4.2', false],
  ['[!v]*', 'v1', false],
  ['[^v]*', '1', true],
  ['*-rc*', '1.0-rc.1', true],
  ['a*b*c', 'aXbYbZc', true],
  ['a*b*c', 'aXbYbZ', false],
  ['[a-c-]x', '-x', true],
  ['1.*', '1.', true],
  ['1.4', '1x4', false],
])('the glob %s and the tag %s: %s', (glob, tag, expected) => {
  expect(globMatcher(glob)(tag)).toBe(expected)
})

test('a glob of many stars takes steps in proportion to its length', () => {
  // An engine that goes back at every star would take 128^20 steps here, so that this test would never end.
  expect(globMatcher(`${'*a'.repeat(20)}*b`)('a'.repeat(128))).toBe(false)
})

test('property: a glob agrees with the regular expression it stands for', () => {
  const piece = fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '[!a]', '[a-c]')
  const regexOf: Readonly<Record<string, string>> = { '.': '\\.', '*': '.*', '?': '.', '[!a]': '[^a]' }
  const tag = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '.'), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), tag, (pieces, text) => {
      const expression = new RegExp(`^${pieces.map((one) => regexOf[one] ?? one).join('')}$`)
      expect(globMatcher(pieces.join(''))(text)).toBe(expression.test(text))
    }),
    { numRuns: 500 },
  )
})

test('tags are immutable by glob or by name', () => {
  expect(isImmutable(['v*'], 'v1')).toBe(true)
  expect(isImmutable(['stable'], 'stable')).toBe(true)
  expect(isImmutable(['stable', 'v*'], 'stable-1')).toBe(false)
  expect(isImmutable([], 'v1')).toBe(false)
})

test('near tags are those that differ little, nearest first', () => {
  expect(nearTags('1.4.3', ['1.4.2', '1.5.0', '14.3', 'latest', '1.4.33'])).toEqual([
    '1.4.2',
    '1.4.33',
    '14.3',
  ])
  expect(nearTags('V1.4.2', ['v1.4.2', 'v2'])).toEqual(['v1.4.2'])
  expect(nearTags('zzz', ['latest', '1.9.0', '1.0.0', '1.10.0', 'old'])).toEqual(['1.10.0', '1.9.0', '1.0.0'])
})

test('the highest version is the highest stable one, else the highest prerelease', () => {
  expect(highestSemver(tags)).toBe('2.0.0')
  expect(highestSemver(['1.0.0-rc.2', '1.0.0-rc.10', 'latest'])).toBe('1.0.0-rc.10')
  expect(highestSemver(['latest', '1.4'])).toBeUndefined()
})

test('versions compare by precedence, and other tags do not compare', () => {
  expect(compareVersions('1.10.0', 'v1.9.0')).toBeGreaterThan(0)
  expect(compareVersions('1.0.0-rc.1', '1.0.0')).toBeLessThan(0)
  expect(compareVersions('v1.0.0', '1.0.0')).toBe(0)
  expect(compareVersions('1.0', '1.0.0')).toBeUndefined()
  expect([isStableVersion('1.0.0'), isStableVersion('1.0.0-rc.1'), isStableVersion('latest')]).toEqual([
    true,
    false,
    false,
  ])
})

test('an underscore stands for the plus before build metadata, which a tag cannot hold', () => {
  const helm = ['0.2.0_build.5', '0.1.0', '0.3.0-rc.1_build.2', 'not_a_version']
  expect(matchTags({ kind: 'semver', range: '>=0.1.0', newest: 9 }, helm, 'dev')).toEqual([
    '0.2.0_build.5',
    '0.1.0',
  ])
  expect(isStableVersion('0.3.0-rc.1_build.2')).toBe(false)
  expect(compareVersions('0.2.0_build.5', '0.2.0')).toBe(0)
})

test('property: the order of tags does not depend on the order they came in', () => {
  const tag = fc.oneof(
    fc.stringMatching(/^v?[0-9]\.[0-9]\.[0-9]$/),
    fc.stringMatching(/^[0-9]\.[0-9]\.[0-9]-rc\.[0-9]$/),
    fc.stringMatching(/^[a-cA-C]{1,2}-?[0-9]{0,3}$/),
  )
  fc.assert(
    fc.property(fc.uniqueArray(tag, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (list, order) => {
      const shuffled = [...list]
        .map((one) => ({ one, key: order.next().value }))
        .sort((a, b) => a.key - b.key)
      expect(sortNewestFirst(shuffled.map(({ one }) => one))).toEqual(sortNewestFirst(list))
    }),
  )
})
