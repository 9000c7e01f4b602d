import { isDeepStrictEqual } from 'node:util'
import type { OutcomeBody } from '../../model/ledger/entry.ts'
import type { OpenIntent } from '../../model/ledger/ledger.ts'
import type { LedgerTag, OutcomeStep, TagResult } from '../../model/ledger/steps.ts'

/**
 * Why an outcome is not the one of an open intent, as a phrase; undefined when it is. It must be of the same run and plan,
 * between the same environments, say of exactly the tags that the intent holds what became of them, with the digests of the
 * intent, and not contradict itself. What it says became of them cannot be checked here.
 */
export function misfit(body: OutcomeBody, intents: readonly OpenIntent[]): string | undefined {
  const named = intents.filter(({ entry }) => body.intents.includes(entry.id))
  if (named.length === 0) return 'no intent that it names is open'
  const own = named.find(({ entry }) => entry.run.id === body.run.id)
  if (own === undefined) return 'its intent is of another run'
  const { entry, pins } = own
  if (entry.plan !== body.plan) return 'its intent is of another plan'
  if (entry.from !== body.from || entry.to !== body.to) return 'its intent is between other environments'
  if (!isSamePurpose(entry, body)) return 'its intent is for something else'
  const held = new Map<string, LedgerTag>(
    entry.steps.flatMap(({ destination, tags }) =>
      tags.map((tag) => [`${destination}:${tag.tag}`, tag] as const),
    ),
  )
  const said = new Set<string>()
  for (const { destination, tags } of body.steps) {
    for (const tag of tags) {
      const place = `${destination}:${tag.tag}`
      const meant = held.get(place)
      if (meant === undefined && UNTOUCHED.has(tag.result)) continue
      // One that somebody else had brought there meanwhile replaced nothing.
      const isFound = tag.result === 'unchanged' && tag.old === tag.new
      if (tag.new !== meant?.new || (tag.old !== meant.old && !isFound)) return OTHER_TAGS
      said.add(place)
    }
  }
  if (!pins.every(({ repository, tag }) => said.has(`${repository}:${tag}`))) return OTHER_TAGS
  const isDone = body.steps.every(
    (step) => !isBelied(step) && (body.result !== 'done' || DONE.has(step.outcome)),
  )
  return isDone ? undefined : 'it contradicts itself'
}

const OTHER_TAGS = 'its tags and digests are not those of its intent'

/** A repair makes no version current: an outcome that does not say that it is of one would. */
function isSamePurpose(one: Pick<OutcomeBody, 'purpose'>, other: Pick<OutcomeBody, 'purpose'>): boolean {
  return isDeepStrictEqual(one.purpose, other.purpose)
}

/** How steps end that ended well. */
const DONE: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'repaired',
  'rolled-back',
  'completed',
  'recorded',
  'unchanged',
])

/** Whether a step says that it ended well, and one of its tags that it is not where it was to be. */
function isBelied({ outcome, tags }: OutcomeStep): boolean {
  return DONE.has(outcome) && !tags.every(({ result }) => ['moved', 'unchanged', 'stays'].includes(result))
}

/** What an outcome may also say of tags that no intent held: those of steps that did not get that far, or were in step. */
const UNTOUCHED: ReadonlySet<TagResult> = new Set(['unchanged', 'not-begun', 'left-out'])
