import { PromoteError } from '../../support/errors.ts'
import type { LedgerEntry, OutcomeBody, RunIdentity } from './entry.ts'
import { openAfterFirstOutcome, takenOver } from './first-open-intents.ts'
import type { OpenIntent, Pin } from './ledger.ts'
import { routeText } from './purpose.ts'
import type { LedgerStep, TagResult } from './steps.ts'

/**
 * The intents that are open after `entry`, given those that were open before it.
 *
 * An intent holds a pin for each tag of its steps, and they end together: when an outcome that names the intent settles
 * every one of them, or when a person abandons it. An intent without pins is never open. Entries of format version 1
 * had looser rules, which hold for them still.
 */
export function nextOpen(open: readonly OpenIntent[], entry: LedgerEntry): readonly OpenIntent[] {
  switch (entry.kind) {
    case 'intent': {
      const pins = pinsOf(entry.steps)
      const before = entry.formatVersion === 1 ? takenOver(open, pins) : open
      return pins.length === 0 ? before : [...before, { entry, pins }]
    }
    case 'outcome':
      return entry.formatVersion === 1
        ? openAfterFirstOutcome(open, entry)
        : open.filter((intent) => !isClosedBy(intent, entry))
    case 'abandon':
      return open.filter((intent) => intent.entry.id !== entry.intent)
    case 'approval':
    case 'hold':
    case 'reject':
    case 'release':
    case 'attestation':
      return open
    default:
      return entry satisfies never
  }
}

/** The intents that are open at the end of these entries, oldest first. */
export function openIntents(entries: Iterable<LedgerEntry>): readonly OpenIntent[] {
  let open: readonly OpenIntent[] = []
  for (const entry of entries) open = nextOpen(open, entry)
  return open
}

/** What of a step says which tags it moves. */
type MovingStep = Pick<LedgerStep, 'destination' | 'tags'>

/** The tags that these steps move, each with the digest it is to hold; the last word wins where one is named twice. */
export function pinsOf(steps: readonly MovingStep[]): readonly Pin[] {
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
export function judgeIntent(
  open: readonly OpenIntent[],
  body: { readonly steps: readonly MovingStep[] },
): readonly OpenIntent[] {
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

/** Who an intent is of, since when, and what it is to do, as a phrase: `entry 57 of kari (https://ci…), test to prod, begun 2026-11-24T10:58:11.200Z`. */
export function intentText({ entry }: OpenIntent): string {
  const { actor, ci } = entry.run
  const where = ci === null ? '' : ` (${ci})`
  return `entry ${entry.sequence} of ${actor}${where}, ${routeText(entry, 'to')}, begun ${entry.at}`
}

/** Whether an outcome closes an intent: it names it, and says of every tag the intent holds what became of it. */
function isClosedBy(
  { entry: { id, run }, pins }: OpenIntent,
  outcome: Pick<OutcomeBody, 'intents' | 'run' | 'steps'>,
): boolean {
  if (!outcome.intents.includes(id)) return false
  return pins.every((pin) => {
    const result = resultFor(pin, outcome)
    return result !== undefined && SETTLES[result](run, outcome.run)
  })
}

type Settles = (begun: RunIdentity, ended: RunIdentity) => boolean

const always: Settles = () => true
/** What a run did not touch says nothing of what another one left there. */
const ofOwnRun: Settles = (begun, ended) => begun.id === ended.id

const SETTLES: Readonly<Record<TagResult, Settles>> = {
  moved: always,
  unchanged: always,
  restored: always,
  left: always,
  failed: always,
  overtaken: always,
  stays: always,
  'not-begun': ofOwnRun,
  'left-out': ofOwnRun,
  unknown: () => false,
}

function resultFor(pin: Pin, { steps }: Pick<OutcomeBody, 'steps'>): TagResult | undefined {
  for (const { destination, tags } of steps) {
    if (destination !== pin.repository) continue
    const found = tags.find((tag) => tag.tag === pin.tag && tag.new === pin.digest)
    if (found !== undefined) return found.result
  }
  return undefined
}

function lockedBy(intent: OpenIntent, pin: Pin): PromoteError {
  const { entry } = intent
  const step = entry.steps.find(
    (one) => one.destination === pin.repository && one.tags.some((tag) => tag.tag === pin.tag),
  )
  const details = {
    reference: `${pin.repository}:${pin.tag}`,
    hint: `If that run is still going, wait for it. If it is gone, "promote status" has the command that finishes it; or free its tags with: promote ledger abandon ${entry.sequence} --reason TEXT`,
  }
  return new PromoteError(
    'locked',
    `The tag ${pin.repository}:${pin.tag} is held ${pin.digest === null ? 'to be taken away' : `for ${pin.digest}`} by ${intentText(intent)}, which is still open.`,
    step === undefined ? details : { ...details, image: step.image },
  )
}

function placeOf(pin: Pin): string {
  return `${pin.repository}:${pin.tag}`
}
