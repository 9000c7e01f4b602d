import type { LedgerHead } from '../../model/ledger/ledger.ts'
import { type RunUnderWay, underWayText } from '../../model/ledger/under-way.ts'
import type { PlanDocument } from '../../model/plan.ts'
import type { PromotionResult } from '../../model/result.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { openIntentsOf } from '../plan/held.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import { carryOut, type RunOptions } from './carry-out.ts'
import { settleFinished } from './record/finished.ts'

/** What planning came to. */
export type Planned =
  | { readonly kind: 'to-do'; readonly made: MadePlan }
  /** It was done before: nothing is left to do or to record. */
  | { readonly kind: 'done'; readonly result: PromotionResult }

/** How a run takes its turn. */
export interface TurnOptions extends RunOptions {
  /** Whether another run that is about the same tags ends this one, which else waits for it. */
  readonly noWait?: boolean
  /** Called with the plan before anything is written, and again where waiting made it another one; what it throws ends the run. */
  readonly agree?: (document: PlanDocument) => Promise<void>
  /** Called once as the plan is about to be carried out. */
  readonly starts?: () => Promise<void>
}

/**
 * Makes a plan and carries it out, one run after the other: while another run is about one of its tags this one waits, then
 * plans again, and usually finds nothing left to do. So two runs of one promotion never both move and record it, and what is
 * found open of a run in the ledger is of one that is gone. Runs that share no tag go on side by side.
 * @throws PromoteError `locked` under `noWait` where another run is under way, and what planning, `agree` and {@link carryOut} throw
 */
export async function carryOutInTurn(
  context: PipelineContext,
  run: TurnOptions,
  plan: () => Promise<Planned>,
): Promise<PromotionResult> {
  let agreed: string | undefined
  for (;;) {
    const before = await headOf(context)
    const planned = await plan()
    if (planned.kind === 'done') return planned.result
    const { made } = planned
    const isRefused = made.obstacles.length > 0 && !run.keepGoing
    // Nobody is asked about what will not be done.
    if (made.document.digest !== agreed && !isRefused) await run.agree?.(made.document)
    agreed = made.document.digest
    if (!(await needsTurn(context, made, run))) {
      await run.starts?.()
      return carryOut(context, made, run)
    }
    const turn = await takeTurn(context, made, run)
    if (turn === undefined) continue
    try {
      const warnings = await settleFinished(context, made.document.plan)
      // What others have recorded since may have done all of it, or have made another version current.
      const current = sameHead(await headOf(context), before) ? planned : await plan()
      if (current.kind === 'done') return withWarnings(current.result, warnings)
      if (current.made.document.digest !== agreed) {
        const isLeft = current.made.steps.some(({ kind }) => kind !== 'unchanged')
        // It may be about other tags, and a person has seen another one.
        if (isLeft) continue
      }
      await run.starts?.()
      return withWarnings(await carryOut(context, current.made, run), warnings)
    } finally {
      await turn.end()
    }
  }
}

/** A plan that is refused, or has nothing to do and nothing to settle, keeps nobody waiting. */
async function needsTurn(
  context: PipelineContext,
  { steps, obstacles, document }: MadePlan,
  { keepGoing }: RunOptions,
): Promise<boolean> {
  if (obstacles.length > 0 && !keepGoing) return false
  if (steps.some(({ kind }) => kind !== 'unchanged')) return true
  return (await openIntentsOf(context, document.plan)).length > 0
}

/** Tells others that this run is under way; undefined when another was, and is over now. */
async function takeTurn(
  context: PipelineContext,
  { document: { plan } }: MadePlan,
  { noWait = false }: TurnOptions,
): Promise<{ end(): Promise<void> } | undefined> {
  const { ledger, signal, progress, clock } = context
  const notice = {
    actor: await context.author(),
    ci: context.ci,
    since: clock.now().toISOString(),
    process: process.pid,
    ...(plan.purpose === undefined ? {} : { purpose: plan.purpose }),
    from: plan.from,
    to: plan.to,
    tags: plan.steps.flatMap(({ destination, tags }) =>
      tags.map(({ tag }) => `${destination.repository}:${tag}`),
    ),
  }
  const begun = await ledger.begin(notice, { signal })
  if (begun.kind === 'begun') return begun
  if (noWait) throw busyError(begun.other)
  progress({ kind: 'waiting', text: `Waiting: ${underWayText(begun.other.notice)}.` })
  await begun.other.ended({ signal })
  return undefined
}

function busyError({ notice }: RunUnderWay): PromoteError {
  const what = underWayText(notice)
  const sentence = `${what.charAt(0).toUpperCase()}${what.slice(1)}, and moves some of the same tags.`
  return new PromoteError('locked', sentence, {
    hint: 'Nothing was written. Without --no-wait this run waits until that one has ended, and does what is left then.',
  })
}

/** Where the ledger ends; undefined too where that cannot be read, which is told when it is written. */
async function headOf({ ledger, signal }: PipelineContext): Promise<LedgerHead | undefined> {
  try {
    return await ledger.head({ signal })
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof PromoteError)) throw error
    return undefined
  }
}

function sameHead(one: LedgerHead | undefined, other: LedgerHead | undefined): boolean {
  return one?.hash === other?.hash
}

function withWarnings(result: PromotionResult, warnings: readonly string[]): PromotionResult {
  return warnings.length === 0
    ? result
    : { ...result, warnings: [...new Set([...warnings, ...result.warnings])] }
}
