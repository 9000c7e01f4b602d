import type {
  AbandonBody,
  ApprovalBody,
  AttestationBody,
  EntryBody,
  EntryKind,
  HoldBody,
  IntentBody,
  OutcomeBody,
  RejectBody,
  ReleaseBody,
} from '../../src/model/ledger/entry.ts'
import type {
  LedgerStep,
  LedgerTag,
  OutcomeStep,
  StepOutcome,
  TagResult,
} from '../../src/model/ledger/steps.ts'
import { digestOf } from '../../src/oci/digest.ts'

/** What to change of a step; a tag without a result gets the one that goes with the step's outcome. */
export interface StepChanges extends Partial<Omit<OutcomeStep, 'tags'>> {
  readonly tag?: string
  readonly tags?: readonly (LedgerTag & { readonly result?: TagResult })[]
}

/** A step that brings `content` to the tag of the image in prod. */
export function step(content: string, changes: StepChanges = {}): OutcomeStep {
  const { tag = '1.4.2', tags, ...rest } = changes
  const digest = digestOf(content)
  const { outcome = 'promoted' } = rest
  return {
    image: 'api',
    source: `registry.test.example.com/shop/api:${tag}`,
    digest,
    destination: 'registry.example.com/prod/api',
    tags: (tags ?? [{ tag, old: null, new: digest }]).map((one) => ({ result: RESULTS[outcome], ...one })),
    outcome,
    blobs: { mounted: 9, copied: 2, present: 4 },
    bytes: 18_400_000,
    milliseconds: 7912.4,
    ...rest,
  }
}

const RESULTS: Readonly<Record<StepOutcome, TagResult>> = {
  promoted: 'moved',
  repaired: 'moved',
  'rolled-back': 'moved',
  partial: 'moved',
  completed: 'unchanged',
  recorded: 'unchanged',
  unchanged: 'unchanged',
  failed: 'failed',
  restored: 'restored',
  left: 'left',
  cancelled: 'not-begun',
}

/** A step as an intent has it. */
export function plannedStep({ outcome: _, tags, ...rest }: OutcomeStep): LedgerStep {
  return { ...rest, tags: tags.map(({ result: __, ...tag }) => tag) }
}

/** An intent to bring these steps from test to prod. */
export function intentBody(steps: readonly OutcomeStep[], changes: Partial<IntentBody> = {}): IntentBody {
  return {
    kind: 'intent',
    run: {
      id: 'run-1',
      actor: 'release-manager',
      actorFrom: 'env',
      ci: 'https://ci.example.com/runs/7',
      commit: null,
      tool: 'promote 0.1.0',
    },
    plan: digestOf('plan'),
    from: 'test',
    to: 'prod',
    steps: steps.map(plannedStep),
    verdicts: [
      {
        gate: 'order',
        image: 'api',
        tag: '1.4.2',
        answer: 'pass',
        reason: 'It is in test.',
        evidence: { environment: 'test', entry: 3, present: true, since: null },
      },
    ],
    ...changes,
  }
}

/** The outcome of an intent; null where nothing had to move. */
export function outcomeBody(
  intent: string | null,
  steps: readonly OutcomeStep[],
  changes: Partial<OutcomeBody> = {},
): OutcomeBody {
  const { run, plan, from, to } = intentBody([])
  return {
    kind: 'outcome',
    ...{ run, plan, from, to },
    intents: intent === null ? [] : [intent],
    steps,
    verdicts: [],
    result: 'done',
    error: null,
    ...changes,
  }
}

/** A person's word that nothing will finish an intent. */
export function abandonBody(intent: string, changes: Partial<AbandonBody> = {}): AbandonBody {
  const { run, plan, from, to } = intentBody([])
  return {
    kind: 'abandon',
    ...{ run, plan, from, to },
    intent,
    reason: 'The source is gone.',
    tags: [
      {
        image: 'api',
        repository: 'registry.example.com/prod/api',
        tag: '1.4.2',
        wanted: digestOf('a'),
        holds: null,
      },
    ],
    ...changes,
  }
}

