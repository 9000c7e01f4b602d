import { nearest } from '../../support/nearest.ts'

/** What a command line asks for: a command by its id (`ledger:verify`), the root command, help, or nothing there is. */
export type Routed =
  | { readonly kind: 'command'; readonly id: string; readonly args: readonly string[] }
  | { readonly kind: 'root'; readonly args: readonly string[] }
  | { readonly kind: 'help'; readonly topic: readonly string[] }
  /** Words that should name a command and name none: `ledger verfy`, `help dif`. */
  | { readonly kind: 'unknown'; readonly words: string; readonly near: string | undefined }

/** What {@link routeArguments} knows of the commands. */
export interface CommandNames {
  /** The id of each command by its names, aliases too, words joined with `:`; the root command left out. */
  readonly ids: ReadonlyMap<string, string>
  /** Flags that take a value, as they are written: `--from`, `-f`. */
  readonly valueFlags: ReadonlySet<string>
}

/**
 * Decides which command runs: the first word that is not a flag or a flag's value, if it is a command's name;
 * otherwise the root command. `promote -f x.yaml diff` is `diff`; `promote api:1.5.0 --from test --to prod` is the root.
 * No arguments at all, `help …`, or `--help` with no command's name ask for help.
 */
export function routeArguments(argv: readonly string[], names: CommandNames): Routed {
  if (argv.length === 0) return { kind: 'help', topic: [] }
  const first = firstWord(argv, 0, names)
  const word = first === undefined ? undefined : argv[first]
  if (first !== undefined && word === 'help') return helpOn(wordsAfter(argv, first), names)
  if (first !== undefined && word !== undefined) {
    const without = argv.toSpliced(first, 1)
    const second = firstWord(without, first, names)
    const next = second === undefined ? undefined : without[second]
    const both = names.ids.get(`${word}:${next}`)
    const id = names.ids.get(word)
    // Behind a command that takes a route the word is an image: `plan --from test --to prod show`.
    const isImage = id !== undefined && hasRoute(argv)
    if (second !== undefined && both !== undefined && !isImage)
      return { kind: 'command', id: both, args: without.toSpliced(second, 1) }
    if (id !== undefined) return { kind: 'command', id, args: without }
    if (isTopic(word, names)) {
      return next === undefined || next === 'help'
        ? { kind: 'help', topic: [word] }
        : unknown([word, next], names)
    }
  }
  if (flagsOf(argv).some((flag) => flag === '--help' || flag === '-h')) return { kind: 'help', topic: [] }
  if (word !== undefined && !hasRoute(argv)) {
    // Nothing can be promoted without a route: a word close to a command's name is meant as one.
    const meant = unknown([word], names)
    if (meant.near !== undefined) return meant
  }
  return { kind: 'root', args: argv }
}

function hasRoute(argv: readonly string[]): boolean {
  return flagsOf(argv).some((flag) => /^--(from|to)(=|$)/.test(flag))
}

function flagsOf(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}

function helpOn(topic: readonly string[], names: CommandNames): Routed {
  const [word] = topic
  const isKnown =
    word === undefined || names.ids.has(topic.join(':')) || (topic.length === 1 && isTopic(word, names))
  return isKnown ? { kind: 'help', topic } : unknown(topic, names)
}

function unknown(words: readonly string[], { ids }: CommandNames): Extract<Routed, { kind: 'unknown' }> {
  const named = words.join(' ')
  const [near] = nearest(
    named,
    Array.from(ids.keys(), (name) => name.replaceAll(':', ' ')),
  )
  return { kind: 'unknown', words: named, near }
}

function firstWord(argv: readonly string[], from: number, { valueFlags }: CommandNames): number | undefined {
  for (let index = from; index < argv.length; index++) {
    const part = argv[index] ?? ''
    if (part === '--') return undefined
    if (valueFlags.has(part)) index++
    else if (!part.startsWith('-') || part === '-') return index
  }
  return undefined
}

function wordsAfter(argv: readonly string[], index: number): readonly string[] {
  return argv.slice(index + 1).filter((part) => !part.startsWith('-'))
}

function isTopic(word: string, { ids }: CommandNames): boolean {
  return ids.keys().some((name) => name.startsWith(`${word}:`))
}
