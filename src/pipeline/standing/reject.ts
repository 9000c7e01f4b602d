import { beginsWith, digestPrefixOf } from '../../model/ledger/digests.ts'
import type { NamedDigest, RejectBody, RejectEntry } from '../../model/ledger/entry.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { rejectionRefusal } from '../../model/ledger/standing/refusals.ts'
import type { RejectedDigest, RejectReport } from '../../model/ledger/standing/reports.ts'
import type { PlanDocument } from '../../model/plan.ts'
import { planDigest } from '../../model/plan-digest.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { readKnown } from '../inspect/explain/known.ts'
import { findSubject, parseAsked } from '../inspect/explain/subject.ts'
import { MatchedDigests } from '../inspect/matched-digests.ts'
import { readingOnce } from '../read-once.ts'
import { refuseReleased, releaseOf } from './release.ts'
import { reasonOf, recordWords } from './word.ts'

/** What a person names to say which digests are meant. */
export type RejectNamed =
  /** `DIGEST`, `IMAGE:TAG` or `IMAGE@DIGEST`; eight digits of a digest suffice. */
  | { readonly kind: 'text'; readonly text: string }
  /** Every image that this plan would bring. */
  | { readonly kind: 'plan'; readonly plan: Pick<PlanDocument, 'plan'> }

/** A digest that is meant, and what was named to mean it. */
interface Meant {
  readonly digest: Digest
  readonly named: NamedDigest
}

/**
 * Records that no environment takes these digests until that is taken back. Moves nothing: where one is, it stays, and the
 * report says so. One that is rejected for the same reason already is not recorded again.
 * @throws PromoteError `usage` for what names no digest, or several, or an empty reason; `not-found`, `disk`, `ledger`
 */
export async function rejectDigests(
  given: PipelineContext,
  what: RejectNamed,
  request: { readonly reason: string },
): Promise<RejectReport> {
  const context = readingOnce(given)
  const { ledger, signal, config } = context
  const reason = reasonOf(request.reason)
  const { meant, view, warnings } = await findMeant(context, what)
  const { rejections } = await ledger.standing({ signal })
  const known = meant.map(({ digest }) =>
    rejections.find((one) => one.digest === digest && one.reason === reason),
  )
  const run = await context.identify()
  const bodies = meant.flatMap(({ digest, named }, at): RejectBody[] =>
    known[at] === undefined ? [{ kind: 'reject', run, digest, named, reason }] : [],
  )
  const [first, ...others] = bodies
  const recorded = first === undefined ? undefined : await recordWords(context, [first, ...others])
  const fresh = [...(recorded?.entries ?? [])]
  const digests = known.flatMap((before): RejectedDigest[] => {
    const entry = before ?? fresh.shift()
    if (entry === undefined) return []
    const { id, sequence } = entry
    return [
      {
        rejection: rejectionRefusal(entry),
        by: { id, sequence },
        recorded: before === undefined,
        currentIn: currentPlaces(view, config, entry.digest),
      },
    ]
  })
  const head = recorded?.head ?? (await ledger.head({ signal }))
  if (head === undefined) throw new PromoteError('ledger', 'Nothing was recorded.')
  return {
    ...{ kind: 'reject', ledger: ledger.name, undone: false, digests, reason, head },
    warnings: [...warnings, ...(recorded?.warnings ?? [])],
  }
}

/**
 * Takes rejections back: all of a digest, those of a plan that was rejected, or those that were named by this image and tag.
 * @throws PromoteError `usage` where none of them stands, or several digests are meant; `disk`, `ledger`
 */
export async function undoReject(
  context: PipelineContext,
  what: RejectNamed,
  request: { readonly reason: string },
): Promise<RejectReport> {
  const { ledger } = context
  const reason = reasonOf(request.reason)
  const [first, ...others] = await findRejections(context, what)
  const run = await context.identify()
  const bodyOf = (entry: RejectEntry) => releaseOf(entry, run, reason)
  const { entries, head, warnings } = await recordWords(
    context,
    [bodyOf(first), ...others.map(bodyOf)],
    refuseReleased,
  )
  const digests = [first, ...others].map((entry, at): RejectedDigest => {
    const { id, sequence } = entries[at] ?? entry
    return { rejection: rejectionRefusal(entry), by: { id, sequence }, recorded: true, currentIn: [] }
  })
  return { kind: 'reject', ledger: ledger.name, undone: true, digests, reason, head, warnings }
}

