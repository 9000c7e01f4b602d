import type { Environment } from '../../model/config.ts'
import type { HoldBody } from '../../model/ledger/entry.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { holdRefusal } from '../../model/ledger/standing/refusals.ts'
import type { HoldReport } from '../../model/ledger/standing/reports.ts'
import type { Digest } from '../../oci/digest.ts'
import { shortDigest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { readKnown } from '../inspect/explain/known.ts'
import { findSubject, parseAsked } from '../inspect/explain/subject.ts'
import { environmentNamed, imageNamed } from '../plan/places.ts'
import { readingOnce } from '../read-once.ts'
import { reasonOf, recordWords } from './word.ts'

/** What is to be held, and why. */
export interface HoldRequest {
  readonly environment: string
  /** `IMAGE` for every digest, `IMAGE:TAG` or `IMAGE@DIGEST`; eight digits of a digest suffice. */
  readonly what: string
  readonly reason: string
}

/**
 * Records that an image may not go into an environment until it is released. Moves nothing: what is there stays. Where the
 * same hold stands for the same reason nothing is recorded again.
 * @throws PromoteError `usage` for an unknown name, a tag that is not the same everywhere or an empty reason, `not-found`, `disk`, `ledger`
 */
export async function addHold(given: PipelineContext, request: HoldRequest): Promise<HoldReport> {
  const context = readingOnce(given)
  const { config, ledger, signal } = context
  const reason = reasonOf(request.reason)
  const environment = environmentNamed(config, request.environment)
  const { image, digest, view, warnings } = await findHeld(context, environment, request.what)
  const isCurrent = digest !== null && view.current(environment.name, image)?.step.digest === digest
  const same = (await ledger.standing({ signal })).holds.find(
    (hold) =>
      hold.environment === environment.name &&
      hold.image === image &&
      hold.digest === digest &&
      hold.reason === reason,
  )
  const head = await ledger.head({ signal })
  if (same !== undefined && head !== undefined) {
    const hold = holdRefusal(same)
    return { kind: 'hold-add', ledger: ledger.name, hold, recorded: false, isCurrent, head, warnings }
  }
  const body: HoldBody = {
    ...{ kind: 'hold', run: await context.identify(), environment: environment.name, image, digest, reason },
    cause: null,
  }
  const recorded = await recordWords(context, [body])
  const [entry] = recorded.entries
  if (entry === undefined) throw new PromoteError('ledger', 'The hold was not recorded.')
  return {
    ...{ kind: 'hold-add', ledger: ledger.name, hold: holdRefusal(entry), recorded: true, isCurrent },
    head: recorded.head,
    warnings: [...warnings, ...recorded.warnings],
  }
}

interface Held {
  readonly image: string
  /** Null for every digest. */
  readonly digest: Digest | null
  readonly view: LedgerView
  readonly warnings: readonly string[]
}

/** A tag is looked for where the environment takes images from, and in it. */
async function findHeld(context: PipelineContext, environment: Environment, what: string): Promise<Held> {
  const { config } = context
  const known = await readKnown(context, what)
  const asked = parseAsked(what, (name) => config.images.some((image) => image.name === name))
  if (asked.kind === 'image') {
    return { image: imageNamed(config, asked.image).name, digest: null, view: known.view, warnings: [] }
  }
  if (asked.image === undefined) {
    throw new PromoteError('usage', `"${what}" names no image: a hold is on an image.`, {
      hint: `Write IMAGE@${what}. To keep a digest out of every environment: promote reject ${what} --reason TEXT`,
    })
  }
  const { name: image } = imageNamed(config, asked.image)
  const near = config.environments.filter(
    ({ name }) => name === environment.name || environment.from.includes(name),
  )
  const { digest, gaps } = await findSubject(
    context,
    asked,
    near,
    known,
    ({ digest: one }) =>
      `Name its digest: promote hold add ${environment.name} ${image}@${shortDigest(one)} --reason TEXT`,
  )
  return { image, digest, view: known.view, warnings: gaps.map(({ message }) => message) }
}
