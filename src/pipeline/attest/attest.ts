import type { AttestRule } from '../../model/attestation/rule.ts'
import type { AttestationBody, LedgerAttestation, OutcomeEntry } from '../../model/ledger/entry.ts'
import { once } from '../../support/concurrency.ts'
import { type PromoteError, toPromoteError } from '../../support/errors.ts'
import type { Applied } from '../apply/run.ts'
import type { PipelineContext } from '../context.ts'
import type { MadePlan } from '../plan/make-plan.ts'
import { attestImages, type Ended, type EndedNow } from './attach-due.ts'
import { type Due, dueAttestations, type PlacedImage } from './due.ts'
import { openSigners, type Signers } from './keys.ts'
import { type AttestedLedger, readAttested, readGrounds } from './ledger-facts.ts'
import type { StatementSource } from './seal.ts'

/** What attesting came to. */
export interface AttestReport {
  /** What was attached by this run, what failed, and what has gone; not what was there before. */
  readonly attestations: readonly LedgerAttestation[]
  readonly errors: readonly PromoteError[]
  readonly warnings: readonly string[]
}

const NOTHING: AttestReport = { attestations: [], errors: [], warnings: [] }

/** The attesting of one run. */
export interface AttestedRun {
  /**
   * Opens the keys, where anything is to be attested: before the run writes.
   * @throws PromoteError `usage` for one that does not open or may not be used
   */
  open(): Promise<void>
  /**
   * Signs and attaches what the environment is to have of each image of the plan that stands there, and what a run before
   * could not attach; looks first what is there. Each outcome that something was attached to, or could not be, gets an
   * entry. The tags have moved: what fails is in the report, never thrown.
   */
  attest(applied: Applied): Promise<AttestReport>
}

/** The attesting of a run that carries this plan out. Reads and opens nothing yet. */
export function beginAttesting(context: PipelineContext, made: MadePlan): AttestedRun {
  const { attest: rule, name: to } = made.route.to
  if (rule === undefined) return { open: async () => {}, attest: async () => NOTHING }
  const signers = once(() => openSigners(context, rule, to))
  return {
    open: async () => void (await signers()),
    attest: async (applied) => {
      try {
        return await attestApplied(context, made, applied, rule, signers)
      } catch (error) {
        return { ...NOTHING, errors: [toPromoteError(error)] }
      }
    },
  }
}

async function attestApplied(
  context: PipelineContext,
  made: MadePlan,
  applied: Applied,
  rule: AttestRule,
  signers: () => Promise<Signers>,
): Promise<AttestReport> {
  const { config, ledger, clock, signal } = context
  const { plan, digest, verdicts } = made.document
  const facts = await readAttested(ledger, made.route.to.name, {})
  const all = dueOf(facts, made, applied, rule)
  // A run that was asked to stop says of what it promoted that it is not attested, and leaves the rest alone.
  const due = signal.aborted ? all.filter(({ promoted }) => promoted.entry.plan === digest) : all
  if (due.length === 0) return NOTHING
  const outcomes = due.map(({ promoted }) => promoted.entry)
  const source: StatementSource = {
    config,
    rule,
    grounds: await readGrounds(ledger, outcomes, {}),
    now: { configDigest: plan.configDigest, verdicts, at: clock.now().toISOString() },
  }
  return recorded(context, made, await attestImages({ context, signers, source }, due))
}

function dueOf(ledger: AttestedLedger, made: MadePlan, applied: Applied, rule: AttestRule): readonly Due[] {
  const standing = new Set(
    applied.steps.flatMap(({ record }) =>
      STANDING.has(record.outcome) ? [`${record.destination}@${record.digest}`] : [],
    ),
  )
  const placed = made.steps.flatMap(({ image, source, destination }): readonly PlacedImage[] => {
    const { repository } = destination
    const { digest } = source.descriptor
    if (!standing.has(`${repository}@${digest}`)) return []
    return [{ image, destination: repository, digest, tag: source.tag }]
  })
  const { digest: plan } = made.document
  return dueAttestations(ledger, placed, rule.as, { plan, configDigest: made.document.plan.configDigest })
}

/** Outcomes of steps whose image is in its place. */
const STANDING: ReadonlySet<Applied['steps'][number]['record']['outcome']> = new Set([
  ...(['promoted', 'partial', 'recorded', 'completed', 'unchanged', 'repaired', 'rolled-back'] as const),
])

/** Records what was attached, failed or is gone, an entry for each outcome. */
async function recorded(
  context: PipelineContext,
  made: MadePlan,
  ended: readonly Ended[],
): Promise<AttestReport> {
  const news = ended.filter((one) => one.kind === 'ended')
  const errors = news.flatMap(({ error }) => error ?? [])
  const warnings = ended.flatMap(({ kind, due }) => (kind === 'unfounded' ? [unfoundedText(due)] : []))
  const attestations = news.map(({ attestation }) => attestation)
  try {
    for (const own of Map.groupBy(news, ({ due }) => due.promoted.entry).entries()) {
      // Something may be attached by now: a signal does not keep that from being said.
      const appended = await context.ledger.append(await bodyOf(context, made, ...own))
      warnings.push(...appended.warnings)
    }
  } catch (error) {
    errors.push(toPromoteError(error))
  }
  return { attestations, errors, warnings }
}

async function bodyOf(
  context: PipelineContext,
  made: MadePlan,
  { id, plan, from, to, purpose }: OutcomeEntry,
  own: readonly EndedNow[],
): Promise<AttestationBody> {
  return {
    kind: 'attestation',
    run: await context.identify(),
    ...(purpose === undefined ? {} : { purpose }),
    ...{ plan, from, to, outcome: id },
    configDigest: own[0]?.due.configDigest ?? made.document.plan.configDigest,
    attestations: own.map(({ attestation }) => attestation),
  }
}

function unfoundedText({ image }: Due): string {
  return `${image.image}: no summary was attached to ${image.destination}@${image.digest}, for it did not pass every gate.`
}
