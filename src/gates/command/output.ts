import { stripVTControlCharacters } from 'node:util'
import type { KeptOutput } from '../../support/process/kept-output.ts'
import { hideSecrets, redactText } from '../../support/redact.ts'

/** Lines of its output that are kept as evidence. */
const MOST_LINES = 40
/** Characters of a line that are kept. */
const MOST_CHARACTERS = 200

/** What a program printed, fit to be shown and recorded: no secret that we know, no escape, cut. */
export interface ShownOutput {
  readonly text: string
  readonly lastLine: string
}

/** Makes a program's output fit to be shown. */
export function shownOutput(
  { text, lastLine, bytes, isCut }: KeptOutput,
  secrets: readonly string[],
): ShownOutput {
  const lines = clean(text, secrets).split('\n')
  const kept = lines.slice(0, MOST_LINES).map((line) => redactText(line, MOST_CHARACTERS))
  const isLess = isCut || lines.length > MOST_LINES
  return {
    text: `${kept.join('\n').trim()}${isLess ? `\n… (${bytes} bytes in all)` : ''}`,
    lastLine: redactText(clean(lastLine, secrets), MOST_CHARACTERS),
  }
}

/** Hides what is secret in the whole, for it may go over several lines, also where colours stand in between. */
function clean(text: string, secrets: readonly string[]): string {
  return hideSecrets(stripVTControlCharacters(hideSecrets(text, secrets)), secrets).replaceAll(/\r\n?/g, '\n')
}
