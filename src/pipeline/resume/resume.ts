import type { OpenIntent } from '../../model/ledger/ledger.ts'
import { intentText } from '../../model/ledger/open-intents.ts'
import { isEntryNamed } from '../../model/ledger/queries.ts'
import type { ResumedRun, ResumedTag, ResumeReport } from '../../model/ledger/resume.ts'
import type { TagResult } from '../../model/ledger/steps.ts'
import { runOver, underWayText } from '../../model/ledger/under-way.ts'
import { exitCodeOf, PromoteError, toPromoteError, worstExitCode } from '../../support/errors.ts'
import { leaveOwedHolds } from '../apply/record/owed-holds.ts'
import type { PipelineContext } from '../context.ts'
import { type EndedRun, finishRefusal, finishRun } from './finish-run.ts'
import { type SeenRun, type SeenTag, seeRun } from './seen-run.ts'
import { undoneResult, undoRun } from './undo-run.ts'

/** Which runs are to be ended, and how. */
export interface ResumeRequest {
  /** An environment, or an entry by its number, its id or the beginning of its id; all that is open where it is absent. */
  readonly what: string | undefined
  /** Whether what moved is put back, instead of the rest being moved. */
  readonly undo: boolean
  readonly dryRun: boolean
}

/** The open intents that a person means, in the order in which they are ended: undone the last one first. @throws PromoteError `usage` for a name that is neither an environment nor an open entry */
export async function chooseOpen(
  { config, ledger, signal }: PipelineContext,
  { what, undo }: Pick<ResumeRequest, 'what' | 'undo'>,
): Promise<readonly OpenIntent[]> {
  const open = await ledger.open({ signal })
  const ordered = undo ? open.toReversed() : open
  if (what === undefined) return ordered
  const isEnvironment = config.environments.some(({ name }) => name === what)
  const own = ordered.filter(({ entry }) => (isEnvironment ? entry.to === what : isEntryNamed(entry, what)))
  if (own.length > 0 || isEnvironment) return own
  throw new PromoteError('usage', `"${what}" is neither an environment nor an open entry.`, {
    hint:
      open.length === 0
        ? 'Nothing is open: no run has to be finished.'
        : `Open: ${open.map(intentText).join('; ')}.`,
  })
}

/**
 * Ends runs that died while they moved tags: moves the rest of their tags, or puts back what they had moved. What cannot be
 * ended is in the report, and does not keep the others.
 * @throws PromoteError `usage` as {@link chooseOpen} does; `locked`, `disk`, `ledger`
 */
export async function resume(context: PipelineContext, request: ResumeRequest): Promise<ResumeReport> {
  const { ledger, signal } = context
  const { undo, dryRun } = request
  await chooseOpen(context, request)
  const warnings: string[] = []
  if (!dryRun) {
    await ledger.checkWritable({ signal })
    // A run that moved its tags and could not write says itself how it ended.
    const taken = await ledger.takeInKept({ signal })
    for (const { sequence } of taken.entries) {
      warnings.push(
        `The outcome that a run had kept beside the ledger is recorded now, as entry ${sequence}.`,
      )
    }
    warnings.push(...taken.warnings, ...(await leaveOwedHolds(context)).warnings)
  }
  const runs: ResumedRun[] = []
  const errors: PromoteError[] = []
  for (const intent of await stillOpen(context, request)) {
    signal.throwIfAborted()
    const ended = await endRun(context, intent, request)
    runs.push(ended.run)
    warnings.push(...ended.warnings)
    if (ended.error !== undefined) errors.push(ended.error)
  }
  // What a rollback took out that is finished now.
  if (!dryRun) warnings.push(...(await leaveOwedHolds(context)).warnings)
  return {
    ...{ kind: 'resume', ledger: ledger.name, undo, dryRun, runs, warnings },
    head: (await ledger.head({ signal })) ?? null,
    exitCode: worstExitCode(errors.map(({ code }) => exitCodeOf(code))),
  }
}

/** What of it is open yet: the outcomes that were taken in may have ended some. */
async function stillOpen(context: PipelineContext, request: ResumeRequest): Promise<readonly OpenIntent[]> {
  try {
    return await chooseOpen(context, request)
  } catch (error) {
    if (toPromoteError(error).code === 'usage') return []
    throw error
  }
}

