import canonicalize from 'canonicalize'
import type { Digest } from '../../oci/digest.ts'
import type { LedgerAttestation, OutcomeEntry } from '../ledger/entry.ts'
import { outcomeOf } from '../ledger/outcome.ts'
import type { OutcomeStep } from '../ledger/steps.ts'
import { type PromotionRecord, recordStatement } from './record.ts'
import { digestSet, isAbout, type Statement } from './statement.ts'

/** An outcome with one of its steps, and the file by which that was judged. */
export interface RecordedOutcome {
  readonly entry: OutcomeEntry
  readonly step: OutcomeStep
  readonly configDigest: Digest
}

/** What of a record has to be as the ledger has it. */
const COMPARED: readonly (keyof PromotionRecord)[] = [
  ...(['srcRef', 'dstRef', 'digest', 'timestamp', 'tags', 'image', 'purpose'] as const),
  ...(['from', 'to', 'moves', 'plan', 'ledger', 'run'] as const),
]

/** The names of what a statement says otherwise than the ledger; none where it agrees. Pure. */
export function contradictions(
  statement: Statement,
  attestation: LedgerAttestation,
  { entry, step, configDigest }: RecordedOutcome,
): readonly string[] {
  const { as, digest, destination, predicateType } = attestation
  const wrong = [
    ...(isAbout(statement, digest) ? [] : ['subject']),
    ...(statement.predicateType === predicateType ? [] : ['predicateType']),
  ]
  const said = fieldsOf(statement.predicate)
  const differing = (wanted: Readonly<Record<string, unknown>>): readonly string[] =>
    Object.keys(wanted).filter((name) => canonicalize(said[name]) !== canonicalize(wanted[name]))
  switch (as) {
    case 'record': {
      const record: Readonly<Record<string, unknown>> = { ...recordOf(entry, step) }
      return [...wrong, ...differing(Object.fromEntries(COMPARED.map((name) => [name, record[name]])))]
    }
    case 'summary': {
      const policy = fieldsOf(said.policy)
      const isPolicy = canonicalize(policy.digest) === canonicalize(digestSet(configDigest))
      const own = differing({ resourceUri: destination, verificationResult: 'PASSED' })
      return [...wrong, ...own, ...(isPolicy ? [] : ['policy'])]
    }
    default:
      return as satisfies never
  }
}

function recordOf(entry: OutcomeEntry, step: OutcomeStep): PromotionRecord {
  const { id, sequence, hash, at, run, purpose, plan, from, to } = entry
  return recordStatement({
    ...{ project: '', file: '', configDigest: null, verdicts: [], approvals: [], step },
    outcome: {
      ...{ id, sequence, hash, at, run, plan, from, to },
      ...(purpose === undefined ? {} : { purpose }),
      intents: outcomeOf(entry).intents,
    },
  }).predicate
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
