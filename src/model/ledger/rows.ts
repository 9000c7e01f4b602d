import {
  type AbandonEntry,
  type ApprovalEntry,
  type AttestationEntry,
  isOfPromotion,
  type LedgerEntry,
  type LedgerLine,
} from './entry.ts'
import { outcomeOf } from './outcome.ts'
import type { LedgerStep, OutcomeStep } from './steps.ts'

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
  'of',
  'image',
  'source',
  'digest',
  'destination',
  'tag',
  'old',
  'new',
  'tagResult',
  'holds',
  'outcome',
  'mounted',
  'copied',
  'present',
  'bytes',
  'milliseconds',
  'error',
  'reason',
  'key',
  'hash',
] as const

/** One row of an exported ledger; null where a column has no value. */
export type LedgerRow = Readonly<Record<(typeof LEDGER_COLUMNS)[number], string | number | null>>

/**
 * The rows of a line: one for each tag of each step, one for a step without tags, one for an entry without steps or of
 * a newer version.
 */
export function ledgerRows(line: LedgerLine): readonly LedgerRow[] {
  const { id, sequence, at, kind, hash } = line.entry
  const place = { ...EMPTY, id, sequence, at, kind, hash }
  if (line.kind === 'newer') return [place]
  const { entry } = line
  const { run } = entry
  const base = {
    ...place,
    actor: run.actor,
    actorFrom: run.actorFrom,
    ci: run.ci,
    commit: run.commit,
    run: run.id,
  }
  const rows = rowsOf(entry)
  return (rows.length === 0 ? [{}] : rows).map((row) => ({
    ...base,
    ...promotionColumns(entry),
    ...ownColumns(entry),
    ...row,
  }))
}

/**
 * The rows of the tags that hold another digest after this line than before it: each that its run moved and did not put
 * back, or that a crashed run had moved when it was given up.
 */
export function movedRows(line: LedgerLine): readonly LedgerRow[] {
  if (line.kind === 'newer') return []
  const isMoved = line.entry.kind === 'abandon' ? isHeld : hasMoved
  return ledgerRows(line).filter(isMoved)
}

function isHeld({ new: wanted, holds }: LedgerRow): boolean {
  return wanted !== null && holds === wanted
}

function hasMoved({ tagResult }: LedgerRow): boolean {
  return tagResult === 'moved' || tagResult === 'left'
}

type SomeColumns = Partial<LedgerRow>

function promotionColumns(entry: LedgerEntry): SomeColumns {
  if (!isOfPromotion(entry)) return {}
  const { from, to, plan, purpose } = entry
  return { from, to, plan, ...(purpose === undefined ? {} : { reason: purpose.reason }) }
}

function ownColumns(entry: LedgerEntry): SomeColumns {
  switch (entry.kind) {
    case 'intent':
      return {}
    case 'outcome':
      return { result: entry.result, intent: outcomeOf(entry).intents.join(' ') || null, error: entry.error }
    case 'abandon':
      return { intent: entry.intent, reason: entry.reason }
    case 'approval':
      return {
        ...(entry.comment === null ? {} : { reason: entry.comment }),
        key: entry.signature?.key ?? null,
      }
    case 'hold': {
      const { environment: to, image, digest, reason, cause: of } = entry
      return { to, image, digest, reason, of }
    }
    case 'reject': {
      const { digest, reason, named } = entry
      const { image, tag, plan } = named
      return { digest, reason, image, tag, plan }
    }
    case 'release': {
      const { environment: to, image, digest, reason, of } = entry
      return { to, image, digest, reason, of }
    }
    case 'attestation':
      return {}
    default:
      return entry satisfies never
  }
}

function rowsOf(entry: LedgerEntry): readonly SomeColumns[] {
  switch (entry.kind) {
    case 'intent':
      return entry.steps.flatMap((step) =>
        stepRows(step, 'planned', ({ tag, old, new: wanted }) => ({ tag, old, new: wanted })),
      )
    case 'outcome':
      return outcomeOf(entry).steps.flatMap((step) =>
        stepRows(step, step.outcome, ({ tag, old, new: wanted, result }) => ({
          tag,
          old,
          new: wanted,
          tagResult: result,
        })),
      )
    case 'abandon':
      return abandonRows(entry)
    case 'approval':
      return approvalRows(entry)
    case 'hold':
    case 'reject':
    case 'release':
      return []
    case 'attestation':
      return attestationRows(entry)
    default:
      return entry satisfies never
  }
}

function stepRows<Step extends LedgerStep | OutcomeStep>(
  step: Step,
  outcome: string,
  columnsOf: (tag: Step['tags'][number]) => SomeColumns,
): readonly SomeColumns[] {
  const { image, source, digest, destination, bytes, milliseconds, blobs } = step
  const row = { image, source, digest, destination, outcome, bytes, milliseconds, ...blobs }
  return step.tags.length === 0 ? [row] : step.tags.map((tag) => ({ ...row, ...columnsOf(tag) }))
}

function abandonRows({ tags }: AbandonEntry): readonly SomeColumns[] {
  return tags.map(({ image, repository, tag, wanted, holds }) => ({
    image,
    destination: repository,
    tag,
    new: wanted,
    holds,
  }))
}

function approvalRows({ images }: ApprovalEntry): readonly SomeColumns[] {
  return images.map(({ image, tag, digest, destination }) => ({ image, tag, digest, destination }))
}

function attestationRows({ attestations }: AttestationEntry): readonly SomeColumns[] {
  return attestations.map(({ image, digest, destination, as, result, error }) => ({
    image,
    digest,
    destination,
    outcome: `${as} ${result}`,
    error,
  }))
}

const EMPTY = Object.fromEntries(LEDGER_COLUMNS.map((column) => [column, null])) as LedgerRow
