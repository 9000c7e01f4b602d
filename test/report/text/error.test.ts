import { describe, expect, test } from 'vitest'
import { errorJson } from '../../../src/report/error-json.ts'
import { errorText } from '../../../src/report/text/error.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { lines } from '../lines.ts'
import { plain } from '../samples.ts'

test('image, sentence and hint', () => {
  const error = new PromoteError(
    'immutable',
    'prod refused the tag v1.4.2 (registry.example.com/prod/api): it is immutable and holds 02de9914, not 77ab03de.',
    { image: 'api', hint: 'Promote under another tag, or change `immutable` for prod in promotion.yaml:14.' },
  )
  expect(errorText(error, plain)).toBe(
    lines(
      '✖ api: prod refused the tag v1.4.2 (registry.example.com/prod/api): it is immutable and holds 02de9914, not 77ab03de.',
      '  Promote under another tag, or change `immutable` for prod in promotion.yaml:14.',
    ),
  )
})

test('all problems of a document, each with its line and a caret', () => {
  const error = new PromoteError('invalid-file', 'promotion.yaml is not valid.', {
    hint: 'promotion.schema.json has all keys.',
    problems: [
      {
        message: '"enviroments" is not a known key.',
        file: 'promotion.yaml',
        line: 2,
        column: 1,
        excerpt: 'enviroments:',
        length: 11,
        hint: 'Did you mean "environments"?',
      },
      {
        message: 'A tag is text.',
        file: 'promotion.yaml',
        line: 14,
        column: 20,
        excerpt: '    select: ["日本", 1.10]',
        length: 4,
      },
      { message: 'PROD_HOST is not set.', file: 'promotion.yaml' },
    ],
  })
  expect(errorText(error, plain)).toBe(
    lines(
      '✖ promotion.yaml is not valid.',
      '',
      '  promotion.yaml:2:1  "enviroments" is not a known key.',
      '    2 | enviroments:',
      '        ^^^^^^^^^^^',
      '    Did you mean "environments"?',
      '',
      '  promotion.yaml:14:20  A tag is text.',
      '    14 |     select: ["日本", 1.10]',
      '                              ^^^^',
      '',
      '  promotion.yaml  PROD_HOST is not set.',
      '',
      '  promotion.schema.json has all keys.',
      '  3 problems',
    ),
  )
})

describe('carets', () => {
  const caretOf = (
    excerpt: string,
    column: number,
    length: number,
    width = 80,
  ): readonly [string, string] => {
    const error = new PromoteError('invalid-file', 'x', {
      problems: [{ message: 'm', line: 7, column, excerpt, length }],
    })
    const [, , , line = '', caret = ''] = errorText(error, { ...plain, width }).split('\n')
    return [line, caret]
  }

  test('a long line shows the part around the caret', () => {
    const [line, caret] = caretOf(`${'x'.repeat(150)}WRONG${'y'.repeat(150)}`, 151, 5)
    expect(line.length).toBeLessThanOrEqual(80)
    expect(line.slice(caret.indexOf('^'), caret.length)).toBe('WRONG')
    expect(line).toMatch(/^ {4}7 \| …x+WRONGy+…$/)
  })

  test('tabs and combining marks keep the caret in place', () => {
    const [line, caret] = caretOf('\tké: WRONG', 6, 5)
    expect(line.slice(caret.indexOf('^'), caret.length)).toBe('WRONG')
  })

  test('a column past the end still gets a caret', () => {
    expect(caretOf('ab', 9, 3)[1]).toBe(`${' '.repeat(10)}^`)
  })
})

test('JSON has what a machine needs, and no cause', () => {
  const error = new PromoteError('unauthorized', 'registry.example.com wants a login.', {
    cause: new Error('secret'),
    side: 'destination',
    reference: 'registry.example.com/prod/api',
    image: 'api',
    hint: 'Log in.',
    status: 401,
  })
  expect(errorJson(error)).toEqual({
    error: {
      code: 'unauthorized',
      message: 'registry.example.com wants a login.',
      hint: 'Log in.',
      side: 'destination',
      reference: 'registry.example.com/prod/api',
      image: 'api',
    },
    exitCode: 6,
  })
  expect(errorJson(new PromoteError('cancelled', 'The run was cancelled.'), 143).exitCode).toBe(143)
})
