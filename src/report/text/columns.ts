import { printableLines } from '../../support/printable.ts'
import { displayWidth, padEnd } from './width.ts'
import { wrapProse } from './wrap.ts'

/** How {@link alignColumns} sets cells. */
export interface ColumnOptions {
  /** Put before each line. */
  readonly indent?: string
  /** Spaces between columns; 3 unless told. */
  readonly gap?: number
  /** Columns that each has at least, the gap not counted; none unless told. */
  readonly least?: number
  /** Columns of the terminal: a last cell that is too wide for it is wrapped below its own beginning, where there is room. */
  readonly width?: number
}

/** Columns that a last cell needs to be wrapped below its own beginning. */
const LEAST_WRAPPED = 30

/** Columns that each of docker's tables has at least, the gap not counted. */
export const DOCKER_LEAST_WIDTH = 7

/**
 * Rows of cells as lines, each column as wide as its widest cell. The last cell of a row may be of any length,
 * and does not widen its column when the row is shorter than others. No line ends in spaces.
 */
export function alignColumns(rows: readonly (readonly string[])[], options: ColumnOptions = {}): string[] {
  const gap = ' '.repeat(options.gap ?? 3)
  const widths = columnWidths(rows).map((width) => Math.max(width, options.least ?? 0))
  const indent = options.indent ?? ''
  return rows.flatMap((row) => {
    const cells = row.map((cell, at) => padEnd(cell, widths[at] ?? 0))
    const line = (indent + cells.join(gap)).trimEnd()
    const start = indent + cells.slice(0, -1).join(gap) + gap
    const left = (options.width ?? 0) - displayWidth(start)
    if (left < LEAST_WRAPPED || displayWidth(line) - displayWidth(start) <= left) return [line]
    return wrapProse(row.at(-1) ?? '', left)
      .split('\n')
      .map((part, at) => (at === 0 ? start + part : ' '.repeat(displayWidth(start)) + printableLines(part)))
  })
}

/** Columns each column of {@link alignColumns} takes. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length))
  return Array.from({ length: count }, (_, at) =>
    Math.max(
      0,
      ...rows
        .filter((row) => at < row.length - 1 || row.length === count)
        .map((row) => displayWidth(row[at] ?? '')),
    ),
  )
}

/** Items joined with ` · `, on as many lines of at most `width` columns as needed. */
export function joinWithDots(items: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const item of items) {
    const last = lines.at(-1)
    const joined = last === undefined ? item : `${last} · ${item}`
    if (last !== undefined && displayWidth(joined) <= width) lines[lines.length - 1] = joined
    else lines.push(item)
  }
  return lines
}
