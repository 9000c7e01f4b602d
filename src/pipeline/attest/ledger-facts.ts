import type { Verdict } from '../../model/gates/verdict.ts'
import type {
  ApprovalEntry,
  AttestationEntry,
  AttestationForm,
  LedgerAttestation,
  LedgerEntry,
  OutcomeEntry,
} from '../../model/ledger/entry.ts'
import type { Ledger } from '../../model/ledger/ledger.ts'
import { heldAfter, outcomeOf } from '../../model/ledger/outcome.ts'
import type { OutcomeStep } from '../../model/ledger/steps.ts'
import type { Digest } from '../../oci/digest.ts'
import type { CallOptions } from '../../oci/store.ts'

/** An image in the place that a promotion brought it to. */
export interface PromotedImage {
  readonly image: string
  /** Destination repository. */
  readonly destination: string
  readonly digest: Digest
}

/** The outcome by which an image came where it is, and its step there. */
export interface Promoted {
  readonly entry: OutcomeEntry
  readonly step: OutcomeStep
}

/** What the ledger says last of one attestation. */
export interface KnownAttestation {
  readonly attestation: LedgerAttestation
  readonly entry: AttestationEntry
}

/** What a ledger says of what was promoted into one environment, and of what was attested of it. */
export class AttestedLedger {
  readonly #environment: string
  readonly #promoted = new Map<string, Promoted>()
  readonly #known = new Map<string, KnownAttestation>()
  readonly #byId = new Map<string, OutcomeEntry>()

  constructor(environment: string) {
    this.#environment = environment
  }

  add(entry: LedgerEntry): void {
    if (entry.kind === 'outcome' && entry.to === this.#environment) this.#addOutcome(entry)
    if (entry.kind === 'attestation' && entry.to === this.#environment) {
      for (const attestation of entry.attestations) {
        const { as } = attestation
        this.#known.set(keyOf(entry.outcome, attestation, as), { attestation, entry })
      }
    }
  }

  /** The last outcome that brought this image to its place; undefined where the ledger has none. */
  promoted(image: PromotedImage): Promoted | undefined {
    return this.#promoted.get(placeOf(image))
  }

  /** The last word on one attestation of an outcome; undefined where there is none. */
  known(outcome: string, image: PromotedImage, as: AttestationForm): KnownAttestation | undefined {
    return this.#known.get(keyOf(outcome, image, as))
  }

  /** What failed and was not attached since, with the outcome it is about. */
  failed(): readonly (KnownAttestation & { readonly promoted: Promoted })[] {
    return [...this.#known.values()].flatMap((known) => {
      const { attestation, entry } = known
      const outcome = this.#byId.get(entry.outcome)
      if (attestation.result !== 'failed' || outcome === undefined) return []
      const step = outcomeOf(outcome).steps.find((one) => placeOf(one) === placeOf(attestation))
      return step === undefined ? [] : [{ ...known, promoted: { entry: outcome, step } }]
    })
  }

  #addOutcome(entry: OutcomeEntry): void {
    for (const step of outcomeOf(entry).steps) {
      if (!BROUGHT.has(step.outcome)) continue
      if (!step.tags.some((tag) => heldAfter(tag) === step.digest)) continue
      this.#promoted.set(placeOf(step), { entry, step })
      this.#byId.set(entry.id, entry)
    }
  }
}

/** Outcomes of steps that brought an image where it is, or made it current there. */
const BROUGHT: ReadonlySet<OutcomeStep['outcome']> = new Set([
  'promoted',
  'partial',
  'recorded',
  'rolled-back',
])

/** Reads a ledger for one environment. */
export async function readAttested(
  ledger: Ledger,
  environment: string,
  options: CallOptions,
): Promise<AttestedLedger> {
  const facts = new AttestedLedger(environment)
  for await (const line of ledger.entries(options)) if (line.kind === 'entry') facts.add(line.entry)
  return facts
}

/** What was judged and approved before some outcomes. */
export interface Grounds {
  /** The answers of the gates. */
  verdicts(outcome: OutcomeEntry): readonly Verdict[]
  approvals(outcome: OutcomeEntry): readonly ApprovalEntry[]
}

/** Reads on what grounds these outcomes came about: the intents they name, and the approvals of their plans before them. */
export async function readGrounds(
  ledger: Ledger,
  outcomes: readonly OutcomeEntry[],
  options: CallOptions,
): Promise<Grounds> {
  const wanted = new Set(outcomes.flatMap((entry) => outcomeOf(entry).intents))
  const plans = new Set(outcomes.map(({ plan }) => plan))
  const verdicts = new Map<string, readonly Verdict[]>()
  const approvals: ApprovalEntry[] = []
  for await (const line of ledger.entries(options)) {
    if (line.kind !== 'entry') continue
    const { entry } = line
    if (entry.kind === 'intent' && wanted.has(entry.id)) verdicts.set(entry.id, entry.verdicts)
    if (entry.kind === 'approval' && plans.has(entry.plan)) approvals.push(entry)
  }
  return {
    verdicts: (outcome) => {
      if (outcome.verdicts.length > 0) return outcome.verdicts
      // The first is its own run's; those of crashed runs that it went on with come after it.
      return (
        outcomeOf(outcome)
          .intents.map((id) => verdicts.get(id))
          .find((own) => own !== undefined) ?? []
      )
    },
    approvals: (outcome) =>
      approvals.filter(({ plan, sequence }) => plan === outcome.plan && sequence < outcome.sequence),
  }
}

function placeOf({ image, destination, digest }: PromotedImage): string {
  return `${image} ${destination}@${digest}`
}

function keyOf(outcome: string, image: PromotedImage, as: AttestationForm): string {
  return `${outcome} ${as} ${placeOf(image)}`
}
