import { type Completable, nextWords, spellings, spellingsOf } from './completable.ts'

/**
 * The part of a completion script that bash and zsh share: a function that reads the words before the cursor from
 * `$promote_words`, and sets `promote_at` to the command they name (`ledger_verify`, empty for the root command) and
 * `promote_rest` to how many further words there are.
 */
export function findCommand(commands: readonly Completable[]): readonly string[] {
  const parts = new Set(
    commands.flatMap(({ words }) => words.map((_, at) => words.slice(0, at + 1).join(' '))),
  )
  const valued = spellingsOf(commands, ({ value }) => value !== 'none')
  return [
    '_promote_command() {',
    "  promote_at='' promote_rest=0",
    '  local word skip=no',
    '  for word in "${promote_words[@]}"; do',
    '    if [ $skip = yes ]; then skip=no; continue; fi',
    '    case $word in',
    `      ${valued.join('|')}) skip=yes ;;`,
    '      -*) ;;',
    '      *)',
    '        case "$promote_rest$promote_at $word" in',
    ...[...parts].map((part) => `          ${caseOf(part)}) promote_at='${part}' ;;`),
    '          *) promote_rest=$((promote_rest + 1)) ;;',
    '        esac ;;',
    '    esac',
    '  done',
    '}',
  ]
}

/** The value of `"$promote_rest$promote_at $word"` when the last word of a command comes with no image before it. */
function caseOf(part: string): string {
  return part.includes(' ') ? `'0${part}'` : `'0 ${part}'`
}

/** For each command, its flags and the words that may follow, as the arms of a `case`. */
export function arms(
  commands: readonly Completable[],
  arm: (flags: Completable['flags'], words: readonly string[]) => readonly string[],
): readonly string[] {
  const groups = new Set(commands.flatMap(({ words }) => (words.length > 1 ? [words[0] ?? ''] : [])))
  const all = [
    ...commands.map(({ words, flags }) => ({ words, flags })),
    ...[...groups].map((group) => ({ words: [group], flags: [] })),
  ]
  return all.flatMap(({ words, flags }) => [
    `    '${words.join(' ')}')`,
    ...arm(flags, nextWords(commands, words)).map((line) => `      ${line}`),
    '      ;;',
  ])
}

/** The arms of a `case` on the word before the cursor, for flags that want a value. */
export function valueArms(
  commands: readonly Completable[],
  files: string,
  list: (options: readonly string[]) => string,
): readonly string[] {
  const pattern = (wanted: Parameters<typeof spellingsOf>[1]): string =>
    spellingsOf(commands, wanted).join('|')
  const options = new Map(
    commands.flatMap(({ words, flags }) =>
      flags.flatMap((flag) =>
        typeof flag.value === 'string'
          ? []
          : [[`${words.join(' ')} ${flag.name}`, { words, flag, value: flag.value }] as const],
      ),
    ),
  )
  return [
    ...[...options.values()].map(
      ({ words, flag, value }) =>
        `    ${spellings(flag)
          .map((text) => `'${words.join(' ')} ${text}'`)
          .join('|')}) ${list(value)} ;;`,
    ),
    ...[pattern(({ value }) => value === 'file')].map(
      (text) =>
        `    ${text
          .split('|')
          .map((one) => `*' ${one}'`)
          .join('|')}) ${files} ;;`,
    ),
    ...[pattern(({ value }) => value === 'other')].map(
      (text) =>
        `    ${text
          .split('|')
          .map((one) => `*' ${one}'`)
          .join('|')}) return ;;`,
    ),
  ]
}
