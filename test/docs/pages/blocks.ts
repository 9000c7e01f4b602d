/** A fenced block of a Markdown page. */
export interface Block {
  readonly language: string
  readonly text: string
  /** Line of the opening fence, from 1. */
  readonly line: number
}

/** A command that a page shows, and what it shows below. */
export interface Shown {
  /** What is typed; several lines where it goes on after a backslash. */
  readonly command: string
  /** The lines below it; empty where nothing is shown. */
  readonly output: readonly string[]
  readonly line: number
}

/** The fenced blocks of a page, in order. */
export function blocksIn(page: string): readonly Block[] {
  const blocks: Block[] = []
  let open: { language: string; line: number; lines: string[] } | undefined
  for (const [index, line] of page.split('\n').entries()) {
    const fence = /^\s*```(.*)$/.exec(line)
    if (open === undefined) {
      if (fence) open = { language: (fence[1] ?? '').trim(), line: index + 1, lines: [] }
    } else if (fence) {
      blocks.push({ language: open.language, text: open.lines.join('\n'), line: open.line })
      open = undefined
    } else open.lines.push(line)
  }
  return blocks
}

/** The sections of a page below its second-level headings, by heading. */
export function sectionsIn(page: string): ReadonlyMap<string, string> {
  const [, ...sections] = page.split(/^## /m)
  return new Map(
    sections.map((section) => [section.split('\n', 1)[0] ?? '', section.slice(section.indexOf('\n'))]),
  )
}

/** The commands of a `console` block: lines that begin with `$ `, each with what stands below it. */
export function commandsIn(block: Block): readonly Shown[] {
  const shown: { command: string; output: string[]; line: number }[] = []
  for (const [index, line] of block.text.split('\n').entries()) {
    const last = shown.at(-1)
    if (line.startsWith('$ ')) {
      shown.push({ command: line.slice(2), output: [], line: block.line + 1 + index })
    } else if (last === undefined) {
      throw new Error(`Line ${block.line + 1 + index}: a console block begins with a command.`)
    } else if (last.command.endsWith('\\') && last.output.length === 0) last.command += `\n${line}`
    else last.output.push(line)
  }
  return shown.map(({ output, ...rest }) => ({ ...rest, output: output.join('\n').trim().split('\n') }))
}
