import { displayWidth, padEnd } from './width.ts'

/** How {@link alignColumns} sets cells. */
export interface ColumnOptions {
  /** Put before each line. */
  readonly indent?: string
  /** Spaces between columns; 3 unless told. */
  readonly gap?: number
  /** Columns that each has at least, the gap not counted; none unless told. */
  readonly least?: number
}

/** Columns that each of docker's tables has at least, the gap not counted. */
export const DOCKER_LEAST_WIDTH = 7

/**
 * Rows of cells as lines, each column as wide as its widest cell. The last cell of a row may be of any length,
 * and does not widen its column when the row is shorter than others. No line ends in spaces.
 */
export function alignColumns(rows: readonly (readonly string[])[], options: ColumnOptions = {}): string[] {
  const gap = ' '.repeat(options.gap ?? 3)
  const widths = columnWidths(rows).map((width) => Math.max(width, options.least ?? 0))
  return rows.map((row) =>
    ((options.indent ?? '') + row.map((cell, at) => padEnd(cell, widths[at] ?? 0)).join(gap)).trimEnd(),
  )
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
