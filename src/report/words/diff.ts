import {
  type DiffCell,
  type DiffReport,
  type DiffRow,
  type DiffState,
  isDifferent,
  type MatrixReport,
} from '../../model/diff.ts'
import { countedNames } from '../../model/referrers.ts'
import { shortDigest } from '../../oci/digest.ts'
import { type Mark, SIGNS } from './signs.ts'
import { listText } from './units.ts'

/** How many images are in which state along a route: `1 behind, 1 missing`, or `in step`. */
export function routeSummary(report: DiffReport): string {
  const count = (state: DiffState): number => report.rows.filter((row) => row.state === state).length
  const states: readonly DiffState[] = [
    'behind',
    'missing',
    'moved',
    'ahead',
    'referrers-missing',
    'unmanaged',
  ]
  const parts = states.flatMap((state) =>
    count(state) === 0 ? [] : [`${count(state)} ${state === 'referrers-missing' ? 'incomplete' : state}`],
  )
  const absent = report.rows.filter((row) => row.state === 'absent' && isDifferent(row)).length
  if (absent > 0) parts.push(`${absent} in neither`)
  if (count('unread') > 0) parts.push(`${count('unread')} not read`)
  const same = count('same')
  if (parts.length === 0) return same === 0 ? 'nothing to compare' : 'in step'
  return parts.join(', ')
}

/** The sign of a state: `+` missing, `~` behind, `=` same, `≈` same without all referrers, `≠` moved, `↑` ahead, `?` unmanaged, `–` absent. */
export function stateSign(state: DiffState): string {
  switch (state) {
    case 'same':
      return '='
    case 'referrers-missing':
      return '≈'
    case 'behind':
      return '~'
    case 'ahead':
      return '↑'
    case 'moved':
      return '≠'
    case 'missing':
      return '+'
    case 'unmanaged':
      return '?'
    case 'unread':
      return SIGNS.denied
    case 'absent':
      return '–'
    default:
      return state satisfies never
  }
}

/** The state of one row in words, with the digests it is about. */
export function stateText(row: DiffRow, route: { readonly from: string; readonly to: string }): string {
  const theirs = row.from.current === null ? '' : shortDigest(row.from.current.digest)
  const ours = row.to.current === null ? '' : shortDigest(row.to.current.digest)
  switch (row.state) {
    case 'same':
      return 'in step'
    case 'referrers-missing':
      return `in step, but ${route.to} lacks ${countedNames((row.referrers ?? []).map(({ kind }) => kind))}`
    case 'behind':
      return theirs === ours ? lackingText(row, route) : `${theirs} would replace ${ours}`
    case 'ahead':
      return `${route.to} is ahead: ${ours}, ${route.from} has ${theirs}`
    case 'moved':
      return `same tag, another digest: ${theirs} would replace ${ours}`
    case 'missing':
      return `${theirs} is not in ${route.to}`
    case 'unmanaged':
      return `${ours} is not in ${route.from}, and not put here by promote`
    case 'unread': {
      const ends = [row.from, row.to].flatMap((end) => (end.unread === true ? [end.environment] : []))
      // The destination's version may be known although a run would have to read more of it.
      return `not compared: ${(ends.length === 0 ? [route.to] : ends).join(' and ')} could not be read`
    }
    case 'absent': {
      const missing = row.missing ?? []
      const what = missing.length === 0 ? '' : `${listText(missing, LISTED_TAGS)} ${isOrAre(missing)} `
      return what === '' ? 'in neither' : `${what}in neither ${route.from} nor ${route.to}`
    }
    default:
      return row.state satisfies never
  }
}

/** What a run would do, or could not, although both ends have the same digest. */
function lackingText(
  { tags = [], missing = [] }: DiffRow,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  const parts = [
    ...(tags.length === 0 ? [] : [`${listText(tags, LISTED_TAGS)} would be tagged in ${to}`]),
    ...(missing.length === 0 ? [] : [`${listText(missing, LISTED_TAGS)} is not in ${from}`]),
  ]
  return parts.join(', ')
}

function isOrAre(items: readonly string[]): string {
  return items.length === 1 ? 'is' : 'are'
}

/** How many tags a line names. */
const LISTED_TAGS = 3

/** The colour of a state. */
export function stateMark(state: DiffState): Mark {
  switch (state) {
    case 'same':
      return 'same'
    case 'missing':
      return 'added'
    case 'behind':
    case 'ahead':
    case 'referrers-missing':
      return 'moved'
    case 'moved':
    case 'unmanaged':
    case 'unread':
      return 'denied'
    case 'absent':
      return 'absent'
    default:
      return state satisfies never
  }
}

/** What a cell of the matrix shows: nothing, or a version with its digest and sometimes a sign. */
export type MatrixCell =
  | { readonly kind: 'absent' }
  /** It could not be read. */
  | { readonly kind: 'unread' }
  | {
      readonly kind: 'version'
      readonly tag: string
      /** Shortened. */
      readonly digest: string
      /** How it compares with its source; left out for `behind` and in the first environment, which have no sign. */
      readonly state?: Exclude<DiffState, 'behind' | 'missing' | 'unread' | 'absent'>
    }

/**
 * What the matrix says of one image in one environment, in every form of report. An environment with several sources
 * is in step when it agrees with one of them; otherwise the first that applies of moved, ahead, behind and unmanaged is shown.
 */
export function matrixCell(
  matrix: MatrixReport,
  image: string,
  { environment, current, unread }: DiffCell,
): MatrixCell {
  if (unread === true) return { kind: 'unread' }
  if (current === null) return { kind: 'absent' }
  const version = { kind: 'version', tag: current.tag, digest: shortDigest(current.digest) } as const
  const states = matrix.routes
    .filter((route) => route.to === environment)
    .flatMap((route) => route.rows.filter((row) => row.image === image).map((row) => row.state))
  const order = ['same', 'referrers-missing', 'moved', 'ahead', 'behind', 'unmanaged'] as const
  const state = order.find((one) => states.includes(one))
  return state === undefined || state === 'behind' ? version : { ...version, state }
}

/** Explains the less common signs that are in the cells of a matrix, a text for each. */
export function matrixLegend(matrix: MatrixReport): string[] {
  const cells = matrix.rows.flatMap(({ image, cells: own }) =>
    own.map((cell) => matrixCell(matrix, image, cell)),
  )
  const states = new Set(cells.map((cell) => (cell.kind === 'version' ? cell.state : undefined)))
  const meanings = [
    ['moved', 'the same tag, another digest'],
    ['ahead', 'ahead of its source'],
    ['referrers-missing', 'in step, but signatures or other referrers are lacking'],
    ['unmanaged', 'not in its source, not put there by promote'],
  ] as const
  return meanings.flatMap(([state, meaning]) => (states.has(state) ? [`${stateSign(state)} ${meaning}`] : []))
}
