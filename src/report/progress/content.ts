import type { ImageMove } from '../../model/progress.ts'
import { printableText } from '../../support/printable.ts'
import { alignColumns } from '../text/columns.ts'
import { displayWidth, truncateMiddle } from '../text/width.ts'
import { SIGNS } from '../words/signs.ts'
import { stepName } from '../words/steps.ts'
import { countText, durationText, sizeText } from '../words/units.ts'
import { type Looks, rateOf } from './rate.ts'

/** Columns and rows that lines may take. */
export interface Room {
  readonly columns: number
  /** Rows for images; 0 where the screen has room for the whole only. */
  readonly rows: number
}

/** Columns of an image's name at most. */
const NAME_WIDTH = 28

/** What is shown of the content on its way: what was sent lately, and the moment. */
export interface ContentNow {
  readonly images: readonly ImageMove[]
  readonly looks: Looks
  /** Milliseconds from the same fixed point as the looks. */
  readonly at: number
}

/**
 * The content on its way as lines: the whole, then a line for each image of which bytes were or are sent. Those on their
 * way come first; what has no room is counted. Of a single image the one line says all. No line is wider than the room;
 * what says least is left out first.
 */
export function contentLines(now: ContentNow, room: Room): readonly string[] {
  const [only, ...others] = now.images
  if (only !== undefined && others.length === 0) {
    const [, ...cells] = wholeCells(now)
    return fitting([[nameOf(only), ...cells]], room.columns)
  }
  const { moving, ended } = shownImages(now.images)
  const listed = moving.length > room.rows ? moving.slice(0, Math.max(0, room.rows - 1)) : moving
  const { kept, folded } = lastOf(ended, room.rows - Math.min(moving.length, room.rows))
  const lines = fitting(
    [wholeCells(now), ...[...kept, ...listed].map((shown) => imageCells(now, shown))],
    room.columns,
  )
  return [
    ...lines.slice(0, 1),
    ...foldLines(folded),
    ...lines.slice(1),
    ...(moving.length === listed.length || room.rows < 1
      ? []
      : [`  ${countText(moving.length - listed.length, 'more image')} on the way`]),
  ]
}

/** How far a single image is, in one line without its name, which stands above; none while nothing is known. */
export function totalLines(now: ContentNow, columns: number): readonly string[] {
  const [, ...cells] = wholeCells(now)
  return cells.some((cell) => cell !== '') ? fitting([cells], columns) : []
}

/** The lines that stay once the content is over: one for each image of which bytes were sent, as far as there is room. */
export function doneLines(images: readonly ImageMove[], room: Room): readonly string[] {
  const { kept, folded } = lastOf(shownImages(images).ended, room.rows)
  const now = { images, looks: [], at: 0 }
  return [
    ...foldLines(folded),
    ...fitting(
      kept.map((shown) => imageCells(now, shown)),
      room.columns,
    ),
  ]
}

/**
 * The whole in one line, for a log: `content: 3 of 12 images, 204 MB of 1.2 GB, 21 MB/s, 48 s left, 31 of 120 blobs`. One
 * image is not counted.
 */
export function contentText(now: ContentNow): string {
  const [count = '', ...moving] = wholeCells(now).filter((cell) => cell !== '')
  const [only, ...others] = now.images
  if (only === undefined || others.length > 0) return `content: ${[count, ...moving].join(', ')}`
  return `content: ${moving.length === 0 ? nameOf(only) : moving.join(', ')}`
}

/** How long it took, for a log; undefined where nothing was sent. What was sent is in the result: this is how fast. */
export function sentText(images: readonly ImageMove[], milliseconds: number): string | undefined {
  const sent = images.reduce((sum, move) => sum + move.sent, 0)
  if (sent === 0) return undefined
  return `content: took ${durationText(milliseconds)}, ${speedText(sent, milliseconds)}`
}

interface Shown {
  readonly move: ImageMove
  readonly index: number
}

/** Images of which bytes were sent: those on their way, and those that are over, failures last so that they are kept. */
function shownImages(images: readonly ImageMove[]): {
  readonly moving: readonly Shown[]
  readonly ended: readonly Shown[]
} {
  const shown = images.map((move, index) => ({ move, index })).filter(({ move }) => move.sent > 0)
  const inState = (state: ImageMove['state']): readonly Shown[] =>
    shown.filter(({ move }) => move.state === state)
  return { moving: inState('moving'), ended: [...inState('done'), ...inState('failed')] }
}

