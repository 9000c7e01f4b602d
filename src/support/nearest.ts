/** Longest text compared: registries allow tags of 128 characters, and names are shorter. */
const MAX_COMPARED = 128

/**
 * The known names closest to what was written, nearest first, for a "did you mean". Letter case costs nothing;
 * names that differ in more than a third of their characters (and more than two) are left out.
 */
export function nearest(wanted: string, known: Iterable<string>, limit = 1): readonly string[] {
  const lower = wanted.toLowerCase()
  if (lower.length > MAX_COMPARED) return []
  const allowed = Math.max(lower.length < 3 ? 1 : 2, Math.floor(lower.length / 3))
  const ranked: { readonly name: string; readonly distance: number }[] = []
  for (const name of known) {
    const distance = editDistance(lower, name.toLowerCase(), allowed)
    if (distance <= allowed) ranked.push({ name, distance })
  }
  ranked.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  return ranked.slice(0, limit).map(({ name }) => name)
}

/** Edits (insert, drop, replace, swap of neighbours) between two texts; anything over `allowed` comes back as `allowed + 1`. */
function editDistance(a: string, b: string, allowed: number): number {
  const tooFar = allowed + 1
  if (Math.abs(a.length - b.length) > allowed) return tooFar
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let lowest = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      }
      row.push(cost)
      lowest = Math.min(lowest, cost)
    }
    if (lowest > allowed) return tooFar
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, tooFar)
}
