import type { Environment } from '../../model/config.ts'
import type { Purpose } from '../../model/ledger/entry.ts'
import type { LedgerReader } from '../../model/ledger/ledger.ts'
import { LedgerView } from '../../model/ledger/queries.ts'
import { wordsOf } from '../../model/ledger/said.ts'
import type { PlanDocument } from '../../model/plan.ts'
import type { PromotionResult } from '../../model/result.ts'
import { PromoteError } from '../../support/errors.ts'
import { type PromotionRun, runPlan } from '../apply/promote.ts'
import type { PipelineContext } from '../context.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import { environmentNamed } from '../plan/places.ts'
import { chooseImages, type ImageChoice, leftOutOf } from '../plan/route.ts'
import { estimateRepair } from './estimate-repair.ts'
import { manifestsIn, observeRepair } from './observe-repair.ts'
import { buildRepair } from './plan-repair.ts'
import { recordedContents } from './recorded.ts'
import { madeByNewer, noLedger } from './unusable-ledger.ts'

/** What is to be repaired, and why. */
export interface RepairRequest extends ImageChoice {
  readonly environment: string
  /** Why; needed only where something is written. */
  readonly reason: string | undefined
  /** Whether every blob is read and hashed too. */
  readonly deep: boolean
}

/**
 * Puts back what the ledger says of an environment and somebody else changed: tags that were moved or removed, content
 * that was lost, what refers to an image. Goes through the same phases as a promotion; gates are not asked, for it brings
 * nothing that was not let in before, and what is declared immutable is put back too. Where nothing differs nothing is
 * written.
 * @throws PromoteError `usage` for an unknown name, or without a reason where something would be written; `not-found` where
 *   there is no ledger; `ledger` where a newer version wrote in it; `locked` where another run holds a tag; what `agree` and carrying it out throw
 */
export function repair(
  context: PipelineContext,
  request: RepairRequest,
  run: PromotionRun,
): Promise<PromotionResult> {
  const agree = async (document: PlanDocument): Promise<void> => {
    requireReason(request, document)
    await run.agree?.(document)
  }
  return runPlan(context, { ...run, agree }, async () => {
    return { kind: 'to-do', made: await makeRepair(context, request, run) }
  })
}

async function makeRepair(
  context: PipelineContext,
  request: RepairRequest,
  { dryRun, isRead }: PromotionRun,
): Promise<MadePlan> {
  const { config, ledger, progress, signal } = context
  const environment = environmentNamed(config, request.environment)
  const chosen = chooseImages(config, request)
  const { images } = chosen
  if ((await ledger.head({ signal })) === undefined) throw noLedger(ledger.name)
  progress({ kind: 'phase-start', phase: 'plan', total: images.length })
  const naming = context.author()
  naming.catch(() => undefined)
  const at = context.clock.now()
  const view = await viewOfAll(ledger, signal)
  const recorded = recordedContents(config, view, environment, images, request.images.length > 0)
  const observed = await observeRepair(context, environment, recorded.contents, {
    look: request.deep ? 'read' : 'none',
    push: !dryRun,
  })
  const open = await ledger.open({ signal })
  const { document, obstacles } = buildRepair({
    ...{ config, environment: environment.name, author: await naming, observed, at },
    open,
    leftOut: leftOutOf(chosen),
    warnings: recorded.warnings,
  })
  const described = isRead ? await estimateRepair(context, document, manifestsIn(observed)) : document
  const { steps } = document.plan
  progress({ kind: 'phase-end', phase: 'plan', summary: `${steps.length} to repair` })
  return {
    document: described,
    purpose: purposeOf(request),
    steps,
    route: { from: asItWas(environment), to: asItWas(environment) },
    observation: {
      ...{ steps: [], missing: [], destinationTags: new Map(), notCurrent: new Set(), at },
    },
    obstacles,
    readings: new Map(),
  }
}

/** What the ledger says last. @throws PromoteError `ledger` where a newer version wrote in it: that may have put other content there */
async function viewOfAll(ledger: LedgerReader, signal: AbortSignal): Promise<LedgerView> {
  const view = new LedgerView()
  for await (const line of ledger.entries({ signal })) {
    if (line.kind === 'newer') throw madeByNewer(ledger.name, line)
    view.add(line.entry)
  }
  return view
}

/** What is required by now is no rule for what was promoted before. */
function asItWas(environment: Environment): Environment {
  return { ...environment, referrers: { ...environment.referrers, require: [] } }
}

function purposeOf({ reason = '' }: RepairRequest): Purpose {
  return { kind: 'repair', reason: wordsOf(reason, 'reason') }
}

function requireReason(request: RepairRequest, { plan }: PlanDocument): void {
  if (plan.steps.every(({ kind }) => kind === 'unchanged') || purposeOf(request).reason !== '') return
  const { environment, images, deep } = request
  const line = ['promote repair', environment, ...images, ...(deep ? ['--deep'] : [])].join(' ')
  throw new PromoteError(
    'usage',
    `Something differs in ${environment}, and a repair is recorded with its reason: say it with --reason.`,
    {
      hint: `Nothing was written. To see what differs: ${line} --dry-run. To repair it: ${line} --reason "who changed it, and why it goes back"`,
    },
  )
}
