import type { SearchHit, SearchReport } from '../../../model/lookup/search.ts'
import { printable } from '../../../support/printable.ts'
import { alignColumns, DOCKER_LEAST_WIDTH } from '../columns.ts'
import type { LineTemplate } from '../go-template.ts'
import { truncateEnd } from '../width.ts'

/** Columns that docker gives a description. */
const DESCRIPTION_WIDTH = 45

const HEADS = {
  Name: 'NAME',
  Description: 'DESCRIPTION',
  StarCount: 'STARS',
  IsOfficial: 'OFFICIAL',
} as const

/** What `--format` can name. */
export const SEARCH_FIELDS: readonly string[] = Object.keys(HEADS)

/** How hits are shown. */
export interface SearchShown {
  /** Descriptions in full. */
  readonly full: boolean
  /** Names alone. */
  readonly quiet: boolean
  readonly template?: LineTemplate
}

/** What a search found, as docker shows it. */
export function searchText(given: SearchReport, { full, quiet, template }: SearchShown): string {
  const { hits } = printable(given)
  if (quiet) return hits.map(({ name }) => `${name}\n`).join('')
  const rows = hits.map((hit) => valuesOf(hit, full))
  if (template === undefined) return table([HEADS, ...rows].map((row) => Object.values(row)))
  const lines = rows.map(template.render)
  if (!template.isTable) return lines.map((line) => `${line}\n`).join('')
  return table([template.render(HEADS), ...lines].map((line) => line.split('\t')))
}

/** What a reader should know of a search beside what it found; empty where that is nothing. */
export function searchNotes(given: SearchReport): string {
  const { notes, by, registry } = printable(given)
  const own =
    by === 'catalog'
      ? [`${registry} has no search: these are the repositories that it lists to this login, by their name.`]
      : []
  return [...own, ...notes].map((line) => `! ${line}\n`).join('')
}

function valuesOf(
  { name, description, stars, official }: SearchHit,
  full: boolean,
): Record<keyof typeof HEADS, string> {
  return {
    Name: name,
    Description: full ? description : truncateEnd(description, DESCRIPTION_WIDTH),
    StarCount: `${stars}`,
    IsOfficial: official ? '[OK]' : '',
  }
}

function table(rows: readonly (readonly string[])[]): string {
  return `${alignColumns(rows, { least: DOCKER_LEAST_WIDTH }).join('\n')}\n`
}
