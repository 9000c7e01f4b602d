import { blocksIn } from './blocks.ts'

/** A command line of promote that a page shows. */
export interface CommandLine {
  readonly words: readonly string[]
  readonly text: string
}

/** What one command knows, as `oclif.manifest.json` has it. */
export interface KnownCommand {
  readonly flags: Readonly<Record<string, { readonly char?: string; readonly allowNo?: boolean }>>
  readonly aliases: readonly string[]
}

/** Every command line of promote in a page: in its blocks, and in code within its sentences. */
export function commandLinesIn(page: string): readonly CommandLine[] {
  const inBlocks = blocksIn(page).flatMap(({ text }) => text.replaceAll(/\\\n\s*/g, ' ').split('\n'))
  const prose = page.replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '')
  const inProse = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replaceAll('\\|', '|'))
  return [...inBlocks, ...inProse].flatMap(commandLine)
}

/** Code within the sentences of a page that is a long flag alone, with or without its value. */
export function flagsAloneIn(page: string): readonly string[] {
  const prose = page.replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '')
  return [...prose.matchAll(/`--([a-z][a-z-]*)(?:[= ][^`]*)?`/g)].map(([, name = '']) => name)
}

function commandLine(line: string): readonly CommandLine[] {
  return line
    .replace(/\s#\s.*$/, '')
    .split(/\|\||&&|[|;()]/)
    .flatMap((part) => {
      const text = part.trim().replace(/^(?:- )?(?:run: |script: )?(?:\$ )?(?:[A-Z_]+=\S+ )*/, '')
      // A line that ends with a colon is a key of YAML, such as a job's name.
      const typed = /^promote (.+[^:])$/.exec(text)?.[1]
      return typed === undefined ? [] : [{ words: wordsOf(typed), text }]
    })
}

function wordsOf(typed: string): readonly string[] {
  return (typed.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? []).map((word) => word.replace(/^["']|["']$/g, ''))
}

/** What is wrong with a command line: words and flags that do not exist; nothing where all do. */
export function unknownIn(
  { words }: CommandLine,
  commands: Readonly<Record<string, KnownCommand>>,
): readonly string[] {
  const command = commandOf(words, commands)
  if (command === undefined) return [`no command ${words[0]}`]
  return words
    .map((word) => /^\[?(-{1,2}[a-z][a-z-]*)/.exec(word)?.[1])
    .filter((flag) => flag !== undefined)
    .filter((flag) => !hasFlag(command, flag))
    .map((flag) => `no flag ${flag}`)
}

function commandOf(
  words: readonly string[],
  commands: Readonly<Record<string, KnownCommand>>,
): KnownCommand | undefined {
  const [first = '', second = ''] = words
  const entries = Object.entries(commands)
  for (const id of [`${first}:${second}`, first]) {
    const found = entries.find(([name, { aliases }]) => name === id || aliases.includes(id))
    if (found) return found[1]
  }
  // The root command: a flag first, or an image that is promoted along a route.
  const isRoot = first.startsWith('-') || /^[a-z/]+[:@]/.test(first) || words.includes('--from')
  return isRoot || /^[A-Z[]/.test(first) ? commands.promote : undefined
}

function hasFlag({ flags }: KnownCommand, flag: string): boolean {
  if (flag === '--help' || flag === '-h') return true
  return Object.entries(flags).some(
    ([name, { char, allowNo }]) =>
      flag === `--${name}` || flag === `-${char}` || (allowNo === true && flag === `--no-${name}`),
  )
}
