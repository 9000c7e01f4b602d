import type { ExplainedApproval, ExplainedChange, ExplainedPromotion } from '../../../model/explain.ts'
import type { Verdict } from '../../../model/gates/verdict.ts'
import type {
  AbandonEntry,
  ApprovalEntry,
  IntentEntry,
  LedgerEntry,
  OutcomeEntry,
} from '../../../model/ledger/entry.ts'
import { outcomeOf } from '../../../model/ledger/outcome.ts'
import type { LedgerReferrer, LedgerStep, LedgerTag, OutcomeStep } from '../../../model/ledger/steps.ts'
import type { Digest } from '../../../oci/digest.ts'

/** What a ledger says of one digest, entry by entry from the first on. */
export class DigestStory {
  readonly promotions: ExplainedPromotion[] = []
  readonly approvals: ExplainedApproval[] = []
  readonly replaced: ExplainedChange[] = []
  readonly replacedBy: ExplainedChange[] = []
  /** What came along with it, and the entries by which it did. */
  readonly referrers = new Map<string, { readonly referrer: LedgerReferrer; readonly entries: number[] }>()
  readonly #digest: Digest
  readonly #ended: ReadonlySet<string>
  readonly #intents = new Map<string, readonly Verdict[]>()

  /** @param ended the ids of the intents that have ended: of these the entry that ended them tells */
  constructor(digest: Digest, ended: ReadonlySet<string>) {
    this.#digest = digest
    this.#ended = ended
  }

  add(entry: LedgerEntry): void {
    switch (entry.kind) {
      case 'intent':
        this.#addIntent(entry)
        return
      case 'outcome':
        this.#addOutcome(entry)
        return
      case 'abandon':
        this.#addAbandoned(entry)
        return
      case 'approval':
        this.#addApproval(entry)
        return
      case 'attestation':
        return
      // What was said no to is told as it stands, not as it was said.
      case 'hold':
      case 'reject':
      case 'release':
        return
      default:
        entry satisfies never
    }
  }

