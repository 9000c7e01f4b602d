/** How many blobs came how: `9 mounted`, `2 copied`, `4 already there`; what there is none of is left out. */
export function placedText({
  mounted,
  copied,
  present,
}: {
  readonly mounted: number
  readonly copied: number
  readonly present: number
}): string[] {
  const parts = [
    [mounted, 'mounted'],
    [copied, 'copied'],
    [present, 'already there'],
  ] as const
  return parts.flatMap(([count, how]) => (count === 0 ? [] : [`${count} ${how}`]))
}
