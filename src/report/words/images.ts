import type { LayerReport } from '../../model/images/reports.ts'
import type { BlobPart } from '../../model/images/transfer.ts'
import type { PullLimit } from '../../model/registry/lookup.ts'
import { type Digest, hexOf } from '../../oci/digest.ts'
import { durationText } from './units.ts'

/** Which way an image goes: what docker says differs. */
export type Direction = 'pull' | 'push' | 'copy'

/** The twelve digits that docker shows of a digest. */
export function shortId(digest: Digest): string {
  return hexOf(digest).slice(0, 12)
}

const STATES: Readonly<Record<Direction, Readonly<Record<BlobPart['state'], string>>>> = {
  pull: {
    waiting: 'Waiting',
    moving: 'Downloading',
    copied: 'Pull complete',
    mounted: 'Already exists',
    present: 'Already exists',
  },
  push: {
    waiting: 'Waiting',
    moving: 'Pushing',
    copied: 'Pushed',
    mounted: 'Mounted from another repository',
    present: 'Layer already exists',
  },
  copy: {
    waiting: 'Waiting',
    moving: 'Copying',
    copied: 'Copied',
    mounted: 'Mounted',
    present: 'Already there',
  },
}

/** What is said of a layer, in docker's words. */
export function layerText(direction: Direction, state: BlobPart['state']): string {
  return STATES[direction][state]
}

/** `a2abf6c4d29d: Pull complete`. */
export function layerLine(direction: Direction, { digest, state }: LayerReport): string {
  return `${shortId(digest)}: ${layerText(direction, state)}`
}

/** `97 of 100 left in 6 h, counted for 198.51.100.7`. */
export function pullLimitText({ limit, remaining, windowSeconds, source }: PullLimit): string {
  const span = windowSeconds === null ? '' : ` in ${durationText(windowSeconds * 1000)}`
  const whom = source === null ? '' : `, counted for ${source}`
  return `${remaining} of ${limit} left${span}${whom}`
}