async function findMeant(
  context: PipelineContext,
  what: RejectNamed,
): Promise<{
  readonly meant: readonly Meant[]
  readonly view: LedgerView
  readonly warnings: readonly string[]
}> {
  if (what.kind === 'plan') {
    const { project } = what.plan.plan
    if (project !== context.config.project) {
      throw new PromoteError('usage', `This is a plan of ${project}, not of ${context.config.project}.`, {
        hint: 'Reject it where its own promotion file is: a ledger is of one project.',
      })
    }
    const { view } = await readKnown(context, '')
    return { meant: broughtBy(what.plan), view, warnings: [] }
  }
  const { config } = context
  const { text } = what
  const known = await readKnown(context, text)
  const asked = parseAsked(text, (name) => config.images.some((image) => image.name === name))
  if (asked.kind === 'image') {
    throw new PromoteError('usage', `"${text}" names an image and no digest of it.`, {
      hint: `Write ${text}:TAG or ${text}@DIGEST. To keep all of it out of one environment: promote hold add ENV ${text} --reason TEXT`,
    })
  }
  const { digest, environment, gaps } = await findSubject(
    context,
    asked,
    config.environments,
    known,
    ({ image, digest: one }) => `Name its digest: promote reject ${image}@${shortDigest(one)} --reason TEXT`,
  )
  const named = {
    image: asked.image ?? null,
    tag: asked.kind === 'tag' ? asked.tag : null,
    environment: environment ?? null,
    plan: null,
  }
  return { meant: [{ digest, named }], view: known.view, warnings: gaps.map(({ message }) => message) }
}

/** The digests that a plan would bring or make current, each once. @throws PromoteError `usage` for a plan that has none */
function broughtBy({ plan }: Pick<PlanDocument, 'plan'>): readonly Meant[] {
  const digest = planDigest(plan)
  const steps = plan.steps.filter(({ kind }) => kind !== 'unchanged' && kind !== 'referrers')
  if (steps.length === 0) {
    throw new PromoteError('usage', 'The plan brings no image anywhere: there is nothing in it to reject.', {
      hint: 'Name a digest, or an image with its tag.',
    })
  }
  const meant = steps.map(({ image, source }): Meant => {
    const named = { image, tag: source.tag, environment: plan.from, plan: digest }
    return { digest: source.descriptor.digest, named }
  })
  return [...new Map(meant.map((one) => [one.digest, one])).values()]
}

/** The rejections that are meant, of those that stand. @throws PromoteError `usage` for none, and for several digests */
export async function findRejections(
  { ledger, signal }: PipelineContext,
  what: RejectNamed,
): Promise<readonly [RejectEntry, ...RejectEntry[]]> {
  const { rejections } = await ledger.standing({ signal })
  const meant = rejections.filter(matching(rejections, what))
  const [first, ...others] = meant
  const name = what.kind === 'plan' ? 'this plan' : what.text
  if (first === undefined) {
    throw new PromoteError('usage', `No rejection of ${name} stands.`, {
      hint: 'See "promote hold ls" for what stands.',
    })
  }
  const digests = new Set(meant.map(({ digest }) => digest))
  if (what.kind === 'text' && digests.size > 1) {
    throw new PromoteError('usage', `${digests.size} digests are rejected as ${name}.`, {
      hint: `Name one of them: ${[...digests].map((digest) => shortDigest(digest)).join(', ')}.`,
    })
  }
  return [first, ...others]
}

function matching(rejections: readonly RejectEntry[], what: RejectNamed): (entry: RejectEntry) => boolean {
  if (what.kind === 'plan') {
    const digest = planDigest(what.plan.plan)
    return ({ named }) => named.plan === digest
  }
  const { text } = what
  const asked = parseAsked(text, () => false)
  switch (asked.kind) {
    case 'digest': {
      const prefix = digestPrefixOf(asked.text)
      const matched = new MatchedDigests(prefix)
      matched.add(rejections.map(({ digest }) => digest))
      matched.refuseSeveral()
      return ({ digest }) => prefix !== undefined && beginsWith(digest, prefix)
    }
    case 'tag':
      return ({ named }) => named.image === asked.image && named.tag === asked.tag
    case 'image':
      return ({ named }) => named.image === asked.image
    default:
      return asked satisfies never
  }
}

function currentPlaces(
  view: LedgerView,
  { environments, images }: PipelineContext['config'],
  digest: Digest,
): RejectedDigest['currentIn'] {
  return environments.flatMap(({ name: environment }) =>
    images.flatMap(({ name: image }) =>
      view.current(environment, image)?.step.digest === digest ? [{ environment, image }] : [],
    ),
  )
}
