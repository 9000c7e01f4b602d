import type { EntryBody, LedgerStep } from '../../src/model/ledger/ledger.ts'
import { digestOf } from '../../src/oci/digest.ts'

/** A step that brings `content` to the tag of the image in prod. */
export function step(
  content: string,
  changes: Partial<LedgerStep> & { readonly tag?: string } = {},
): LedgerStep {
  const { tag = '1.4.2', ...rest } = changes
  const digest = digestOf(content)
  return {
    image: 'api',
    source: `registry.test.example.com/shop/api:${tag}`,
    digest,
    destination: 'registry.example.com/prod/api',
    tags: [{ tag, old: null, new: digest }],
    outcome: 'promoted',
    blobs: { mounted: 9, copied: 2, present: 4 },
    bytes: 18_400_000,
    milliseconds: 7912.4,
    ...rest,
  }
}

/** An intent to bring these steps from test to prod. */
export function intentBody(steps: readonly LedgerStep[], changes: Partial<EntryBody> = {}): EntryBody {
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
    intent: null,
    steps: steps.map((one) => ({ ...one, outcome: 'planned' })),
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
    result: null,
    error: null,
    ...changes,
  }
}

/** The outcome of an intent; null where nothing had to move. */
export function outcomeBody(
  intent: string | null,
  steps: readonly LedgerStep[],
  changes: Partial<EntryBody> = {},
): EntryBody {
  return { ...intentBody([]), kind: 'outcome', intent, steps, verdicts: [], result: 'done', ...changes }
}
