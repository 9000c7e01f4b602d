import { displayWidth } from './width.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes that style.ts writes
const START = /^( *)((?:\u001b\[\d+m)*[^\w\s"](?:\u001b\[\d+m)* )?/

/** A line with a command is for copying, which a break would spoil. */
const COMMAND = /\bpromote (?:[a-z]|--)/

/**
 * Breaks lines of prose that are wider than a terminal between words, and indents what comes below: after the sign, where
 * the line begins with one. A word that is wider (a digest, a reference) and a line with a command stay whole.
 */
export function wrapProse(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (displayWidth(line) <= width || COMMAND.test(line) ? [line] : wrapLine(line, width)))
    .join('\n')
}

function wrapLine(line: string, width: number): string[] {
  const [start = '', spaces = '', sign = ''] = START.exec(line) ?? []
  const indent = spaces + (sign === '' ? '' : '  ')
  const lines: string[] = []
  let current = start
  let isEmpty = true
  for (const word of line.slice(start.length).split(' ')) {
    const joined = isEmpty ? current + word : `${current} ${word}`
    if (isEmpty || displayWidth(joined) <= width) current = joined
    else {
      lines.push(current.trimEnd())
      current = indent + word
    }
    isEmpty = false
  }
  return [...lines, current]
}
