import type {
  InspectedConfig,
  InspectedReferrer,
  InspectReport,
  Standing,
} from '../../../model/lookup/inspect.ts'
import { familiarName } from '../../../oci/familiar-name.ts'
import { printable } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { pullLimitText, shortId } from '../../words/images.ts'
import type { Mark } from '../../words/signs.ts'
import { agoText, countText, sizeText } from '../../words/units.ts'
import { alignColumns } from '../columns.ts'
import { type Palette, palette } from '../style.ts'
import { truncateEnd } from '../width.ts'

/** Columns that a label or a step has at most, unless all of it is asked for. */
const MOST_COLUMNS = 100

/** Labels and referrers that are shown; --json has all. */
const MOST_LINES = 100

/** How an image is shown. */
export interface InspectShown {
  /** The steps that made it. */
  readonly history: boolean
  /** Digests and values in full. */
  readonly full: boolean
}

/** All about an image. */
export function inspectText(given: InspectReport, options: RenderOptions, shown: InspectShown): string {
  const report = printable(given)
  const paint = palette(options)
  const sections = [
    headLines(report, options, paint),
    section('platforms', platformLines(report, shown), paint),
    section(ofPlatform('config', report), report.config === null ? [] : configLines(report.config), paint),
    section('labels', pairLines(report.config?.labels ?? {}, shown), paint),
    section('annotations', pairLines(report.annotations, shown), paint),
    section(ofPlatform('history', report), shown.history ? historyLines(report, options, shown) : [], paint),
    section('signatures and other referrers', referrerLines(report.referrers, shown), paint),
    section('environments', standingLines(report.standings ?? [], paint), paint),
    section(
      'pull it',
      alignColumns(
        report.pull.map(({ tool, command }) => [tool, command]),
        { indent: '  ' },
      ),
      paint,
    ),
    report.notes.map((note) => `! ${note}`),
  ]
  const blocks = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${blocks.join('\n\n')}\n`
}

function headLines(report: InspectReport, options: RenderOptions, paint: Palette): readonly string[] {
  const { repository, tag, digest, mediaType, artifactType, size, config, pullLimit, attestations, absent } =
    report
  const created = config?.created ?? null
  const rows = [
    ['digest', digest],
    ['type', mediaType],
    ...(artifactType === null ? [] : [['artifact', artifactType]]),
    ['size', sizeText(size)],
    ...(created === null ? [] : [['created', `${created} (${agoText(created, options.now)})`]]),
    ...(attestations === 0 ? [] : [['beside it', `${countText(attestations, 'attestation')} of the build`]]),
    ...(absent.length === 0
      ? []
      : [['not there', absent.map(({ platform, digest: one }) => platform ?? shortId(one)).join(', ')]]),
    ...(pullLimit === null ? [] : [['pulls', pullLimitText(pullLimit)]]),
  ]
  const name = familiarName(repository)
  return [
    paint.strong(tag === null ? `${name}@${digest}` : `${name}:${tag}`),
    ...alignColumns(rows, { indent: '  ' }),
  ]
}

function platformLines({ platforms }: InspectReport, { full }: InspectShown): readonly string[] {
  if (platforms.length === 0) return []
  const id = (digest: InspectReport['digest']): string => (full ? digest : shortId(digest))
  const rows = platforms.map((one) => [
    one.platform ?? '-',
    sizeText(one.size),
    id(one.id),
    `${one.layers.length}`,
    id(one.digest),
  ])
  return alignColumns([['PLATFORM', 'SIZE', 'IMAGE ID', 'LAYERS', 'DIGEST'], ...rows], { indent: '  ' })
}

function configLines(config: InspectedConfig): readonly string[] {
  const { author, user, entrypoint, command, workingDirectory, ports } = config
  const rows: readonly (readonly [string, string])[] = [
    ['author', author ?? ''],
    ['user', user ?? ''],
    ['entrypoint', wordsText(entrypoint)],
    ['command', wordsText(command)],
    ['folder', workingDirectory ?? ''],
    ['ports', ports.join(', ')],
  ]
  const known = rows.filter(([, value]) => value !== '')
  return alignColumns(
    known.map(([key, value]) => [key, truncateEnd(value, MOST_COLUMNS)]),
    { indent: '  ' },
  )
}

function pairLines(pairs: Readonly<Record<string, string>>, { full }: InspectShown): readonly string[] {
  const all = Object.entries(pairs).map(([key, value]) => {
    const line = `${key}=${value}`
    return `  ${full ? line : truncateEnd(line, MOST_COLUMNS)}`
  })
  return atMost(all)
}

function historyLines(
  { config, platforms }: InspectReport,
  options: RenderOptions,
  { full }: InspectShown,
): readonly string[] {
  const steps = config?.history ?? []
  const layers = platforms.find(({ platform }) => platform === config?.platform)?.layers ?? []
  // A step that made a layer made the next one; where the counts differ nobody knows which.
  const isTold = steps.filter(({ isEmpty }) => !isEmpty).length === layers.length
  const sizes = isTold ? layers.values() : [].values()
  const rows = steps.map(({ created, createdBy, comment, isEmpty }) => {
    const size = isEmpty ? undefined : sizes.next().value?.size
    const text = [createdBy, comment].filter((part) => part !== '').join('  # ')
    return [
      created === null ? '-' : agoText(created, options.now),
      isEmpty ? '' : size === undefined ? 'layer' : sizeText(size),
      full ? text : truncateEnd(text, MOST_COLUMNS),
    ]
  })
  // The newest first, as docker shows it.
  return alignColumns(rows.toReversed(), { indent: '  ' })
}

function referrerLines(referrers: readonly InspectedReferrer[], { full }: InspectShown): readonly string[] {
  const id = (digest: InspectedReferrer['digest']): string => (full ? digest : shortId(digest))
  const rows = referrers.map(({ name, artifactType, digest, subject, tag }) => [
    name,
    id(digest),
    `of ${id(subject)}`,
    tag ?? (artifactType === name ? '' : (artifactType ?? '')),
  ])
  return atMost(alignColumns(rows, { indent: '  ' }))
}

function standingLines(standings: readonly Standing[], paint: Palette): readonly string[] {
  const several = new Set(standings.map(({ image }) => image)).size > 1
  const rows = standings.map((one) => [
    `${paint.sign(MARKS[one.state])} ${one.environment}`,
    ...(several ? [one.image] : []),
    standingText(one),
  ])
  return alignColumns(rows, { indent: '  ' })
}

const MARKS: Readonly<Record<Standing['state'], Mark>> = {
  current: 'same',
  present: 'moved',
  absent: 'absent',
  unread: 'denied',
}

function standingText({ state, tag }: Standing): string {
  const current = tag === null ? '' : `, current is ${tag}`
  switch (state) {
    case 'current':
      return `it is current${tag === null ? '' : `: ${tag}`}`
    case 'present':
      return `it is there${current}`
    case 'absent':
      return `it is not there${current}`
    case 'unread':
      return 'could not be read'
    default:
      return state satisfies never
  }
}

function section(title: string, lines: readonly string[], paint: Palette): readonly string[] {
  return lines.length === 0 ? [] : [paint.strong(title), ...lines]
}

function ofPlatform(title: string, { platforms, config }: InspectReport): string {
  const platform = platforms.length > 1 ? (config?.platform ?? null) : null
  return platform === null ? title : `${title} of ${platform}`
}

function atMost(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, MOST_LINES), `  and ${lines.length - MOST_LINES} more: --json has them all`]
}

function wordsText(words: readonly string[]): string {
  return words.length === 0 ? '' : JSON.stringify(words)
}
