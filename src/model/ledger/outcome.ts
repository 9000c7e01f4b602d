import type { Digest } from '../../oci/digest.ts'
import type { OutcomeEntry } from './entry.ts'
import type { FirstOutcomeStep, LedgerTag, OutcomeStep, OutcomeTag, TagResult } from './steps.ts'

/** What an outcome says, of whatever format version it is. */
export interface OutcomeFacts {
  /** The ids of the intents it is the outcome of. */
  readonly intents: readonly string[]
  readonly steps: readonly OutcomeStep[]
}

/** Reads an outcome; what became of each tag in one of format version 1 is told by how its step ended. */
export function outcomeOf(entry: OutcomeEntry): OutcomeFacts {
  switch (entry.formatVersion) {
    case 1:
      return { intents: entry.intent === null ? [] : [entry.intent], steps: entry.steps.map(withResults) }
    case 2:
      return { intents: entry.intents, steps: entry.steps }
    default:
      return entry satisfies never
  }
}

/** Whether an outcome was kept in a file beside the ledger, and taken in by a later writer: its intent does not prove it. */
export function isKept(entry: OutcomeEntry): boolean {
  return entry.formatVersion !== 1 && entry.kept === true
}

/** What a tag holds after a run, as its outcome has it: null when it does not exist; undefined when the outcome does not say. */
export function heldAfter(tag: OutcomeTag): Digest | null | undefined {
  switch (tag.result) {
    case 'moved':
    case 'unchanged':
    case 'left':
      return tag.new
    case 'restored':
    case 'stays':
      return tag.old
    case 'failed':
    case 'overtaken':
    case 'not-begun':
    case 'left-out':
    case 'unknown':
      return undefined
    default:
      return tag.result satisfies never
  }
}

function withResults(step: FirstOutcomeStep): OutcomeStep {
  return { ...step, tags: step.tags.map((tag) => ({ ...tag, result: resultIn(step, tag) })) }
}

function resultIn(step: FirstOutcomeStep, tag: LedgerTag): TagResult {
  switch (step.outcome) {
    case 'promoted':
      return tag.old === tag.new ? 'unchanged' : 'moved'
    case 'completed':
    case 'unchanged':
      return 'unchanged'
    case 'restored':
    case 'left':
      return step.outcome
    case 'failed':
      return 'unknown'
    case 'cancelled':
      return 'not-begun'
    default:
      return step.outcome satisfies never
  }
}
