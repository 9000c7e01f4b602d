import type { BlobPart, ImageTransfer } from '../../model/images/transfer.ts'
import { isConfigType } from '../../oci/media-types.ts'
import { truncateEnd } from '../text/width.ts'
import { type Direction, layerText, shortId } from '../words/images.ts'
import { countText, sizeText } from '../words/units.ts'
import type { Room } from './content.ts'

/** Columns between the brackets of a bar, and where there is less room. */
const BAR_WIDTHS = [50, 20, 0]

/**
 * The layers of an image on its way, a line each as docker draws them; those that are over are counted first where there
 * is no room for all, then those that wait. No line is wider than the room.
 */
export function layerLines(transfer: ImageTransfer, direction: Direction, room: Room): readonly string[] {
  const layers = transfer.parts.filter(({ descriptor }) => !isConfigType(descriptor.mediaType))
  const width = BAR_WIDTHS.find((bar) => bar + 48 <= room.columns) ?? 0
  const { shown, hidden } = fitting(layers, room.rows)
  const lines = shown.map((part) => truncateEnd(partText(part, direction, width), room.columns))
  return hidden === 0 ? lines : [...lines, `${countText(hidden, 'more layer')}`]
}

function partText({ descriptor, state, bytes }: BlobPart, direction: Direction, width: number): string {
  const head = `${shortId(descriptor.digest)}: ${layerText(direction, state)}`
  if (state !== 'moving') return head
  const amount = `${sizeText(bytes)}/${sizeText(descriptor.size)}`
  return `${head} ${bar(bytes / Math.max(1, descriptor.size), width)}${amount}`
}

/** `[====>     ] `, or nothing where there is no room. */
function bar(share: number, width: number): string {
  if (width === 0) return ''
  const done = Math.min(width, Math.floor(share * width))
  const drawn = done === width ? '='.repeat(width) : `${'='.repeat(done)}>`.padEnd(width)
  return `[${drawn}]  `
}

/** As many as have room: what is on its way before what waits, and that before what is over. */
function fitting(
  layers: readonly BlobPart[],
  rows: number,
): { readonly shown: readonly BlobPart[]; readonly hidden: number } {
  if (layers.length <= rows) return { shown: layers, hidden: 0 }
  const rank = ({ state }: BlobPart): number => (state === 'moving' ? 0 : state === 'waiting' ? 1 : 2)
  const chosen = new Set(layers.toSorted((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, rows - 1)))
  return { shown: layers.filter((part) => chosen.has(part)), hidden: layers.length - chosen.size }
}
