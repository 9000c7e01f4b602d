import type { DiffCell, DiffReport, DiffRow, DiffState, MatrixReport } from '../../src/model/diff.ts'
import { digest } from './samples.ts'

/** One image in one environment; no tag: not there. */
export function cell(environment: string, image: string, tag?: string, start = '0'): DiffCell {
  return {
    environment,
    repository: `registry.example.com/${environment}/${image}`,
    current: tag === undefined ? null : { tag, digest: digest(start), known: 'ledger' },
  }
}

/** One image between test and prod; versions as `1.4.2 77ab03de`, or undefined where it is not there. */
export function row(image: string, state: DiffState, from?: string, to?: string): DiffRow {
  const [fromTag, fromDigest] = from?.split(' ') ?? []
  const [toTag, toDigest] = to?.split(' ') ?? []
  return {
    image,
    state,
    from: cell('test', image, fromTag, fromDigest),
    to: cell('prod', image, toTag, toDigest),
  }
}

/** test against prod: one behind, with its changes, one new, one in step. */
export function pair(): DiffReport {
  return {
    kind: 'pair',
    from: 'test',
    to: 'prod',
    different: true,
    rows: [
      {
        ...row('api', 'behind', '1.4.2 77ab03de', '1.4.1 02de9914'),
        commits: '5d1e0c7..e9a4410',
        compare: 'https://git.example.com/acme/api/compare/5d1e0c7...e9a4410',
      },
      row('team/web', 'same', '2.0.3 5e5e0b11', '2.0.3 5e5e0b11'),
      row('worker', 'missing', '3.0.0 c1d2e3f4'),
    ],
  }
}

/** Three images in four environments. */
export function matrix(): MatrixReport {
  const environments = ['dev', 'test', 'staging', 'prod']
  const versions: Readonly<Record<string, readonly (readonly [string, string] | undefined)[]>> = {
    api: [
      ['1.5.0', '9f3c1a07'],
      ['1.4.2', '77ab03de'],
      ['1.4.2', '77ab03de'],
      ['1.4.1', '02de9914'],
    ],
    'team/web': [
      ['2.1.0', 'a0a1a2a3'],
      ['2.1.0', 'a0a1a2a3'],
      ['2.0.3', '5e5e0b11'],
      ['2.0.3', '5e5e0b11'],
    ],
    worker: [['3.0.0', 'c1d2e3f4'], undefined, undefined, undefined],
  }
  const rows = Object.entries(versions).map(([image, places]) => ({
    image,
    cells: environments.map((name, at) => cell(name, image, places[at]?.[0], places[at]?.[1])),
  }))
  const state = (from: DiffCell, to: DiffCell): DiffState => {
    if (from.current === null) return 'absent'
    if (to.current === null) return 'missing'
    return from.current.digest === to.current.digest ? 'same' : 'behind'
  }
  const routes = environments.slice(1).map((to, at): DiffReport => {
    const compared = rows.flatMap(({ image, cells }): DiffRow[] => {
      const [a, b] = [cells[at], cells[at + 1]]
      return a === undefined || b === undefined ? [] : [{ image, state: state(a, b), from: a, to: b }]
    })
    return { kind: 'pair', from: environments[at] ?? '', to, rows: compared, different: true }
  })
  return { kind: 'matrix', environments, rows, routes, different: true }
}
