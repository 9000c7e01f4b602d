import type { LedgerEntry } from './ledger.ts'

/** The columns of an exported ledger, in order. */
export const LEDGER_COLUMNS = [
  'sequence',
  'id',
  'at',
  'kind',
  'result',
  'from',
  'to',
  'actor',
  'actorFrom',
  'ci',
  'commit',
  'run',
  'plan',
  'intent',
  'image',
  'source',
  'digest',
  'destination',
  'tag',
  'old',
  'new',
  'outcome',
  'mounted',
  'copied',
  'present',
  'bytes',
  'milliseconds',
  'error',
  'hash',
] as const

/** One row of an exported ledger; null where a column has no value. */
export type LedgerRow = Readonly<Record<(typeof LEDGER_COLUMNS)[number], string | number | null>>

/** The rows of an entry: one for each tag of each step, one for a step without tags, one for an entry without steps. */
export function ledgerRows(entry: LedgerEntry): readonly LedgerRow[] {
  const base = {
    sequence: entry.sequence,
    id: entry.id,
    at: entry.at,
    kind: entry.kind,
    result: entry.result,
    from: entry.from,
    to: entry.to,
    actor: entry.run.actor,
    actorFrom: entry.run.actorFrom,
    ci: entry.run.ci,
    commit: entry.run.commit,
    run: entry.run.id,
    plan: entry.plan,
    intent: entry.intent,
    error: entry.error,
    hash: entry.hash,
    ...NO_STEP,
  }
  if (entry.steps.length === 0) return [base]
  return entry.steps.flatMap((step): LedgerRow[] => {
    const { image, source, digest, destination, outcome, bytes, milliseconds } = step
    const row = { ...base, image, source, digest, destination, outcome, bytes, milliseconds, ...step.blobs }
    if (step.tags.length === 0) return [row]
    return step.tags.map((tag) => ({ ...row, tag: tag.tag, old: tag.old, new: tag.new }))
  })
}

const NO_STEP = {
  image: null,
  source: null,
  digest: null,
  destination: null,
  tag: null,
  old: null,
  new: null,
  outcome: null,
  mounted: null,
  copied: null,
  present: null,
  bytes: null,
  milliseconds: null,
}
