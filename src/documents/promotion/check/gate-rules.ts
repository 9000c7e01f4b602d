import { nearest } from '../../../support/nearest.ts'
import { type Path, valueAt } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { checkGlob } from './environments.ts'

/** What is filled in of a report's path. */
const FILE_VARIABLES = ['image', 'flat', 'name', 'digest', 'digest12']

/** What a program is told, as a variable of the shell too. */
const COMMAND_VALUES = /\{(image|tag|digest|source|destination|from|to)\}/

/** Checks what the schema cannot say about labels, vulnerabilities and commands below the gates of an environment. */
export function checkGateRules(draft: Draft, gates: Path): void {
  checkLabels(draft, [...gates, 'labels'])
  checkVulnerabilities(draft, [...gates, 'vulnerabilities'])
  for (const rule of draft.oneOrMany([...gates, 'command'])) checkCommand(draft, rule)
}

function checkLabels(draft: Draft, path: Path): void {
  const keys = draft.keys(path)
  const labels = keys.includes('match') ? [...path, 'match'] : path
  for (const label of draft.keys(labels)) {
    for (const value of draft.oneOrMany([...labels, label])) checkGlob(draft, value)
  }
}

function checkVulnerabilities(draft: Draft, path: Path): void {
  for (const exception of draft.items([...path, 'except'])) {
    const until = draft.text([...exception, 'until'])
    if (until === undefined || isDate(until)) continue
    draft.report([...exception, 'until'], `"${until}" is no day of the calendar.`)
  }
  const file = draft.text([...path, 'file'])
  for (const [part, name = ''] of file?.matchAll(/\{([^{}]*)\}/g) ?? []) {
    if (FILE_VARIABLES.includes(name)) continue
    const [near] = nearest(name, FILE_VARIABLES)
    draft.report([...path, 'file'], `"${part}" is nothing that can be filled in here.`, {
      part,
      hint:
        near === undefined
          ? `There are ${FILE_VARIABLES.map((known) => `{${known}}`).join(', ')}.`
          : `Did you mean "{${near}}"?`,
    })
  }
}

function checkCommand(draft: Draft, path: Path): void {
  if (valueAt(draft.value, [...path, 'shell']) !== true) return
  const text: Path = [...path, 'run', 0]
  const [part, name] = COMMAND_VALUES.exec(draft.text(text) ?? '') ?? []
  if (part === undefined || name === undefined) return
  draft.report(
    text,
    `"${part}" is not filled in in a text for the shell: it could be read as more than a value.`,
    {
      part,
      hint: `Write "$PROMOTE_${name.toUpperCase()}", in double quotes.`,
    },
  )
}

/** Whether there is such a day; that it is written as one the schema has seen to. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
