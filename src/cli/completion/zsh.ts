import { type Completable, spellings } from './completable.ts'
import { arms, findCommand, valueArms } from './posix.ts'

/** A completion script for zsh, to be put as `_promote` into a folder of `$fpath` or sourced after `compinit`. */
export function zshCompletion(commands: readonly Completable[]): string {
  const lines = [
    '#compdef promote',
    '# Completion of promote for zsh.',
    ...findCommand(commands),
    '_promote() {',
    '  local promote_at promote_rest',
    '  local -a promote_words flags names',
    '  promote_words=("${(@)words[2,CURRENT-1]}")',
    '  _promote_command',
    '  case "$promote_at ${words[CURRENT-1]}" in',
    ...valueArms(commands, '_files; return', (options) => `compadd -- ${options.join(' ')}; return`),
    '  esac',
    '  case $promote_at in',
    ...arms(commands, (flags, next) => [
      'flags=(',
      ...flags.flatMap((flag) => spellings(flag).map((text) => `  '${described(text, flag.summary)}'`)),
      ')',
      ...(next.length === 0
        ? []
        : [
            'names=(',
            ...next.map((word) => `  '${described(word, summaryOf(commands, word))}'`),
            ')',
            '[ $promote_rest -eq 0 ] || names=()',
          ]),
    ]),
    '  esac',
    '  (( $#names )) && _describe command names',
    '  if [[ $PREFIX == -* ]]; then _describe flag flags',
    '  elif (( ! $#names )); then _files',
    '  fi',
    '}',
    '# Sourced: registered here. Found in $fpath: the file is the function, and this call is the first one.',
    'if [ "$funcstack[1]" = _promote ]; then _promote "$@"; else compdef _promote promote; fi',
  ]
  return `${lines.join('\n')}\n`
}

/** `_describe` splits at the first colon. */
function described(word: string, summary: string): string {
  return `${word}:${summary.replaceAll(':', '\\:')}`
}

/** The summary of a word that is, or ends, a command; a group of commands has none. */
function summaryOf(commands: readonly Completable[], word: string): string {
  return commands.find(({ words }) => words.at(-1) === word)?.summary ?? ''
}
