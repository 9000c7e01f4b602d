import canonicalize from 'canonicalize'
import type { Digest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'

/** The namespace of every SSH signature that promote makes or takes: one over anything else says nothing here. */
export const SIGNATURE_NAMESPACE = 'promote'

/** What a person approves. */
export interface Approved {
  readonly project: string
  /** Digest of the plan. */
  readonly plan: Digest
  readonly from: string
  readonly to: string
  /** When it is given: ISO 8601 in UTC with milliseconds. */
  readonly approvedAt: string
  readonly comment: string | null
}

/**
 * What is signed of an approval, to the byte: the canonical JSON (RFC 8785) of these fields and of `kind`, which keeps it
 * apart from anything else that is ever signed in the same namespace.
 * @throws PromoteError `failed` when JSON cannot hold it
 */
export function approvalStatement({ project, plan, from, to, approvedAt, comment }: Approved): string {
  const said = comment === null ? {} : { comment }
  const text = canonicalize({ kind: 'approval', project, plan, from, to, time: approvedAt, ...said })
  if (text === undefined) throw new PromoteError('failed', 'This approval cannot be written as JSON.')
  return text
}
