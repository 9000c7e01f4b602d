const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const

const YEAR_10000 = Date.UTC(10_000, 0)

/** A time that has passed, in its two largest units, never rounded up: `3 h 12 min`, `2 d`, `0 s`. */
export function elapsedText(milliseconds: number): string {
  const first = UNITS.findIndex(([, size]) => milliseconds >= size)
  if (first < 0) return '0 s'
  let rest = milliseconds
  const parts = UNITS.slice(first, first + 2).map(([unit, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? '' : `${count} ${unit}`
  })
  return parts.filter((part) => part !== '').join(' ')
}

/** A time that a rule asks for, in the largest unit that it is a multiple of, in hours up to two days: `24 h`, `30 d`, `90 min`. */
export function wantedText(milliseconds: number): string {
  const [unit, size] = UNITS.find(
    ([name, each]) => milliseconds % each === 0 && (name !== 'd' || milliseconds > 2 * each),
  ) ?? ['s', 1000]
  return `${milliseconds / size} ${unit}`
}

/** When a gate will pass, as a verdict has it; nothing where that year has more than four digits: nobody waits for that. */
export function readyAt(instant: number): { readonly readyAt?: string } {
  return instant < YEAR_10000 ? { readyAt: new Date(instant).toISOString() } : {}
}
