import { type Completable, type CompletableFlag, nextWords, spellingsOf } from './completable.ts'

/** A completion script for fish: `promote completion fish | source`. */
export function fishCompletion(commands: readonly Completable[]): string {
  const valued = spellingsOf(commands, ({ value }) => value !== 'none')
  const groups = new Set(commands.flatMap(({ words }) => (words.length > 1 ? [words[0] ?? ''] : [])))
  const typed = [
    [],
    ...[...groups].map((group) => [group]),
    ...commands.filter(({ choices }) => choices.length > 0).map(({ words }) => words),
  ]
  const lines = [
    '# Completion of promote for fish.',
    '# The words before the cursor, flags and their values left out.',
    'function __promote_named',
    '  set -l skip no',
    '  for word in (commandline -opc)[2..]',
    '    if test $skip = yes',
    '      set skip no',
    `    else if contains -- $word ${valued.join(' ')}`,
    '      set skip yes',
    "    else if not string match -q -- '-*' $word",
    '      echo -- $word',
    '    end',
    '  end',
    'end',
    '# True when those words name this command, whatever images come after it.',
    'function __promote_at',
    '  set -l named (__promote_named)',
    '  set -l first "$named[1]"',
    `  if contains -- "$first" ${[...groups].join(' ')}`,
    "    set first (string join ' ' -- $named[1..2])",
    `  else if not contains -- "$first" ${[...new Set(commands.map(({ words }) => words[0] ?? "''"))].join(' ')}`,
    "    set first ''",
    '  end',
    '  test "$first" = "$argv"',
    'end',
    '# True when those words are this and no more.',
    'function __promote_next',
    '  set -l named (__promote_named)',
    '  test "$named" = "$argv"',
    'end',
    'complete -c promote -f',
    ...commands.flatMap(({ words, flags }) => flags.map((flag) => flagLine(words, flag))),
    ...typed.flatMap((before) =>
      nextWords(commands, before).map((word) => {
        const found = commands.find((command) => command.words.join(' ') === [...before, word].join(' '))
        return `complete -c promote -n '__promote_next ${before.join(' ')}' -a ${word} -d '${found?.summary ?? ''}'`
      }),
    ),
    ...['apply', 'validate'].map((command) => `complete -c promote -n '__promote_at ${command}' -F`),
  ]
  return `${lines.join('\n')}\n`
}

function flagLine(words: readonly string[], { name, char, summary, value }: CompletableFlag): string {
  const wants =
    value === 'none'
      ? ''
      : value === 'file'
        ? ' -r -F'
        : value === 'other'
          ? ' -x'
          : ` -x -a '${value.join(' ')}'`
  const short = char === undefined ? '' : ` -s ${char}`
  return `complete -c promote -n '__promote_at ${words.join(' ')}' -l ${name}${short}${wants} -d '${summary}'`
}
