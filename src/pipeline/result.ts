import { addCounts, NO_COUNTS } from '../engine/copy.ts'
import type { LedgerHead } from '../model/ledger/ledger.ts'
import type { OutcomeStep } from '../model/ledger/steps.ts'
import type { PlanDocument } from '../model/plan.ts'
import type { MoveTotals, PromotionResult } from '../model/result.ts'
import { exitCodeOf, type PromoteError, worstExitCode } from '../support/errors.ts'
import { causes } from './apply/record/outcomes.ts'
import type { Applied } from './apply/run.ts'

/** The result of a plan of which nothing was done, because of these errors; none: there was nothing to do. */
export function untouchedResult(document: PlanDocument, errors: readonly PromoteError[]): PromotionResult {
  return {
    kind: document.plan.purpose ?? 'promotion',
    from: document.plan.from,
    to: document.plan.to,
    dryRun: false,
    plan: document,
    steps: [],
    totals: NO_COUNTS,
    verified: 0,
    entry: null,
    head: null,
    milliseconds: 0,
    warnings: document.warnings,
    failures: errors.map(toFailure),
    exitCode: worst(errors),
  }
}

/** What a plan that was carried out came to. @param inTheWay what was left out of it, and why */
export function resultOf(
  document: PlanDocument,
  applied: Applied,
  inTheWay: readonly PromoteError[],
  head: LedgerHead | undefined,
): PromotionResult {
  const own = causes(applied.steps)
  const whole = applied.error === undefined || own.includes(applied.error) ? [] : [applied.error]
  const { entry } = applied
  const steps = applied.steps.map((step) => step.record)
  return {
    ...untouchedResult(document, [...inTheWay, ...own, ...whole]),
    steps,
    totals: totalsOf(steps),
    verified: applied.verified,
    entry: entry === null ? null : { id: entry.id, sequence: entry.sequence },
    head: head ?? null,
    warnings: [...new Set([...document.warnings, ...applied.warnings])],
  }
}

function totalsOf(steps: readonly OutcomeStep[]): MoveTotals {
  return steps.reduce((sum, { blobs, bytes }) => addCounts(sum, { ...blobs, bytes }), NO_COUNTS)
}

function worst(errors: readonly PromoteError[]): number {
  return worstExitCode(errors.map((error) => exitCodeOf(error.code)))
}

function toFailure({ code, message, details }: PromoteError): PromotionResult['failures'][number] {
  return {
    image: details.image ?? null,
    ...(details.side === undefined ? {} : { side: details.side }),
    code,
    message,
    ...(details.hint === undefined ? {} : { hint: details.hint }),
  }
}
