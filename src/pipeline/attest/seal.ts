import { basename } from 'node:path'
import type { Attachable } from '../../engine/referrers/attach.ts'
import { bundleText } from '../../model/attestation/bundle.ts'
import { type Envelope, type Signer, sealEnvelope } from '../../model/attestation/dsse.ts'
import {
  type AttestedStep,
  recordedEntry,
  recordStatement,
  sourceTag,
  verdictsAbout,
} from '../../model/attestation/record.ts'
import type { AttestRule } from '../../model/attestation/rule.ts'
import {
  IN_TOTO_TYPE,
  isAbout,
  type Statement,
  statementBytes,
  statementIn,
} from '../../model/attestation/statement.ts'
import { type Judged, summaryStatement } from '../../model/attestation/summary.ts'
import type { PromotionConfig } from '../../model/config.ts'
import { outcomeOf } from '../../model/ledger/outcome.ts'
import { PromoteError } from '../../support/errors.ts'
import { type Due, judgedFor } from './due.ts'
import type { Grounds } from './ledger-facts.ts'

/** What statements are made from. */
export interface StatementSource {
  readonly config: Pick<PromotionConfig, 'project' | 'file'>
  readonly rule: Pick<AttestRule, 'verifier' | 'format'>
  readonly grounds: Grounds
  /** What this run was told by the gates about its images. */
  readonly now: Judged
}

/**
 * The statement that is due; undefined for a summary of an image that did not pass, or of which nobody knows any more by
 * what it was judged. Pure.
 */
export function statementOf(
  due: Due,
  { config, rule, grounds, now }: StatementSource,
): Statement | undefined {
  const { entry, step } = due.promoted
  const about = { image: step.image, tag: due.tag ?? sourceTag(step) }
  const verdicts = verdictsAbout(grounds.verdicts(entry), about)
  const { id, sequence, hash, at, run, purpose, plan, from, to } = entry
  const attested: AttestedStep = {
    project: config.project,
    file: basename(config.file),
    configDigest: due.configDigest,
    outcome: {
      ...{ id, sequence, hash, at, run, plan, from, to },
      ...(purpose === undefined ? {} : { purpose }),
      intents: outcomeOf(entry).intents,
    },
    step,
    verdicts,
    approvals: grounds.approvals(entry),
  }
  if (due.as === 'record') return recordStatement(attested)
  const judged = judgedFor(due, verdicts, { ...now, verdicts: verdictsAbout(now.verdicts, about) })
  return judged === undefined ? undefined : summaryStatement(attested, judged, rule.verifier)
}

/** A statement, signed and ready to be attached. */
export function sealed(
  statement: Statement,
  { created, format }: Pick<Attachable, 'created' | 'format'>,
  signer: Signer,
): Attachable {
  const envelope = sealEnvelope(IN_TOTO_TYPE, statementBytes(statement), signer)
  return {
    predicateType: statement.predicateType,
    bundle: bundleText(envelope, signer.publicKey),
    envelope: JSON.stringify(envelope),
    created,
    format,
  }
}

/**
 * Whether an envelope that was found says what is to be said: a record of the same entry, a summary in the same words but
 * for the time and the version of the tool.
 */
export function saysTheSame(envelope: Envelope, wanted: Statement, { image, as, promoted }: Due): boolean {
  let found: Statement
  try {
    found = statementIn(envelope)
  } catch (error) {
    if (error instanceof PromoteError) return false
    throw error
  }
  if (found.predicateType !== wanted.predicateType || !isAbout(found, image.digest)) return false
  if (as === 'record') return recordedEntry(found.predicate)?.entry === promoted.entry.id
  return isEqual(timeless(found), timeless(wanted))
}

function timeless({ predicate, ...rest }: Statement): Statement {
  const fields = typeof predicate === 'object' && predicate !== null ? predicate : {}
  return { ...rest, predicate: { ...fields, timeVerified: null, verifier: null } }
}

function isEqual(one: Statement, other: Statement): boolean {
  return Buffer.compare(statementBytes(one), statementBytes(other)) === 0
}
