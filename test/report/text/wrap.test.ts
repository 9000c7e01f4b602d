import { expect, test } from 'vitest'
import { palette } from '../../../src/report/text/style.ts'
import { wrapProse } from '../../../src/report/text/wrap.ts'

test('prose is broken between words, below where it began', () => {
  expect(
    wrapProse('✖ api: the tag is immutable and holds 2b11eddb.\n    Use another tag, or none.\nend\n', 24),
  ).toBe(
    [
      '✖ api: the tag is',
      '  immutable and holds',
      '  2b11eddb.',
      '    Use another tag, or',
      '    none.',
      'end',
      '',
    ].join('\n'),
  )
})

test('what fits stays as it is, with its columns', () => {
  const table = 'image   test    prod\napi     1.4.2   1.4.1\n'
  expect(wrapProse(table, 24)).toBe(table)
})

test('a word that is wider than the terminal stays whole', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  expect(wrapProse(`! It holds ${digest} now.`, 40)).toBe(`! It holds\n  ${digest}\n  now.`)
})

test('a line with a command stays whole, so that it can be copied', () => {
  const line = '      finish     promote --from test --to prod api:1.0.0 web:2.0.0'
  expect(wrapProse(line, 30)).toBe(line)
})

test('prose around a command is broken, and the command goes to a line of its own where it does not fit', () => {
  const seen = 'To see it: promote repair prod --dry-run.'
  expect(
    wrapProse(`  Nothing was written. ${seen} To do it: promote repair prod --reason "who, and why"`, 44),
  ).toBe(
    [
      '  Nothing was written. To see it:',
      '  promote repair prod --dry-run. To do it:',
      '  promote repair prod --reason "who, and why"',
    ].join('\n'),
  )
  expect(wrapProse('  No login was found. Log in with `promote login localhost:5883`, as ann.', 42)).toBe(
    '  No login was found. Log in with\n  `promote login localhost:5883`, as ann.',
  )
})

test('colours take no room', () => {
  const { sign } = palette({ color: true })
  expect(wrapProse(`  ${sign('denied')} one two three`, 12)).toBe(`  ${sign('denied')} one two\n    three`)
})

test('a colour before the spaces of a line changes nothing', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  expect(wrapProse(`\u001b[2m  ${digest}\u001b[22m`, 40)).toBe(`\u001b[2m  ${digest}\u001b[22m`)
  expect(wrapProse('\u001b[2m  one two three\u001b[22m', 10)).toBe('\u001b[2m  one two\n  three\u001b[22m')
})
