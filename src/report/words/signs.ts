/**
 * What a line says, each with one colour and one sign:
 * `added`, `moved`, `same` (in step), `denied` (or failed), `done` (or passed), `absent`.
 */
export type Mark = 'added' | 'moved' | 'same' | 'denied' | 'done' | 'absent'

/** The sign of each mark: what makes a report readable without colour. */
export const SIGNS: Readonly<Record<Mark, string>> = {
  added: '+',
  moved: '~',
  same: '=',
  denied: '✖',
  done: '✔',
  absent: '–',
}
