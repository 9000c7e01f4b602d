import { type Digest, hexOf } from '../../oci/digest.ts'
import type { Verdict } from '../gates/verdict.ts'
import type { ApprovalEntry, Purpose, RunIdentity } from '../ledger/entry.ts'
import { heldAfter } from '../ledger/outcome.ts'
import type { OutcomeStep } from '../ledger/steps.ts'
import { type DigestSet, digestSet, type Resource, type Statement, statementAbout } from './statement.ts'

/** Predicate type of the record of a promotion; docs/promotion-record.md explains it. */
export const RECORD_TYPE = 'urn:promote:attestation:promotion:1'

/** What a ledger says of one step of a promotion that is attested. */
export interface AttestedStep {
  readonly project: string
  /** Name of the promotion file, without folders. */
  readonly file: string
  /** Digest of the promotion file by which it was judged; null where nobody knows it any more. */
  readonly configDigest: Digest | null
  readonly outcome: AttestedOutcome
  readonly step: OutcomeStep
  /** The answers of the gates about this step. */
  readonly verdicts: readonly Verdict[]
  /** Approvals of its plan. */
  readonly approvals: readonly ApprovalEntry[]
}

/** The entry that is attested. */
export interface AttestedOutcome {
  readonly id: string
  readonly sequence: number
  readonly hash: Digest
  readonly at: string
  readonly run: RunIdentity
  readonly purpose?: Purpose
  readonly plan: Digest
  readonly from: string
  readonly to: string
  readonly intents: readonly string[]
}

/**
 * What a record says: all that is known of how an image came where it is. The first eleven fields are those of
 * kpromo's `https://k8s.io/promo-tools/promotion/v1`, and mean the same.
 */
export interface PromotionRecord {
  readonly srcRef: string
  readonly dstRef: string
  readonly digest: Digest
  /** RFC 3339. */
  readonly timestamp: string
  readonly builderId: string
  /** The tags that hold the image by this promotion, sorted. */
  readonly tags?: readonly string[]
  readonly source: Resource
  readonly destination: Resource
  readonly manifest: Resource
  readonly promoter: { readonly version: string }
  readonly job?: { readonly url: string }
  readonly project: string
  readonly image: string
  /** Absent for a promotion. */
  readonly purpose?: Purpose
  readonly from: { readonly environment: string; readonly tag: string | null }
  readonly to: { readonly environment: string }
  readonly moves: readonly {
    readonly tag: string
    readonly replaced: DigestSet | null
    readonly result: string
  }[]
  readonly plan: { readonly digest: DigestSet }
  readonly config?: { readonly digest: DigestSet }
  readonly ledger: {
    readonly entry: string
    readonly sequence: number
    readonly hash: DigestSet
    readonly intents: readonly string[]
  }
  readonly approvals: readonly {
    readonly by: string
    readonly at: string
    readonly comment: string | null
    readonly key: string | null
    readonly entry: string
    readonly hash: DigestSet
  }[]
  readonly gates: readonly Omit<Verdict, 'image'>[]
  readonly run: RunIdentity
}

/** The record of one step of a promotion: what the ledger says, in one signed document. Pure: the same facts give the same record. */
export function recordStatement(attested: AttestedStep): Statement<PromotionRecord> {
  const { project, file, configDigest, outcome, step, verdicts, approvals } = attested
  const { digest, destination } = step
  const { repository, tag } = splitSource(step)
  const held = step.tags.filter((one) => heldAfter(one) === digest)
  const version = versionOf(outcome.run.tool)
  const { commit, ci } = outcome.run
  return statementAbout({ repository: destination, digest }, RECORD_TYPE, {
    srcRef: `${repository}@${digest}`,
    dstRef: destination,
    digest,
    timestamp: outcome.at,
    builderId: `urn:promote:tool@${version}`,
    ...(held.length === 0 ? {} : { tags: held.map((one) => one.tag).toSorted() }),
    source: { name: repository, digest: digestSet(digest) },
    destination: { name: destination, digest: digestSet(digest) },
    manifest: { name: file, ...(commit === null ? {} : { digest: { gitCommit: commit } }) },
    promoter: { version },
    ...(ci === null ? {} : { job: { url: ci } }),
    project,
    image: step.image,
    ...(outcome.purpose === undefined ? {} : { purpose: outcome.purpose }),
    from: { environment: outcome.from, tag },
    to: { environment: outcome.to },
    moves: step.tags.map((one) => ({
      tag: one.tag,
      replaced: one.old === null ? null : digestSet(one.old),
      result: one.result,
    })),
    plan: { digest: digestSet(outcome.plan) },
    ...(configDigest === null ? {} : { config: { digest: digestSet(configDigest) } }),
    ledger: {
      entry: outcome.id,
      sequence: outcome.sequence,
      hash: digestSet(outcome.hash),
      intents: outcome.intents,
    },
    approvals: approvals.map((one) => ({
      by: one.run.actor,
      at: one.approvedAt,
      comment: one.comment,
      key: one.signature?.key ?? null,
      entry: one.id,
      hash: digestSet(one.hash),
    })),
    gates: verdicts.map(({ image: _, ...verdict }) => verdict),
    run: outcome.run,
  })
}

/** The answers that are about one step: those of its image, and of its tag where several of the image are promoted. */
export function verdictsAbout(
  verdicts: readonly Verdict[],
  { image, tag }: { readonly image: string; readonly tag: string | null },
): readonly Verdict[] {
  const ofImage = verdicts.filter((verdict) => verdict.image === image)
  const ofTag = ofImage.filter((verdict) => verdict.tag === tag)
  return ofTag.length === 0 ? ofImage : ofTag
}

/** The source tag of a step; null for one that was promoted by digest. */
export function sourceTag(step: OutcomeStep): string | null {
  return splitSource(step).tag
}

/** What of an unknown predicate says which entry it is the record of; undefined when it says none. */
export function recordedEntry(
  predicate: unknown,
): { readonly entry: string; readonly hash: string } | undefined {
  const ledger = fieldOf(predicate, 'ledger')
  const entry = fieldOf(ledger, 'entry')
  const hash = fieldOf(fieldOf(ledger, 'hash'), 'sha256')
  return typeof entry === 'string' && typeof hash === 'string' ? { entry, hash } : undefined
}

/** Whether a hash as a record has it is that of an entry. */
export function isHashOf(hash: string, entry: { readonly hash: Digest }): boolean {
  return hash === hexOf(entry.hash)
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

/** `host/path:tag` or `host/path@digest`, taken apart. */
function splitSource({ source, digest }: OutcomeStep): {
  readonly repository: string
  readonly tag: string | null
} {
  if (source.endsWith(`@${digest}`)) return { repository: source.slice(0, -digest.length - 1), tag: null }
  const colon = source.lastIndexOf(':')
  return { repository: source.slice(0, colon), tag: source.slice(colon + 1) }
}

/** `0.1.0` of `promote 0.1.0`. */
export function versionOf(tool: string): string {
  return tool.slice(tool.lastIndexOf(' ') + 1)
}
