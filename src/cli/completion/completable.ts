import type { Config } from '@oclif/core/config'
import { ROOT_COMMAND_ID } from '../routing/root-command.ts'

/** A flag as a shell completes it. */
export interface CompletableFlag {
  readonly name: string
  readonly char: string | undefined
  readonly summary: string
  /** What comes after it: nothing, one of a list, a file, or a word nobody can guess. */
  readonly value: 'none' | 'file' | 'other' | readonly string[]
}

/** A command as a shell completes it; the root command has no words. */
export interface Completable {
  /** `['ledger', 'verify']` */
  readonly words: readonly string[]
  readonly summary: string
  readonly flags: readonly CompletableFlag[]
  /** What its first argument may be, where that is one of a list. */
  readonly choices: readonly string[]
}

/** All commands with their flags, the root command first, as oclif's manifest has them: no command is loaded. */
export function completables(config: Config): readonly Completable[] {
  const ids = config.commandIDs.toSorted(
    (a, b) => Number(b === ROOT_COMMAND_ID) - Number(a === ROOT_COMMAND_ID) || (a < b ? -1 : 1),
  )
  return ids.map((id) => {
    const command = config.findCommand(id, { must: true })
    return {
      words: id === ROOT_COMMAND_ID ? [] : id.split(':'),
      summary: plain(command.summary ?? ''),
      choices: Object.values(command.args)[0]?.options ?? [],
      flags: [
        ...Object.values(command.flags).map((flag): CompletableFlag => {
          const helpValue = flag.type === 'option' ? String(flag.helpValue ?? '') : ''
          return {
            name: flag.name,
            char: flag.char,
            summary: plain(flag.summary ?? flag.description ?? ''),
            value:
              flag.type === 'boolean'
                ? 'none'
                : (flag.options ?? (helpValue.startsWith('FILE') ? 'file' : 'other')),
          }
        }),
        { name: 'help', char: 'h', summary: 'Show help.', value: 'none' },
      ],
    }
  })
}

/** The words that may follow some words of a command: the next part of its name, or one of a list. */
export function nextWords(commands: readonly Completable[], typed: readonly string[]): readonly string[] {
  const next = commands
    .filter(({ words }) => words.length > typed.length && typed.every((word, at) => words[at] === word))
    .map(({ words }) => words[typed.length] ?? '')
  const exact = commands.find(({ words }) => words.join(' ') === typed.join(' '))
  return [...new Set([...next, ...(exact?.choices ?? [])])]
}

/** Every way to write a flag: `--file`, `-f`. */
export function spellings({ name, char }: CompletableFlag): readonly string[] {
  return char === undefined ? [`--${name}`] : [`--${name}`, `-${char}`]
}

/** Spellings of all flags, of any command, for which `wanted` holds. */
export function spellingsOf(
  commands: readonly Completable[],
  wanted: (flag: CompletableFlag) => boolean,
): readonly string[] {
  return [...new Set(commands.flatMap(({ flags }) => flags.filter(wanted).flatMap(spellings)))]
}

/** Text on one line, without characters that would end a shell's quotes. */
function plain(text: string): string {
  return text
    .replace(/['"`$\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}
