/**
 * Rows as CSV (RFC 4180): a header of the columns, CRLF line ends, quotes where needed, null as nothing.
 * Text that a spreadsheet would take for a formula gets an apostrophe before it.
 */
export function csvText<Column extends string>(
  columns: readonly Column[],
  rows: Iterable<Readonly<Record<Column, string | number | null>>>,
): string {
  const lines = [columns.join(',')]
  for (const row of rows) lines.push(columns.map((column) => csvField(row[column])).join(','))
  return lines.map((line) => `${line}\r\n`).join('')
}

function csvField(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
