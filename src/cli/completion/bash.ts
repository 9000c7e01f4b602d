import { type Completable, spellings } from './completable.ts'
import { arms, findCommand, valueArms } from './posix.ts'

/** A completion script for bash 3.2 and later: `source <(promote completion bash)`. */
export function bashCompletion(commands: readonly Completable[]): string {
  const lines = [
    '# Completion of promote for bash.',
    ...findCommand(commands),
    '_promote() {',
    '  local cursor=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}',
    '  local promote_at promote_rest words=""',
    '  local promote_words=("${COMP_WORDS[@]:1:COMP_CWORD-1}")',
    '  COMPREPLY=()',
    '  _promote_command',
    '  case "$promote_at $before" in',
    ...valueArms(
      commands,
      'COMPREPLY=($(compgen -f -- "$cursor")); return',
      (options) => `COMPREPLY=($(compgen -W "${options.join(' ')}" -- "$cursor")); return`,
    ),
    '  esac',
    '  case $promote_at in',
    ...arms(commands, (flags, words) => [
      `words="${flags.flatMap(spellings).join(' ')}"`,
      ...(words.length === 0 ? [] : [`[ $promote_rest -gt 0 ] || words="$words ${words.join(' ')}"`]),
    ]),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$cursor"))',
    '}',
    'complete -o default -F _promote promote',
  ]
  return `${lines.join('\n')}\n`
}