interface Ended {
  readonly run: ResumedRun
  readonly warnings: readonly string[]
  readonly error?: PromoteError
}

async function endRun(context: PipelineContext, intent: OpenIntent, request: ResumeRequest): Promise<Ended> {
  const { id, sequence, run, at, purpose, from, to } = intent.entry
  const facts = {
    intent: { id, sequence, actor: run.actor, at },
    ...(purpose === undefined ? {} : { purpose }),
    ...{ from, to },
  }
  let seen: SeenRun | undefined
  try {
    await refuseAlive(context, intent)
    seen = await seeRun(context, intent, context.signal)
    const refused = request.undo ? undefined : await finishRefusal(context, seen)
    if (refused !== undefined) throw refused
    if (request.dryRun) {
      const { tags } = seen
      const would = new Map(tags.map((tag) => [tag, request.undo ? undoneResult(tag) : finishedResult(tag)]))
      return { run: { ...facts, tags: tagsOf(tags, would), entry: null }, warnings: [] }
    }
    const ended = await inTurn(context, seen, (now) =>
      request.undo ? undoRun(context, now) : finishRun(context, now),
    )
    const { entry } = ended
    const recorded = entry === undefined ? null : { id: entry.id, sequence: entry.sequence }
    return {
      run: { ...facts, tags: tagsOf(seen.tags, byName(ended, seen)), entry: recorded },
      warnings: ended.warnings,
    }
  } catch (error) {
    context.signal.throwIfAborted()
    const failure = toPromoteError(error)
    const { code, message, details } = failure
    const tags = tagsOf(seen?.tags ?? [], new Map())
    const said = { code, message, ...(details.hint === undefined ? {} : { hint: details.hint }) }
    return { run: { ...facts, tags, entry: null, failure: said }, warnings: [], error: failure }
  }
}

/** The results by the tags as they were seen at first. */
function byName({ results }: EndedRun, { tags }: SeenRun): ReadonlyMap<SeenTag, TagResult> {
  const named = new Map([...results].map(([tag, result]) => [`${tag.repository}:${tag.tag}`, result]))
  return new Map(tags.map((tag) => [tag, named.get(`${tag.repository}:${tag.tag}`) ?? 'failed']))
}

function tagsOf(tags: readonly SeenTag[], results: ReadonlyMap<SeenTag, TagResult>): readonly ResumedTag[] {
  return tags.map((seen) => {
    const { image, repository, tag, old, digest: wanted, found } = seen
    return { image, repository, tag, old, wanted, found, result: results.get(seen) ?? 'not-begun' }
  })
}

function finishedResult({ old, digest }: SeenTag): TagResult {
  return old === digest ? 'unchanged' : 'moved'
}

/** Other runs that are about the same tags wait until it is ended. What its tags hold is read again then. */
async function inTurn(
  context: PipelineContext,
  seen: SeenRun,
  work: (seen: SeenRun) => Promise<EndedRun>,
): Promise<EndedRun> {
  const { ledger, signal, clock } = context
  const { entry, pins } = seen.intent
  const begun = await ledger.begin(
    {
      actor: await context.author(),
      ci: context.ci,
      since: clock.now().toISOString(),
      process: process.pid,
      ...(entry.purpose === undefined ? {} : { purpose: entry.purpose.kind }),
      ...{ from: entry.from, to: entry.to },
      tags: pins.map(({ repository, tag }) => `${repository}:${tag}`),
    },
    { signal },
  )
  if (begun.kind === 'busy') throw aliveError(entry.sequence, underWayText(begun.other.notice))
  try {
    const open = await ledger.open({ signal })
    if (!open.some((one) => one.entry.id === entry.id))
      return { entry: undefined, results: new Map(), warnings: [] }
    return await work(await seeRun(context, seen.intent, signal))
  } finally {
    await begun.end()
  }
}

/** A run that lives ends itself. @throws PromoteError `locked` */
async function refuseAlive({ ledger }: PipelineContext, { entry, pins }: OpenIntent): Promise<void> {
  const alive = runOver(await ledger.underWay(), pins)
  if (alive !== undefined) throw aliveError(entry.sequence, underWayText(alive.notice))
}

function aliveError(sequence: number, text: string): PromoteError {
  return new PromoteError('locked', `Entry ${sequence} is not to be ended by another run: ${text}.`, {
    hint: 'Wait until it has ended, or end it; then look at "promote status" again.',
  })
}
