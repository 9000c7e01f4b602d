/** Spaces before a line that goes on. */
const INDENT = '  '

/** Lines of usage broken where they are wider than `width` columns: between flags and arguments, never inside one. */
export function wrapUsage(usage: string, width: number): string {
  return usage
    .split('\n')
    .map((line) => wrapLine(line, width))
    .join('\n')
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = []
  for (const part of partsOf(line)) {
    const last = lines.at(-1)
    const joined = last === undefined ? part : `${last} ${part}`
    if (last === undefined || joined.length <= width) lines[Math.max(0, lines.length - 1)] = joined
    else lines.push(INDENT + part)
  }
  return lines.join('\n')
}

/** What stays together: what brackets hold, and a flag with its value. */
function partsOf(line: string): string[] {
  const parts: string[] = []
  let depth = 0
  for (const word of line.split(' ')) {
    const last = parts.at(-1) ?? ''
    const isValue = /^--?\w[\w-]*$/.test(last) && !/^[-[]/.test(word)
    if (depth > 0 || isValue) parts[parts.length - 1] = `${last} ${word}`
    else parts.push(word)
    depth += word.split('[').length - word.split(']').length
  }
  return parts
}
