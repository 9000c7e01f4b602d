import { PromoteError } from '../../support/errors.ts'
import type { EntryBody, LedgerEntry, LedgerStep, OpenIntent, Pin, StepOutcome } from './ledger.ts'

/** Outcomes after which every tag of a step holds its digest. */
const SETTLED: ReadonlySet<StepOutcome> = new Set(['promoted', 'completed', 'unchanged'])

/**
 * The intents that are open after `entry`, given those that were open before it.
 *
 * An intent holds a pin for each tag of its steps. A pin ends when an outcome names the intent, when a later
 * outcome says that the tag holds the pinned digest, or when a later intent takes it over with the same digest
 * (a crashed run, run again). An intent without pins is closed.
 */
export function nextOpen(open: readonly OpenIntent[], entry: LedgerEntry): readonly OpenIntent[] {
  switch (entry.kind) {
    case 'intent': {
      const pins = pinsOf(entry.steps)
      const rest = release(open, pins)
      return pins.length === 0 ? rest : [...rest, { entry, pins }]
    }
    case 'outcome':
      return release(
        open.filter((intent) => intent.entry.id !== entry.intent),
        pinsOf(entry.steps.filter((step) => SETTLED.has(step.outcome))),
      )
    default:
      return entry.kind satisfies never
  }
}

/** The intents that are open at the end of these entries, oldest first. */
export async function openIntents(
  entries: AsyncIterable<LedgerEntry> | Iterable<LedgerEntry>,
): Promise<readonly OpenIntent[]> {
  let open: readonly OpenIntent[] = []
  for await (const entry of entries) open = nextOpen(open, entry)
  return open
}

/** The tags that these steps move, each with the digest it is to hold; the last word wins where one is named twice. */
export function pinsOf(steps: readonly LedgerStep[]): readonly Pin[] {
  const pins = new Map<string, Pin>()
  for (const step of steps) {
    for (const { tag, new: digest } of step.tags) {
      const pin = { repository: step.destination, tag, digest }
      pins.set(placeOf(pin), pin)
    }
  }
  return [...pins.values()]
}

/**
 * Whether a new intent fits beside the open ones. The answer holds the open intents that wanted some of the
 * same tags with the same digests: runs that died, which this one continues.
 * @throws PromoteError `locked` when an open intent holds one of its tags for another digest
 */
export function judgeIntent(open: readonly OpenIntent[], body: EntryBody): readonly OpenIntent[] {
  const wanted = new Map(pinsOf(body.steps).map((pin) => [placeOf(pin), pin.digest]))
  return open.filter((intent) => {
    let shared = false
    for (const pin of intent.pins) {
      const digest = wanted.get(placeOf(pin))
      if (digest === undefined) continue
      if (digest !== pin.digest) throw lockedBy(intent, pin)
      shared = true
    }
    return shared
  })
}

function release(open: readonly OpenIntent[], settled: readonly Pin[]): readonly OpenIntent[] {
  if (settled.length === 0) return open
  const keys = new Set(settled.map((pin) => `${placeOf(pin)}@${pin.digest}`))
  return open.flatMap((intent) => {
    const pins = intent.pins.filter((pin) => !keys.has(`${placeOf(pin)}@${pin.digest}`))
    if (pins.length === intent.pins.length) return [intent]
    return pins.length === 0 ? [] : [{ entry: intent.entry, pins }]
  })
}

function lockedBy({ entry }: OpenIntent, pin: Pin): PromoteError {
  const step = entry.steps.find(
    (one) => one.destination === pin.repository && one.tags.some((tag) => tag.tag === pin.tag),
  )
  const { actor, ci } = entry.run
  const where = ci === null ? '' : ` (${ci})`
  const details = {
    reference: `${pin.repository}:${pin.tag}`,
    hint: `Wait for that run; if it is gone, run the same promotion again to finish it (${entry.from} to ${entry.to}, plan ${entry.plan}).`,
  }
  return new PromoteError(
    'locked',
    `The tag ${pin.repository}:${pin.tag} is held for ${pin.digest} by the run of ${actor}${where}, entry ${entry.sequence} of ${entry.at}, which has no outcome yet.`,
    step === undefined ? details : { ...details, image: step.image },
  )
}

function placeOf(pin: Pin): string {
  return `${pin.repository}:${pin.tag}`
}
