import type { Environment } from '../../model/config.ts'
import type { LedgerEntry, Purpose } from '../../model/ledger/entry.ts'
import type { LedgerReader } from '../../model/ledger/ledger.ts'
import { intentText } from '../../model/ledger/open-intents.ts'
import { wordsOf } from '../../model/ledger/said.ts'
import type { PromotionResult } from '../../model/result.ts'
import { PromoteError } from '../../support/errors.ts'
import { type PromotionRun, runPlan } from '../apply/promote.ts'
import { leaveOwedHolds } from '../apply/record/owed-holds.ts'
import type { PipelineContext } from '../context.ts'
import { judgePlan } from '../judge/judge-plan.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import { environmentNamed, placeOf } from '../plan/places.ts'
import { chooseImages, type ImageChoice, leftOutOf } from '../plan/route.ts'
import { estimateRepair } from '../repair/estimate-repair.ts'
import { manifestsIn } from '../repair/observe-repair.ts'
import { madeByNewer, noLedger } from '../repair/unusable-ledger.ts'
import { changeOf } from './changes.ts'
import { observationOf } from './judged.ts'
import { observeRollback } from './observe-rollback.ts'
import { stateAfter } from './past.ts'
import { buildRollback } from './plan-rollback.ts'
import { findTarget, type Target, type Wanted } from './target.ts'

/** What is to be rolled back, to which state, and why. */
export interface RollbackRequest extends Omit<ImageChoice, 'tag'>, Wanted {
  readonly environment: string
  /** Why; the entry says only what it went back to where it is not said. */
  readonly reason: string | undefined
}

/**
 * Brings images of an environment back to what the ledger says they were: floating tags go back, new ones are taken away
 * where the registry can do that, what is declared immutable stays, and what was current then is current again. Goes through
 * the same phases as a promotion. Each digest that is taken out gets a hold.
 * @throws PromoteError `usage` for an unknown name or state; `not-found` where the ledger has nothing to go back to; `locked`
 *   where a run into the environment is not finished; `stale` where something was promoted while it waited; `ledger` where a newer version wrote in it; what `agree` and carrying it out throw
 */
export function rollback(
  context: PipelineContext,
  request: RollbackRequest,
  run: PromotionRun,
): Promise<PromotionResult> {
  // Found out once: what is recorded while it waits must not make it another one.
  let target: Target | undefined
  return runPlan(context, run, async () => {
    // One that died before it could hold what it took out has nothing left to do but that.
    if (target === undefined && !run.dryRun) await leaveOwedHolds(context)
    const planned = await makeRollback(context, request, run, target)
    target = planned.target
    return { kind: 'to-do', made: planned.made }
  })
}

async function makeRollback(
  context: PipelineContext,
  request: RollbackRequest,
  { dryRun, isRead, overrides }: PromotionRun,
  known: Target | undefined,
): Promise<{ readonly made: MadePlan; readonly target: Target }> {
  const { config, ledger, progress, signal, clock } = context
  const environment = environmentNamed(config, request.environment)
  const chosen = chooseImages(config, { ...request, tag: undefined })
  for (const { rule, select } of chosen.images)
    if (select !== rule.select) throw noVersion(request, rule.name)
  const entries = await entriesOf(ledger, signal)
  if (entries.length === 0) throw noLedger(ledger.name)
  progress({ kind: 'phase-start', phase: 'plan', total: chosen.images.length })
  const naming = context.author()
  naming.catch(() => undefined)
  const at = clock.now()
  const rules = [...new Map(chosen.images.map(({ rule }) => [rule.name, rule])).values()]
  const names = rules.map(({ name }) => name)
  const target = known ?? findTarget(entries, environment.name, names, request, at)
  if (known !== undefined) refusePromotedSince(entries, environment.name, names, known)
  await refuseOpen(context, environment.name, names, target)
  const past = stateAfter(entries, target.state)
  const { view: now } = stateAfter(entries, Number.POSITIVE_INFINITY)
  const changes = rules
    .filter(({ name }) => target.images.has(name))
    .flatMap((rule) => changeOf(environment, rule, placeOf(config, environment, rule), now, past) ?? [])
  const observed = await observeRollback(context, environment, changes, { now, past, push: !dryRun })
  const planned = buildRollback({
    ...{ config, environment: environment.name, state: target.state, author: await naming, observed, at },
    leftOut: leftOutOf(chosen),
    warnings: changes.length === 0 ? [nothingText(environment.name, target)] : [],
  })
  const manifests = manifestsIn(observed.flatMap(({ contents }) => contents))
  const document = isRead ? await estimateRepair(context, planned.document, manifests) : planned.document
  const { steps } = document.plan
  progress({ kind: 'phase-end', phase: 'plan', summary: `${steps.length} to roll back` })
  const route = { from: asItWas(environment), to: asItWas(environment) }
  const toJudge = {
    ...{ document, route, steps, readings: new Map(), gatePurpose: 'rollback' as const },
    ...(overrides === undefined ? {} : { overrides }),
    observation: observationOf(context, environment, steps, manifests, at),
  }
  const { verdicts, obstacles } = await judgePlan(context, toJudge)
  const made: MadePlan = {
    ...toJudge,
    document: { ...document, verdicts },
    purpose: purposeOf(request, target),
    asOf: entries.at(-1)?.sequence ?? 0,
    obstacles: [...planned.obstacles, ...obstacles],
  }
  return { made, target }
}

