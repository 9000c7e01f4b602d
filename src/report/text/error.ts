import type { Problem, PromoteError, Side } from '../../support/errors.ts'
import { printable, printableText } from '../../support/printable.ts'
import type { RenderOptions } from '../options.ts'
import { countText } from '../words/units.ts'
import { type Palette, palette } from './style.ts'
import { displayWidth } from './width.ts'

/**
 * An error as a person reads it: `✖ image: sentence.`, what to try below it, and every finding in a document with
 * its place, the line it stands on and a caret under what is wrong; the number of findings at the end where there are several.
 */
export function errorText(error: PromoteError, options: RenderOptions): string {
  const paint = palette(options)
  const {
    image,
    hint,
    problems = [],
  } = printable({
    image: error.details.image,
    hint: error.details.hint,
    problems: error.details.problems,
  })
  const last = [
    ...(hint === undefined ? [] : [hint]),
    ...(problems.length < 2 ? [] : [countText(problems.length, 'problem')]),
  ]
  return [
    `${paint.sign('denied')} ${whereText(image, error.details.side)}${printableText(error.message)}`,
    ...problems.flatMap((problem) => ['', ...problemLines(problem, paint, options)]),
    ...(problems.length > 0 && last.length > 0 ? [''] : []),
    ...last.map((line) => `  ${line}`),
    '',
  ].join('\n')
}

/** What an error is about, before its sentence: `api (source): `; empty where nothing is known. */
export function whereText(image: string | undefined, side: Side | undefined): string {
  if (image === undefined) return side === undefined ? '' : `${side}: `
  return side === undefined ? `${image}: ` : `${image} (${side}): `
}

/** Where a problem is: `promotion.yaml:14:7`, as editors and terminals make it a link. */
function placeText({ file, line, column }: Problem): string {
  const parts = [file, line, line === undefined ? undefined : column]
  return parts.filter((part) => part !== undefined).join(':')
}

function problemLines(problem: Problem, paint: Palette, options: RenderOptions): string[] {
  const place = placeText(problem)
  return [
    `  ${place === '' ? '' : `${paint.strong(place)}  `}${problem.message}`,
    ...excerptLines(problem, paint, options),
    ...(problem.hint === undefined ? [] : [`    ${problem.hint}`]),
  ]
}

/** The line of the document and a caret below it; a line too long for the terminal is cut around the caret. */
function excerptLines(problem: Problem, paint: Palette, options: RenderOptions): string[] {
  if (problem.excerpt === undefined) return []
  const gutter = problem.line === undefined ? '    ' : `    ${problem.line} | `
  const room = Math.max(20, options.width - gutter.length)
  // Columns count UTF-16 code units, as the yaml package's do.
  const start = Math.min(Math.max(0, (problem.column ?? 1) - 1), problem.excerpt.length)
  const { text, skipped } = window(problem.excerpt, start, room)
  const line = `${paint.faint(gutter)}${text}`
  if (problem.column === undefined) return [line]
  const before = displayWidth(text.slice(0, start - skipped))
  const under = text.slice(start - skipped, start - skipped + Math.max(1, problem.length ?? 1))
  const carets = '^'.repeat(Math.max(1, displayWidth(under)))
  return [line, ' '.repeat(gutter.length + before) + paint.mark('denied', carets)]
}

function window(
  excerpt: string,
  start: number,
  room: number,
): { readonly text: string; readonly skipped: number } {
  if (displayWidth(excerpt) <= room) return { text: excerpt, skipped: 0 }
  const first = Math.max(0, start - Math.floor(room / 2))
  const cut = excerpt.slice(first, first + room - 2).toWellFormed()
  const text = `${first > 0 ? '…' : ''}${cut}${first + room - 2 < excerpt.length ? '…' : ''}`
  return { text, skipped: first > 0 ? first - 1 : 0 }
}
