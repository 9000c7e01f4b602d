import type { FirstOutcomeEntry } from './entry.ts'
import type { OpenIntent, Pin } from './ledger.ts'

// The rules of format version 1, under which pins ended one by one. Ledgers that were written under them read as they did.

/** What is open after an outcome of format version 1: it closes the intent it names, and frees each tag that it says holds its digest. */
export function openAfterFirstOutcome(
  open: readonly OpenIntent[],
  entry: FirstOutcomeEntry,
): readonly OpenIntent[] {
  const settled = entry.steps.filter(({ outcome }) => SETTLED.has(outcome))
  const pins = settled.flatMap(({ destination, tags }) =>
    tags.map(({ tag, new: digest }) => ({ repository: destination, tag, digest })),
  )
  return takenOver(
    open.filter((intent) => intent.entry.id !== entry.intent),
    pins,
  )
}

/** What is open once these pins are held by somebody else, or by nobody. */
export function takenOver(open: readonly OpenIntent[], pins: readonly Pin[]): readonly OpenIntent[] {
  if (pins.length === 0) return open
  const keys = new Set(pins.map(keyOf))
  return open.flatMap((intent) => {
    const left = intent.pins.filter((pin) => !keys.has(keyOf(pin)))
    if (left.length === intent.pins.length) return [intent]
    return left.length === 0 ? [] : [{ entry: intent.entry, pins: left }]
  })
}

/** Outcomes after which every tag of a step holds its digest. */
const SETTLED: ReadonlySet<string> = new Set(['promoted', 'completed', 'unchanged'])

function keyOf(pin: Pin): string {
  return `${pin.repository}:${pin.tag}@${pin.digest}`
}
