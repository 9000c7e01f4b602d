const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** A duration as promotion files have it (`500ms`, `60s`, `24h`, `7d`, `2w`), in milliseconds; a day has 24 hours. NaN for another text. */
export function milliseconds(duration: string): number {
  const [, amount, unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? []
  return Number(amount) * (UNITS[unit] ?? Number.NaN)
}