/** A signed approval of that plan. */
export function approvalBody(changes: Partial<ApprovalBody> = {}): ApprovalBody {
  const { run, plan, from, to } = intentBody([])
  return {
    kind: 'approval',
    ...{ run, plan, from, to },
    project: 'shop',
    approvedAt: '2026-11-24T10:58:11.200Z',
    comment: 'Tested on Monday.',
    images: [
      {
        image: 'api',
        tag: '1.4.2',
        digest: digestOf('a'),
        destination: 'registry.example.com/prod/api',
      },
    ],
    signature: {
      statement: '{"kind":"approval"}',
      sshsig: '-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n',
      key: 'SHA256:uVjHZlXRdKqVOZqPvLmDzlWqYYSQLDMZW0mBhrFLZFM',
    },
    ...changes,
  }
}

/** A hold on a digest of api in prod. */
export function holdBody(changes: Partial<HoldBody> = {}): HoldBody {
  return {
    kind: 'hold',
    run: intentBody([]).run,
    environment: 'prod',
    image: 'api',
    digest: digestOf('a'),
    reason: 'Logins fail.',
    cause: null,
    ...changes,
  }
}

/** A rejection of what api:1.4.2 was in test. */
export function rejectBody(changes: Partial<RejectBody> = {}): RejectBody {
  return {
    kind: 'reject',
    run: intentBody([]).run,
    digest: digestOf('a'),
    named: { image: 'api', tag: '1.4.2', environment: 'test', plan: digestOf('plan') },
    reason: 'It leaks.',
    ...changes,
  }
}

/** The end of a hold or a rejection. */
export function releaseBody(of: string, changes: Partial<ReleaseBody> = {}): ReleaseBody {
  return {
    kind: 'release',
    run: intentBody([]).run,
    of,
    environment: 'prod',
    image: 'api',
    digest: digestOf('a'),
    reason: 'It was the load balancer.',
    ...changes,
  }
}

/** The entry of what was attached to the image of that outcome, and what could not be. */
export function attestationBody(outcome: string, changes: Partial<AttestationBody> = {}): AttestationBody {
  const { run, plan, from, to } = intentBody([])
  const about = { image: 'api', destination: 'registry.example.com/prod/api', digest: digestOf('a') }
  return {
    kind: 'attestation',
    ...{ run, plan, from, to },
    outcome,
    configDigest: digestOf('config'),
    attestations: [
      {
        ...about,
        as: 'record',
        predicateType: 'urn:promote:attestation:promotion:1',
        result: 'attached',
        referrer: digestOf('manifest'),
        content: digestOf('bundle'),
        tag: null,
        key: 'MCowBQYDK2VwAyEA',
        error: null,
      },
      {
        ...about,
        as: 'summary',
        predicateType: 'https://slsa.dev/verification_summary/v1',
        result: 'failed',
        ...{ referrer: null, content: null, tag: null, key: null },
        error: 'The registry refused it.',
      },
    ],
    ...changes,
  }
}

const repairPurpose = { kind: 'repair', reason: 'It was pushed over.' } as const

/** A body of each kind, behind an intent with this id: what has to hold for every kind goes over these. */
export function everyKind(intent: string): {
  readonly [Kind in EntryKind]: Extract<EntryBody, { readonly kind: Kind }>
} {
  return {
    intent: intentBody([step('a')]),
    outcome: outcomeBody(intent, [step('a')], { error: 'no', result: 'failed', purpose: repairPurpose }),
    abandon: abandonBody(intent),
    approval: approvalBody({ purpose: repairPurpose }),
    hold: holdBody({ cause: intent }),
    reject: rejectBody(),
    release: releaseBody(intent),
    attestation: attestationBody(intent, { purpose: repairPurpose }),
  }
}