/** The last of them that have room beside a line about the others, and how many others there are; none where there is no room. */
function lastOf(
  shown: readonly Shown[],
  rows: number,
): { readonly kept: readonly Shown[]; readonly folded: number } {
  if (shown.length <= rows) return { kept: shown, folded: 0 }
  if (rows < 1) return { kept: [], folded: 0 }
  const folded = shown.length - (rows - 1)
  return { kept: shown.slice(folded), folded }
}

function foldLines(folded: number): readonly string[] {
  return folded === 0 ? [] : [`${SIGNS.done} ${countText(folded, 'image')} before`]
}

function wholeCells({ images, looks, at }: ContentNow): readonly string[] {
  const sum = (of: (move: ImageMove) => number): number => images.reduce((total, move) => total + of(move), 0)
  const done = images.filter(({ state }) => state === 'done').length
  const sent = sum((move) => move.sent)
  // What failed sends nothing more.
  const bytes = sum((move) => (move.state === 'failed' ? move.sent : move.bytes))
  return [
    `${done} of ${countText(images.length, 'image')}`,
    ...movingCells({ sent, bytes, rate: rateOf(looks, images, 'all', at) }),
    blobsText(
      sum((move) => move.there),
      sum((move) => move.blobs),
    ),
  ]
}

function imageCells({ images, looks, at }: ContentNow, { move, index }: Shown): readonly string[] {
  const { state, sent, bytes, there, blobs, milliseconds } = move
  const name = nameOf(move)
  switch (state) {
    case 'moving':
      return [
        `  ${name}`,
        ...movingCells({ sent, bytes, rate: rateOf(looks, images, index, at) }),
        blobsText(there, blobs),
      ]
    case 'failed':
      return [
        `${SIGNS.denied} ${name}`,
        `${sizeText(sent)} of ${sizeText(bytes)}`,
        '',
        '',
        blobsText(there, blobs),
      ]
    case 'done': {
      const took = milliseconds ?? 0
      return [
        `${SIGNS.done} ${name}`,
        sizeText(sent),
        speedText(sent, took),
        `in ${durationText(took)}`,
        countText(blobs, 'blob'),
      ]
    }
    default:
      return state satisfies never
  }
}

function nameOf({ image, tag }: ImageMove): string {
  return truncateMiddle(printableText(stepName(image, tag)), NAME_WIDTH)
}

/** Bytes of total, rate, time left. */
function movingCells({
  sent,
  bytes,
  rate,
}: {
  readonly sent: number
  readonly bytes: number
  readonly rate: number | undefined
}): readonly [string, string, string] {
  if (bytes === 0) return ['', '', '']
  const left = rate === undefined || sent >= bytes ? '' : `${leftText(((bytes - sent) * 1000) / rate)} left`
  return [`${sizeText(sent)} of ${sizeText(bytes)}`, rate === undefined ? '' : speedText(rate, 1000), left]
}

function blobsText(there: number, blobs: number): string {
  return blobs === 0 ? '' : `${there} of ${countText(blobs, 'blob')}`
}

function speedText(bytes: number, milliseconds: number): string {
  return `${sizeText(Math.round((bytes * 1000) / Math.max(1, milliseconds)))}/s`
}

/** Whole seconds: tenths of what is only expected would be noise. */
function leftText(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000))
  return seconds < 60 ? `${seconds} s` : durationText(seconds * 1000)
}

/** Aligned rows, with as many of their columns as fit. Columns in which nothing stands take no room. */
function fitting(rows: readonly (readonly string[])[], columns: number): readonly string[] {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const used = Array.from({ length: width }, (_, at) => at).filter((at) => rows.some((row) => row[at]))
  for (let count = used.length; count > 1; count--) {
    const kept = used.slice(0, count)
    const lines = alignColumns(
      rows.map((row) => kept.map((at) => row[at] ?? '')),
      { gap: 2 },
    )
    if (lines.every((line) => displayWidth(line) <= columns)) return lines
  }
  return rows.map(([first = '']) => truncateMiddle(first, columns))
}
