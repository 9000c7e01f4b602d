/** The text of a report from its lines, written as they are seen. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`
}