  #addApproval({
    id,
    sequence,
    run,
    plan,
    from,
    to,
    approvedAt,
    comment,
    signature,
    images,
  }: ApprovalEntry): void {
    const own = images.filter(({ digest }) => digest === this.#digest)
    for (const image of new Set(own.map((one) => one.image))) {
      this.approvals.push({
        ...{ entry: sequence, id, at: approvedAt, run, plan, from, to, image },
        ...{ key: signature?.key ?? null, comment },
      })
    }
  }

  #addIntent(entry: IntentEntry): void {
    const steps = entry.steps.filter((step) => this.#isOf(step))
    if (steps.length > 0) this.#intents.set(entry.id, entry.verdicts)
    if (this.#ended.has(entry.id)) return
    for (const step of steps) {
      const tags = step.tags.map((tag) => ({ tag: tag.tag, old: tag.old, result: null, ...removedOf(tag) }))
      this.#tell(entry, step, {
        outcome: 'open',
        tags,
        verdicts: entry.verdicts,
        why: entry.purpose?.reason ?? null,
      })
    }
  }

  #addOutcome(entry: OutcomeEntry): void {
    const { intents, steps } = outcomeOf(entry)
    const verdicts = [...entry.verdicts, ...intents.flatMap((id) => this.#intents.get(id) ?? [])]
    for (const step of steps) {
      this.#addChanges(entry, step)
      if (!this.#isOf(step) || this.#isToldAlready(entry, step)) continue
      const tags = step.tags.map((tag) => {
        const { old, result } = tag
        return { tag: tag.tag, old, result, ...removedOf(tag) }
      })
      const why = step.outcome === 'promoted' ? null : (entry.error ?? entry.purpose?.reason ?? null)
      this.#tell(entry, step, { outcome: step.outcome, tags, verdicts, why })
      this.#addReferrers(entry, step)
    }
  }

  #addAbandoned(entry: AbandonEntry): void {
    for (const [place, tags] of Map.groupBy(
      entry.tags,
      ({ image, repository }) => `${image} ${repository}`,
    )) {
      const own = tags.filter(({ wanted }) => wanted === this.#digest)
      const [first] = own
      if (first === undefined || place === '') continue
      const { id, sequence, at, run, plan, from, to, reason, purpose } = entry
      this.promotions.push({
        ...{ entry: sequence, id, at, run, plan, from, to, image: first.image, digest: this.#digest },
        ...{ as: 'image', source: null, destination: first.repository, outcome: 'abandoned' },
        tags: own.map(({ tag }) => ({ tag, old: null, result: null })),
        gates: [],
        why: reason,
        ...(purpose === undefined ? {} : { purpose }),
      })
    }
  }

  #tell(
    { id, sequence, at, run, plan, from, to, purpose }: IntentEntry | OutcomeEntry,
    step: LedgerStep,
    told: Pick<ExplainedPromotion, 'outcome' | 'tags' | 'why'> & { readonly verdicts: readonly Verdict[] },
  ): void {
    const { image, digest, source, destination } = step
    const gates = verdictsOn(step, told.verdicts).map(({ gate, answer, reason, overridden }) => ({
      ...{ gate, answer, reason },
      ...(overridden === undefined ? {} : { overridden: overridden.reason }),
    }))
    this.promotions.push({
      ...{ entry: sequence, id, at, run, plan, from, to, image, digest, source, destination, gates },
      as: digest === this.#digest ? 'image' : 'referrer',
      outcome: told.outcome,
      tags: told.tags,
      why: told.why,
      ...(purpose === undefined ? {} : { purpose }),
    })
  }

  #addChanges({ to: environment, sequence, at, run }: OutcomeEntry, step: OutcomeStep): void {
    const { image, destination: repository } = step
    for (const { tag, old, new: wanted, result } of step.tags) {
      if ((result !== 'moved' && result !== 'left') || old === null || old === wanted) continue
      const change = { environment, image, repository, tag, entry: sequence, at, actor: run.actor }
      if (wanted === this.#digest) this.replaced.push({ ...change, digest: old })
      if (old === this.#digest) this.replacedBy.push({ ...change, digest: wanted })
    }
  }

  #addReferrers({ sequence }: OutcomeEntry, { digest, outcome, referrers = [] }: OutcomeStep): void {
    if (digest !== this.#digest || outcome === 'failed' || outcome === 'cancelled') return
    for (const referrer of referrers) {
      const key = `${referrer.digest} ${referrer.tag}`
      const known = this.referrers.get(key)
      if (known === undefined) this.referrers.set(key, { referrer, entries: [sequence] })
      else known.entries.push(sequence)
    }
  }

  #isOf({ digest, referrers = [] }: LedgerStep): boolean {
    return digest === this.#digest || referrers.some((referrer) => referrer.digest === this.#digest)
  }

  /** A run that found it in place says nothing new once it is known how it came there. */
  #isToldAlready({ to }: OutcomeEntry, { image, outcome }: OutcomeStep): boolean {
    return outcome === 'unchanged' && this.promotions.some((told) => told.to === to && told.image === image)
  }
}

/** What says of a tag that it was to be taken away. */
function removedOf(tag: LedgerTag): { readonly removed?: true } {
  return tag.new === null ? { removed: true } : {}
}

/** The verdicts on one step, which name it by its image and its tag in the source. */
function verdictsOn({ image, source }: LedgerStep, verdicts: readonly Verdict[]): readonly Verdict[] {
  const onImage = verdicts.filter((verdict) => verdict.image === image)
  const onTag = onImage.filter(({ tag }) => tag === null || source.endsWith(`:${tag}`))
  // A tag given with --tag is in no source, and goes with an image that is promoted alone.
  return onTag.length === 0 && source.includes('@') ? onImage : onTag
}
