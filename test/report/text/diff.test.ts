import { expect, test } from 'vitest'
import { diffText, matrixText } from '../../../src/report/text/diff.ts'
import { cell, matrix, pair, row } from '../diff-samples.ts'
import { lines } from '../lines.ts'
import { plain, wide } from '../samples.ts'

test('two environments: sign, versions, digests, and the links to what changed', () => {
  expect(diffText(pair(), plain)).toBe(
    lines(
      'test → prod',
      '  ~ api        1.4.1 → 1.4.2   77ab03de would replace 02de9914',
      '               commits 5d1e0c7..e9a4410',
      '    changes https://git.example.com/acme/api/compare/5d1e0c7...e9a4410',
      '  = team/web   2.0.3           in step',
      '  + worker     3.0.0           c1d2e3f4 is not in prod',
      '',
      '1 behind, 1 missing',
    ),
  )
})

test('every state has its sign and its words; absent ones share a line', () => {
  const report = {
    ...pair(),
    rows: [
      row('a', 'ahead', '1.0.0 aaaaaaaa', '1.1.0 bbbbbbbb'),
      row('b', 'moved', '1.0.0 aaaaaaaa', '1.0.0 bbbbbbbb'),
      row('c', 'unmanaged', undefined, '1.0.0 bbbbbbbb'),
      row('d', 'absent'),
    ],
  }
  expect(diffText(report, plain)).toBe(
    lines(
      'test → prod',
      '  ↑ a   1.1.0 → 1.0.0   prod is ahead: bbbbbbbb, test has aaaaaaaa',
      '  ≠ b   1.0.0           same tag, another digest: aaaaaaaa would replace bbbbbbbb',
      '  ? c   1.0.0           bbbbbbbb is not in test, and not put here by promote',
      '  – in neither: d',
      '',
      '1 moved, 1 ahead, 1 unmanaged',
    ),
  )
})

test('many images in step are one line', () => {
  const same = Array.from({ length: 6 }, (_, at) =>
    row(`svc-${at}`, 'same', '1.0.0 aaaaaaaa', '1.0.0 aaaaaaaa'),
  )
  expect(diffText({ ...pair(), rows: same, different: false }, plain)).toBe(
    lines('test → prod', '  = 6 images in step', '', 'in step'),
  )
})

test('nothing to compare is said', () => {
  expect(diffText({ ...pair(), rows: [], different: false }, plain)).toBe(
    lines('test → prod', '', 'nothing to compare'),
  )
})

test('the matrix has tags over digests, and the routes below', () => {
  expect(matrixText(matrix(), wide)).toBe(
    lines(
      'image      dev        test       staging    prod',
      'api        1.5.0      1.4.2      1.4.2 =    1.4.1',
      '           9f3c1a07   77ab03de   77ab03de   02de9914',
      'team/web   2.1.0      2.1.0 =    2.0.3      2.0.3 =',
      '           a0a1a2a3   a0a1a2a3   5e5e0b11   5e5e0b11',
      'worker     3.0.0      –          –          –',
      '           c1d2e3f4',
      '',
      'dev → test 1 behind, 1 missing · test → staging 1 behind · staging → prod 1 behind',
    ),
  )
})

test('in 80 columns the routes wrap', () => {
  expect(matrixText(matrix(), plain).split('\n').slice(-3)).toEqual([
    'dev → test 1 behind, 1 missing · test → staging 1 behind',
    'staging → prod 1 behind',
    '',
  ])
})

test('a narrow terminal gets the environments under each image', () => {
  expect(
    matrixText(matrix(), { ...plain, width: 40 })
      .split('\n')
      .slice(0, 5),
  ).toEqual([
    'api',
    '  dev       1.5.0     9f3c1a07',
    '  test      1.4.2     77ab03de',
    '  staging   1.4.2 =   77ab03de',
    '  prod      1.4.1     02de9914',
  ])
})

test('an environment with two sources is in step when it agrees with one; a sign that is not shown is not explained', () => {
  const cells = [
    cell('test', 'api', '2.0.0', 'aa'),
    cell('staging', 'api', '1.0.0', 'bb'),
    cell('prod', 'api', '2.0.0', 'aa'),
  ]
  const [test = cell('', ''), staging = cell('', ''), prod = cell('', '')] = cells
  const report = {
    kind: 'matrix' as const,
    environments: ['test', 'staging', 'prod'],
    rows: [{ image: 'api', cells }],
    routes: [
      {
        kind: 'pair' as const,
        from: 'test',
        to: 'prod',
        different: false,
        rows: [{ image: 'api', state: 'same' as const, from: test, to: prod }],
      },
      {
        kind: 'pair' as const,
        from: 'staging',
        to: 'prod',
        different: true,
        rows: [{ image: 'api', state: 'ahead' as const, from: staging, to: prod }],
      },
    ],
    different: true,
  }
  expect(matrixText(report, plain)).toBe(
    lines(
      'image   test       staging    prod',
      'api     2.0.0      1.0.0      2.0.0 =',
      '        aa000000   bb000000   aa000000',
      '',
      'test → prod in step · staging → prod 1 ahead',
    ),
  )
})

test('an image that is in no environment leaves no empty line', () => {
  const absent = (environment: string) => ({ environment, repository: environment, current: null })
  const rows = [{ image: 'api', cells: [absent('test'), absent('prod')] }]
  const report = { ...matrix(), environments: ['test', 'prod'], rows, routes: [] }
  expect(matrixText(report, plain).split('\n').slice(0, 3)).toEqual([
    'image   test   prod',
    'api     –      –',
    '',
  ])
})

test('two environments compared name the images that are in neither', () => {
  const absent = (environment: string) => ({ environment, repository: environment, current: null })
  const rows = [{ image: 'api', state: 'absent' as const, from: absent('test'), to: absent('prod') }]
  const report = { kind: 'pair' as const, from: 'test', to: 'prod', rows, different: false }
  expect(diffText(report, plain)).toContain('  – in neither: api\n')
})
