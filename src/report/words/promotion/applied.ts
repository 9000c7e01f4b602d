import type { PromotionResult } from '../../../model/result.ts'

/** That a saved plan was applied before, and is not again: `applied as entry 22 by kari, nothing to do`; undefined where it was not. */
export function appliedText({ applied }: Pick<PromotionResult, 'applied'>): string | undefined {
  return applied === undefined
    ? undefined
    : `applied as entry ${applied.sequence} by ${applied.actor}, nothing to do`
}
