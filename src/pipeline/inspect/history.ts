import type { LedgerLine } from '../../model/ledger/entry.ts'
import { type HistoryFilter, isEntryNamed, matchesHistory } from '../../model/ledger/queries.ts'
import type { LedgerLines } from '../../model/ledger/reports.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { collect } from '../plan/candidates.ts'
import { environmentNamed, imageNamed } from '../plan/places.ts'

/** What to pick of a history, as a person writes it. */
export interface HistoryRequest extends Omit<HistoryFilter, 'since'> {
  /** A date, a time, or an age: `2026-11-01`, `2026-11-01T12:00Z`, `12h`, `30d`. */
  readonly since?: string
}

/** The entries that match, newest first. @throws PromoteError `usage` for an unknown name or a `since` that is no time */
export async function readHistory(context: PipelineContext, request: HistoryRequest): Promise<LedgerLines> {
  const { config, ledger, clock, signal } = context
  const { since, ...names } = request
  if (names.environment !== undefined) environmentNamed(config, names.environment)
  if (names.image !== undefined) imageNamed(config, names.image)
  const filter = { ...names, ...(since === undefined ? {} : { since: timeOf(since, clock.now()) }) }
  const lines: LedgerLine[] = []
  for await (const line of ledger.entries({ signal })) if (matchesHistory(line, filter)) lines.push(line)
  return {
    ledger: ledger.name,
    lines: lines.reverse(),
    head: (await ledger.head({ signal })) ?? null,
  }
}

/** The one entry a person means by number, id, or the beginning of an id. @throws PromoteError `usage` for none or several */
export async function findEntry({ ledger, signal }: PipelineContext, name: string): Promise<LedgerLine> {
  const found: LedgerLine[] = []
  for await (const line of ledger.entries({ signal })) if (isEntryNamed(line.entry, name)) found.push(line)
  const [first, ...others] = found
  if (first === undefined) {
    throw new PromoteError('usage', `The ledger ${ledger.name} has no entry "${name}".`, {
      hint: 'See "promote history" for what there is.',
    })
  }
  if (others.length > 0) {
    throw new PromoteError('usage', `"${name}" names ${found.length} entries: write more of the id.`)
  }
  return first
}

/** All entries, oldest first. */
export async function exportLedger({ ledger, signal }: PipelineContext): Promise<LedgerLines> {
  const lines = await collect(ledger.entries({ signal }))
  return {
    ledger: ledger.name,
    lines,
    head: (await ledger.head({ signal })) ?? null,
  }
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

function timeOf(text: string, now: Date): Date {
  const age = /^(\d{1,6})([mhdw])$/.exec(text)
  if (age !== null) {
    const unit = UNITS[age[2] as keyof typeof UNITS]
    return new Date(now.getTime() - Number(age[1]) * unit)
  }
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? new Date(text) : undefined
  if (time === undefined || Number.isNaN(time.getTime())) {
    throw new PromoteError('usage', `"${text}" is not a time.`, {
      hint: 'Write a date (2026-11-01), a time (2026-11-01T12:00Z) or an age (12h, 30d).',
    })
  }
  return time
}
