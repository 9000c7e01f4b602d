import { displayWidth } from './width.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes that style.ts writes
const START = /^((?:\u001b\[\d+m)* *)((?:\u001b\[\d+m)*[^\w\s"](?:\u001b\[\d+m)* )?/

/** A command in a column of its own, behind its name. */
const IN_COLUMN = / {2}promote (?:[a-z]|--)/

/** A command, to the end of its quotes, its sentence or the line, or a word. */
const PARTS = /`promote [^`]*`\S*|\bpromote (?:[a-z]|--).*?(?:\.(?= [A-Z])|$)|[^ ]*/y

/**
 * Breaks lines of prose that are wider than a terminal between words, and indents what comes below: after the sign, where
 * the line begins with one. A word that is wider (a digest, a reference) and a command stay whole: a command is for
 * copying, which a break would spoil.
 */
export function wrapProse(text: string, width: number): string {
  return text
    .split('\n')
    .flatMap((line) => (displayWidth(line) <= width ? [line] : wrapLine(line, width)))
    .join('\n')
}

function wrapLine(line: string, width: number): string[] {
  const [start = '', lead = '', sign = ''] = START.exec(line) ?? []
  if (IN_COLUMN.test(line.slice(lead.length))) return [line]
  const indent = ' '.repeat(displayWidth(lead) + (sign === '' ? 0 : 2))
  const lines: string[] = []
  let current = start
  let isEmpty = true
  for (const word of partsOf(line.slice(start.length))) {
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

/** The text at its single spaces, commands in one piece. */
function partsOf(text: string): string[] {
  const parts: string[] = []
  for (let at = 0; at <= text.length; ) {
    PARTS.lastIndex = at
    const part = PARTS.exec(text)?.[0] ?? ''
    parts.push(part)
    at += part.length + 1
  }
  return parts
}
