import type { LedgerHead } from '../../model/ledger/ledger.ts'
import type { PromotionResult } from '../../model/result.ts'
import { type PromoteError, toPromoteError } from '../../support/errors.ts'
import { type AttestReport, beginAttesting } from '../attest/attest.ts'
import type { PipelineContext } from '../context.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import { resultOf, untouchedResult } from '../result.ts'
import { retainAfter } from '../retain/retain.ts'
import { applyPlan } from './apply.ts'
import { ledgerOnRunner } from './record/ledger-on-runner.ts'

/** How a plan is carried out. */
export interface RunOptions {
  /** Whether what can be promoted is promoted although something of the group cannot. */
  readonly keepGoing: boolean
}

/**
 * Carries a plan out, one just made or one taken from a file. What stands in the way (missing in the source, immutable in
 * the destination, denied by a gate) ends it before the first write, unless `keepGoing`, which leaves that out.
 * @throws PromoteError `stale` where a saved plan does not fit any more, and what {@link applyPlan} throws
 */
export async function carryOut(
  context: PipelineContext,
  made: MadePlan,
  { keepGoing }: RunOptions,
): Promise<PromotionResult> {
  const { document, obstacles } = made
  const inTheWay = obstacles.map(({ error }) => error)
  if (inTheWay.length > 0 && !keepGoing) {
    const stale = inTheWay.find(({ code }) => code === 'stale')
    if (stale !== undefined) throw stale
    return untouchedResult(document, inTheWay)
  }
  const attesting = beginAttesting(context, made)
  // A key that does not open is told before anything is written.
  if (made.steps.some(({ kind }) => kind !== 'unchanged')) await attesting.open()
  const applied = await applyPlan(context, { made, keepGoing })
  const attested = await attesting.attest(applied)
  const retained = await retainAfter(context, made, applied)
  const { head, error } = await headAfter(context)
  const ended = error === undefined ? applied : { error, ...applied }
  const plain = resultOf(document, ended, [...inTheWay, ...attested.errors], head)
  const result = withAttested({ ...plain, warnings: [...plain.warnings, ...retained] }, attested)
  if (result.entry === null) return result
  const warning = ledgerOnRunner(context.ledger.name, await context.identify(), result.entry)
  return warning === undefined ? result : { ...result, warnings: [...result.warnings, warning] }
}

function withAttested(result: PromotionResult, { attestations, warnings }: AttestReport): PromotionResult {
  return {
    ...result,
    ...(attestations.length === 0 ? {} : { attestations }),
    warnings: [...result.warnings, ...warnings],
  }
}

/** Where the ledger ends. Tags may have moved by now: one that cannot be read is an error in the answer, not a throw. */
async function headAfter({
  ledger,
}: PipelineContext): Promise<{ readonly head?: LedgerHead | undefined; readonly error?: PromoteError }> {
  try {
    return { head: await ledger.head({ signal: AbortSignal.any([]) }) }
  } catch (error) {
    return { error: toPromoteError(error) }
  }
}
