import type { OutcomeBody, TagResult } from '../../model/ledger/entry.ts'
import type { OpenIntent } from '../../model/ledger/ledger.ts'

/**
 * Why an outcome is not the one of an open intent, as a phrase; undefined when it is. It must be of the same run and plan,
 * between the same environments, and say of exactly the tags that the intent holds what became of them, with the
 * digests of the intent.
 */
export function misfit(body: OutcomeBody, intents: readonly OpenIntent[]): string | undefined {
  const named = intents.filter(({ entry }) => body.intents.includes(entry.id))
  if (named.length === 0) return 'no intent that it names is open'
  const own = named.find(({ entry }) => entry.run.id === body.run.id)
  if (own === undefined) return 'its intent is of another run'
  const { entry, pins } = own
  if (entry.plan !== body.plan) return 'its intent is of another plan'
  if (entry.from !== body.from || entry.to !== body.to) return 'its intent is between other environments'
  const held = new Map<string, string>(
    entry.steps.flatMap(({ destination, tags }) =>
      tags.map((tag) => [`${destination}:${tag.tag}`, `${tag.old} ${tag.new}`] as const),
    ),
  )
  const said = new Map<string, string>()
  for (const { destination, tags } of body.steps) {
    for (const tag of tags) {
      const place = `${destination}:${tag.tag}`
      if (!held.has(place) && UNTOUCHED.has(tag.result)) continue
      said.set(place, `${tag.old} ${tag.new}`)
    }
  }
  const isSame = [...said].every(([place, digests]) => held.get(place) === digests)
  const isAll = pins.every(({ repository, tag }) => said.has(`${repository}:${tag}`))
  return isSame && isAll ? undefined : 'its tags and digests are not those of its intent'
}

/** What an outcome may also say of tags that no intent held: those of steps that did not get that far, or were in step. */
const UNTOUCHED: ReadonlySet<TagResult> = new Set(['unchanged', 'not-begun', 'left-out'])