/** What the ledger says. @throws PromoteError `ledger` where a newer version wrote in it: that may have put other content there */
async function entriesOf(ledger: LedgerReader, signal: AbortSignal): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for await (const line of ledger.entries({ signal })) {
    if (line.kind === 'newer') throw madeByNewer(ledger.name, line)
    entries.push(line.entry)
  }
  return entries
}

/** What is required by now is no rule for what was there before; the gates say which of them are asked all the same. */
function asItWas(environment: Environment): Environment {
  return { ...environment, referrers: { ...environment.referrers, require: [] } }
}

function purposeOf({ reason = '' }: RollbackRequest, { state, text }: Target): Purpose {
  const said = wordsOf(reason, 'reason')
  return { kind: 'rollback', reason: said === '' ? `back to the state ${text}` : said, state }
}

function nothingText(environment: string, { text }: Target): string {
  return `There is nothing to roll back: ${environment} is as it was ${text}.`
}

function noVersion({ environment }: RollbackRequest, image: string): PromoteError {
  return new PromoteError(
    'usage',
    `A rollback takes images by their names: ${image}, without a tag or a digest.`,
    {
      hint: `What it goes back to is a state of ${environment}: --to ENTRY, --before DATE or --steps N.`,
    },
  )
}

/** @throws PromoteError `stale` where an image was promoted after it was found out what to go back to */
function refusePromotedSince(
  entries: readonly LedgerEntry[],
  environment: string,
  images: readonly string[],
  { asOf }: Target,
): void {
  const entry = entries.find(
    (one) =>
      one.sequence > asOf &&
      one.kind === 'outcome' &&
      one.to === environment &&
      one.purpose === undefined &&
      one.steps.some(({ image, outcome }) => images.includes(image) && outcome !== 'unchanged'),
  )
  if (entry === undefined) return
  throw new PromoteError(
    'stale',
    `Entry ${entry.sequence}, a promotion to ${environment}, was recorded while this run waited.`,
    {
      hint: 'Nothing was written. Run it again to see what it would go back to now.',
    },
  )
}

/**
 * What a run that has not ended has moved is in no state that could be gone back to. One that is the same rollback is gone on with.
 * @throws PromoteError `locked`
 */
async function refuseOpen(
  { ledger, signal }: PipelineContext,
  environment: string,
  images: readonly string[],
  { state }: Target,
): Promise<void> {
  const open = await ledger.open({ signal })
  const other = open.find(({ entry: { to, steps, purpose } }) => {
    const isSame = purpose?.kind === 'rollback' && purpose.state === state
    return to === environment && !isSame && steps.some(({ image }) => images.includes(image))
  })
  if (other === undefined) return
  throw new PromoteError('locked', `A run into ${environment} is not finished: ${intentText(other)}.`, {
    hint: `Nothing was written. If it is still going, wait for it. If it is gone, finish it with "promote resume ${environment}", or put back what it moved with "promote resume ${environment} --undo".`,
  })
}
