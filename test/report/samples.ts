import type { GatesReport } from '../../src/model/gates/report.ts'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import type { OutcomeStep } from '../../src/model/ledger/steps.ts'
import type { PlanDocument, PlanStep, PlanTag } from '../../src/model/plan.ts'
import type { PromotionResult, WaitingStep } from '../../src/model/result.ts'
import type { Digest } from '../../src/oci/digest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'
import type { RenderOptions } from '../../src/report/options.ts'
import { step as outcomeStep, type StepChanges } from '../ledger/entry-bodies.ts'

/** What `gates` prints of two routes, one of which cannot be read. */
export function gates(): GatesReport {
  const [order, soak] = plan().verdicts
  return {
    kind: 'gates',
    routes: [
      {
        from: 'test',
        to: 'prod',
        gates: [
          { gate: 'order', asks: 'its content is in test', appliesTo: ['promotion'], overridable: false },
          { gate: 'soak', asks: '24 h in test', appliesTo: ['promotion', 'rollback'], overridable: true },
        ],
        verdicts: [order, soak].flatMap((one) => (one === undefined ? [] : [one])),
        toDo: 2,
        plan: digest('4be1c02f'),
        error: null,
      },
      {
        from: 'dev',
        to: 'test',
        gates: [],
        verdicts: [],
        toDo: 0,
        plan: null,
        error: { code: 'unreachable', message: 'dev does not answer.', hint: 'Try again.' },
      },
    ],
  }
}

/** A candidate that two gates do not let through. */
export function waiting(): WaitingStep {
  const readyAt = '2026-11-25T13:10:00.000Z'
  return {
    ...{ from: 'test', to: 'prod', image: 'worker', tag: '3.0.0' },
    verdicts: [
      { ...verdict('soak', 'worker', '3.0.0', 'deny', 'It has been in test for 3 h.'), readyAt },
      verdict('approvals', 'worker', '3.0.0', 'unknown', 'Nobody has approved it.'),
    ],
  }
}

/** A digest that begins with these hex digits. */
export function digest(start: string): Digest {
  return `sha256:${start.padEnd(64, '0')}` as Digest
}

/** How the tests draw: 80 columns, no colour, Oslo, noon of a Tuesday in November. */
export const plain: RenderOptions = {
  color: false,
  width: 80,
  timeZone: 'Europe/Oslo',
  now: new Date('2026-11-24T11:00:00.000Z'),
}

/** A wider terminal. */
export const wide: RenderOptions = { ...plain, width: 120 }

/** One step from test to prod. */
export function step(
  image: string,
  kind: PlanStep['kind'],
  version: string,
  start: string,
  tags: readonly PlanTag[],
): PlanStep {
  return {
    image,
    kind,
    source: {
      repository: `registry.test.example.com/shop/${image}`,
      tag: version,
      descriptor: { mediaType: MEDIA_TYPES.ociManifest, digest: digest(start), size: 1234 },
    },
    destination: { repository: `registry.example.com/prod/${image}` },
    tags,
    referrers: [],
  }
}

/** A gate's answer. */
function verdict(
  gate: string,
  image: string,
  tag: string,
  answer: Verdict['answer'],
  reason: string,
): Verdict {
  return { gate, image, tag, answer, reason, evidence: { entry: 41 } }
}

/** The dry run of the design: api moves, worker is new and denied, team/web is in step. */
export function plan(): PlanDocument {
  return {
    plan: {
      formatVersion: 1,
      project: 'shop',
      author: 'kari',
      from: 'test',
      to: 'prod',
      configDigest: digest('c0ff'),
      steps: [
        step('api', 'copy', '1.4.2', '77ab03de', [
          { tag: '1.4.2', action: 'create', replaces: null },
          { tag: '1.4', action: 'move', replaces: digest('02de9914') },
        ]),
        step('team/web', 'unchanged', '2.0.3', '5e5e0b11', [
          { tag: '2.0.3', action: 'unchanged', replaces: digest('5e5e0b11') },
        ]),
        step('worker', 'copy', '3.0.0', 'c1d2e3f4', [{ tag: '3.0.0', action: 'create', replaces: null }]),
      ],
    },
    digest: digest('4be1c02f'),
    madeAt: '2026-11-24T10:58:00.000Z',
    estimates: [
      { image: 'api', tag: '1.4.2', mount: 9, copy: 2, copyBytes: 18_400_000, present: 0 },
      { image: 'worker', tag: '3.0.0', mount: 0, copy: 11, copyBytes: 204_000_000, present: 4 },
    ],
    current: [
      { image: 'api', version: '1.4.1', digest: digest('02de9914') },
      { image: 'team/web', version: '2.0.3', digest: digest('5e5e0b11') },
      { image: 'worker', version: null, digest: null },
    ],
    verdicts: [
      verdict('order', 'api', '1.4.2', 'pass', 'it is in test'),
      verdict(
        'soak',
        'worker',
        '3.0.0',
        'deny',
        'in test for 3 h 12 min, prod wants 24 h: ready Wed 14:10 CET',
      ),
      verdict('order', 'worker', '3.0.0', 'pass', 'it is in test'),
    ],
    denials: [],
    missing: [],
    warnings: [],
  }
}

/** A step of an outcome, promoted unless told; a tag's result is the one that goes with how its step ended, unless told. */
export function ledgerStep(
  image: string,
  version: string,
  start: string,
  change: StepChanges = {},
): OutcomeStep {
  return {
    ...outcomeStep(start, {
      tag: version,
      tags: [{ tag: version, old: null, new: digest(start) }],
      ...change,
    }),
    image,
    source: `registry.test.example.com/shop/${image}:${version}`,
    digest: digest(start),
    destination: `registry.example.com/prod/${image}`,
    blobs: change.blobs ?? { mounted: 9, copied: 2, present: 0 },
    milliseconds: change.milliseconds ?? 7900,
  }
}

/** A promotion that went well. */
export function result(change: Partial<PromotionResult> = {}): PromotionResult {
  return {
    kind: 'promotion',
    from: 'test',
    to: 'prod',
    dryRun: false,
    plan: { ...plan(), verdicts: plan().verdicts.filter(({ answer }) => answer === 'pass') },
    steps: [
      ledgerStep('api', '1.4.2', '77ab03de', {
        tags: [
          { tag: '1.4.2', old: null, new: digest('77ab03de') },
          { tag: '1.4', old: digest('02de9914'), new: digest('77ab03de') },
        ],
      }),
      ledgerStep('team/web', '2.0.3', '5e5e0b11', {
        outcome: 'unchanged',
        tags: [{ tag: '2.0.3', old: digest('5e5e0b11'), new: digest('5e5e0b11') }],
        blobs: { mounted: 0, copied: 0, present: 0 },
        bytes: 0,
        milliseconds: 0,
      }),
      ledgerStep('worker', '3.0.0', 'c1d2e3f4', {
        blobs: { mounted: 0, copied: 11, present: 4 },
        bytes: 204_000_000,
      }),
    ],
    totals: { mounted: 9, copied: 13, present: 4, bytes: 222_400_000 },
    verified: 2,
    entry: { id: 'b5f0c7de0001', sequence: 57 },
    head: { sequence: 57, hash: digest('ba5eba11') },
    milliseconds: 11_200,
    warnings: [],
    failures: [],
    exitCode: 0,
    ...change,
  }
}
