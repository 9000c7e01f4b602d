import type { EntryBody, LedgerEntry } from '../../model/ledger/entry.ts'
import type { LedgerHead } from '../../model/ledger/ledger.ts'
import { wordsOf } from '../../model/ledger/said.ts'
import type { Standing } from '../../model/ledger/standing/standing.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'

/** What recording some words came to. */
export interface Recorded<Entry extends LedgerEntry> {
  readonly entries: readonly Entry[]
  readonly head: LedgerHead
  readonly warnings: readonly string[]
}

/** A reason without the white space around it. @throws PromoteError `usage` for an empty one, or one that is too long */
export function reasonOf(text: string): string {
  const reason = wordsOf(text, 'reason')
  if (reason !== '') return reason
  throw new PromoteError('usage', 'The reason is empty: say why, for those who read it later.')
}

/**
 * Appends a person's words, one after the other; nothing moves by them.
 * @param judge called under the ledger's lock before each, with what stands then; may throw to refuse
 * @throws PromoteError `disk`, `ledger`, `locked`, and what `judge` throws
 */
export async function recordWords<Body extends EntryBody>(
  { ledger, signal }: PipelineContext,
  bodies: readonly [Body, ...Body[]],
  judge: (body: Body, standing: Standing) => void = () => {},
): Promise<Recorded<Extract<LedgerEntry, { readonly kind: Body['kind'] }>>> {
  await ledger.checkWritable({ signal })
  const entries: Extract<LedgerEntry, { readonly kind: Body['kind'] }>[] = []
  const warnings: string[] = []
  for (const body of bodies) {
    const appended = await ledger.append(body, (_, standing) => judge(body, standing), { signal })
    // The ledger gives back an entry of the kind that it was given.
    entries.push(appended.entry as Extract<LedgerEntry, { readonly kind: Body['kind'] }>)
    warnings.push(...appended.warnings)
  }
  const last = entries.at(-1)
  if (last === undefined) throw new PromoteError('ledger', 'There was nothing to record.')
  return { entries, warnings, head: { sequence: last.sequence, hash: last.hash } }
}
