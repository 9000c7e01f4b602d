import type { AbandonBody, AbandonedTag, IntentEntry } from '../../../model/ledger/entry.ts'
import type { OpenIntent, Pin, TakenIn } from '../../../model/ledger/ledger.ts'
import { intentText } from '../../../model/ledger/open-intents.ts'
import { outcomeOf } from '../../../model/ledger/outcome.ts'
import { isEntryNamed } from '../../../model/ledger/queries.ts'
import type { AbandonReport } from '../../../model/ledger/reports.ts'
import { wordsOf } from '../../../model/ledger/said.ts'
import { runOver, underWayText } from '../../../model/ledger/under-way.ts'
import { allOrNothing } from '../../../support/concurrency.ts'
import { onSide, PromoteError, toPromoteError } from '../../../support/errors.ts'
import type { PipelineContext } from '../../context.ts'
import { locationOf } from '../../plan/places.ts'

/** Which intent is to be abandoned, and why. */
export interface AbandonRequest {
  /** Its sequence number, its id, or the begin of its id. */
  readonly entry: string
  readonly reason: string
  /** Whether a tag that cannot be read is freed too, and recorded as unknown. */
  readonly allowUnknown: boolean
}

/** The one open intent a person means. @throws PromoteError `usage` when there is none, naming those that are open */
export async function findOpenIntent({ ledger, signal }: PipelineContext, name: string): Promise<OpenIntent> {
  return openIntentNamed(await ledger.open({ signal }), name)
}

/**
 * Frees the tags of an open intent that no run can finish: reads what each of them holds now, records that with the
 * reason, and closes the intent. Moves no tag.
 * @throws PromoteError `locked` while its run is alive, `usage` for an entry that is no open intent (also one whose outcome was kept beside the ledger) or for a reason that is empty or too long; what reading a tag threw, unless
 * unknown ones are allowed; `disk`, `ledger` when it cannot be recorded
 */
export async function abandonIntent(
  context: PipelineContext,
  request: AbandonRequest,
): Promise<AbandonReport> {
  const { ledger, signal } = context
  const reason = wordsOf(request.reason, 'reason')
  if (reason === '') throw new PromoteError('usage', 'The reason is empty: say why nothing can finish it.')
  const intent = await findOpenIntent(context, request.entry)
  await refuseAlive(context, intent)
  await ledger.checkWritable({ signal })
  const taken = await ledger.takeInKept({ signal })
  await refuseEnded(context, intent, taken)
  const tags = await allOrNothing(
    intent.pins.map((pin) => (both) => readTag(context, intent.entry, pin, request.allowUnknown, both)),
    signal,
  )
  const { id, sequence, plan, from, to, purpose } = intent.entry
  const body: AbandonBody = {
    ...{ kind: 'abandon', run: await context.identify(), plan, from, to },
    ...{ intent: id, reason, tags },
    ...(purpose === undefined ? {} : { purpose }),
  }
  const { entry, warnings } = await ledger.append(body, (open) => void openIntentNamed(open, `${sequence}`), {
    signal,
  })
  return {
    kind: 'ledger-abandon',
    ledger: ledger.name,
    entry: { id: entry.id, sequence: entry.sequence },
    intent: { id, sequence, actor: intent.entry.run.actor, at: intent.entry.at },
    ...(purpose === undefined ? {} : { purpose }),
    from,
    to,
    reason,
    tags,
    head: { sequence: entry.sequence, hash: entry.hash },
    warnings: [...taken.warnings, ...warnings],
  }
}

/** A run that lives ends its intent itself. @throws PromoteError `locked` */
async function refuseAlive({ ledger }: PipelineContext, { entry, pins }: OpenIntent): Promise<void> {
  const alive = runOver(await ledger.underWay(), pins)
  if (alive === undefined) return
  throw new PromoteError(
    'locked',
    `Entry ${entry.sequence} is not to be abandoned: ${underWayText(alive.notice)}.`,
    { hint: 'Wait until it has ended, or end it; then look at "promote status" again.' },
  )
}

/** Its own run may have kept how it ended: where that closes it, nothing is left to free. @throws PromoteError `usage` */
async function refuseEnded(
  { ledger, signal }: PipelineContext,
  { entry: { id, sequence } }: OpenIntent,
  { entries, warnings }: TakenIn,
): Promise<void> {
  const own = entries.find((entry) => entry.kind === 'outcome' && outcomeOf(entry).intents.includes(id))
  if (own === undefined) return
  if ((await ledger.open({ signal })).some(({ entry }) => entry.id === id)) return
  throw new PromoteError(
    'usage',
    `Entry ${sequence} is not open any more: its outcome, which its run had kept beside the ledger, is recorded now as entry ${own.sequence}.`,
    { hint: ['No tag is held for it.', ...warnings].join(' ') },
  )
}

function openIntentNamed(open: readonly OpenIntent[], name: string): OpenIntent {
  const found = open.filter(({ entry }) => isEntryNamed(entry, name))
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return first
  const what = first === undefined ? 'is no open intent' : `names ${found.length} open intents`
  const list = open.map(intentText).join('; ')
  throw new PromoteError('usage', `"${name}" ${what}.`, {
    hint: open.length === 0 ? 'No intent is open: no tag is held.' : `Open: ${list}.`,
  })
}

async function readTag(
  { config, stores }: PipelineContext,
  { steps }: IntentEntry,
  { repository, tag, digest: wanted }: Pin,
  allowUnknown: boolean,
  signal: AbortSignal,
): Promise<AbandonedTag> {
  const step = steps.find((one) => one.destination === repository && one.tags.some((own) => own.tag === tag))
  const image = step?.image ?? repository
  try {
    const store = stores.open(locationOf(config, repository))
    // The manifest itself is read: what a header says of it is no proof.
    const found = await onSide('destination', () => store.manifest(tag, { signal }))
    return { image, repository, tag, wanted, holds: found?.descriptor.digest ?? null }
  } catch (error) {
    signal.throwIfAborted()
    if (allowUnknown) return { image, repository, tag, wanted, holds: 'unknown' }
    const failure = toPromoteError(error)
    const hint = `Nothing was freed, for what ${repository}:${tag} holds cannot be read. Where the registry is gone for good, record that with --allow-unknown.`
    throw new PromoteError(failure.code, failure.message, { ...failure.details, image, hint, cause: failure })
  }
}
