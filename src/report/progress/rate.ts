import type { ImageMove } from '../../model/progress.ts'

/** A rate is that of the last five seconds: calm enough to read, and soon right where the network changes. */
const WINDOW_MS = 5000

/** Milliseconds between two looks that are kept. */
const LOOK_MS = 1000

/** A rate of less time than this says nothing. */
const LEAST_MS = 400

/** What was sent at one moment, image by image. */
interface Look {
  readonly at: number
  readonly sent: readonly number[]
}

/** What was sent lately, the oldest look first. */
export type Looks = readonly Look[]

/** The looks with one more; those that are not needed any more are left out. Pure. @param at milliseconds from any fixed point */
export function lookAgain(looks: Looks, images: readonly ImageMove[], at: number): Looks {
  const last = looks.at(-1)
  if (last !== undefined && at - last.at < LOOK_MS) return looks
  const recent = looks.filter((look) => at - look.at <= WINDOW_MS)
  return [...recent, { at, sent: images.map(({ sent }) => sent) }]
}

/**
 * Bytes a second since the oldest look, of one image or of all; undefined where too little time has passed to say, or
 * where nothing goes out. An upload that had to go back lowers it, never below nothing.
 */
export function rateOf(
  looks: Looks,
  images: readonly ImageMove[],
  index: number | 'all',
  at: number,
): number | undefined {
  const [oldest] = looks
  if (oldest === undefined || at - oldest.at < LEAST_MS) return undefined
  const [before, now] =
    index === 'all'
      ? [total(oldest.sent), total(images.map(({ sent }) => sent))]
      : [oldest.sent[index] ?? 0, images[index]?.sent ?? 0]
  return now <= before ? undefined : ((now - before) * 1000) / (at - oldest.at)
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0)
}
