import type { TagDetails, TagsReport } from '../../../model/lookup/tags.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { shortId } from '../../words/images.ts'
import { agoText, countText, listText, sizeText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'

/** Platforms named of a tag; of more it is said how many. */
const MOST_PLATFORMS = 4

/** The tags of a repository: names alone, one a line, or a table where more is known of them. */
export function tagsText(
  given: TagsReport,
  options: RenderOptions,
  shown: { readonly full: boolean; readonly quiet: boolean },
): string {
  const report = printable(given)
  if (report.details === 'none' || shown.quiet) return report.tags.map(({ tag }) => `${tag}\n`).join('')
  const date = report.details === 'each' ? 'CREATED' : 'PUSHED'
  const rows = report.tags.map((one) => [
    one.tag,
    digestText(one, shown.full),
    one.size === null ? '-' : sizeText(one.size),
    dateText(one, options.now),
    one.platforms.length === 0 ? '-' : listText(one.platforms, MOST_PLATFORMS),
  ])
  return `${alignColumns([['TAG', 'DIGEST', 'SIZE', date, 'PLATFORMS'], ...rows]).join('\n')}\n`
}

/** What a reader should know of a list beside what is in it; empty where that is nothing. */
export function tagNotes(given: TagsReport, filter: string | undefined): string {
  const { repository, tags, total, order, notes } = printable(given)
  const lines = [...notes]
  if (tags.length === 0) {
    lines.push(
      filter === undefined
        ? `All tags of ${repository} are those of signatures and other referrers: --all shows them.`
        : `No tag of ${repository} is like ${printable({ filter }).filter}.`,
    )
  }
  if (total !== null && total > tags.length)
    lines.push(`${countText(total - tags.length, 'more tag')} not shown.`)
  if (total === null && order === 'registry') lines.push('There are more tags, which were not asked for.')
  return lines.map((line) => `! ${line}\n`).join('')
}

function digestText({ digest }: TagDetails, full: boolean): string {
  if (digest === null) return '-'
  return full ? digest : shortId(digest)
}

function dateText({ created, pushed }: TagDetails, now: Date): string {
  const at = pushed ?? created
  return at === null ? '-' : agoText(at, now)
}
