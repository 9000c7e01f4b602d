import type { DiffCell, DiffReport, DiffRow, DiffState, MatrixReport } from '../../src/model/diff.ts'
import type { Verdict } from '../../src/model/gate.ts'
import type { LedgerEntry, LedgerStep } from '../../src/model/ledger.ts'
import type { HistoryReport } from '../../src/model/ledger-reports.ts'
import type { PlanDocument, PlanStep, PlanTag } from '../../src/model/plan.ts'
import type { PromotionResult, StatusReport, VerifyFinding, VerifyReport } from '../../src/model/result.ts'
import type { Digest } from '../../src/oci/digest.ts'
import { MEDIA_TYPES } from '../../src/oci/media-types.ts'
import type { RenderOptions } from '../../src/report/options.ts'

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

/** One image in one environment; no tag: not there. */
export function cell(environment: string, image: string, tag?: string, start = '0'): DiffCell {
  return {
    environment,
    repository: `registry.example.com/${environment}/${image}`,
    current: tag === undefined ? null : { tag, digest: digest(start), known: 'ledger' },
  }
}

/** One image between test and prod; versions as `1.4.2 77ab03de`, or undefined where it is not there. */
export function row(image: string, state: DiffState, from?: string, to?: string): DiffRow {
  const [fromTag, fromDigest] = from?.split(' ') ?? []
  const [toTag, toDigest] = to?.split(' ') ?? []
  return {
    image,
    state,
    from: cell('test', image, fromTag, fromDigest),
    to: cell('prod', image, toTag, toDigest),
  }
}

/** test against prod: one behind, with its changes, one new, one in step. */
export function pair(): DiffReport {
  return {
    kind: 'pair',
    from: 'test',
    to: 'prod',
    different: true,
    rows: [
      {
        ...row('api', 'behind', '1.4.2 77ab03de', '1.4.1 02de9914'),
        commits: '5d1e0c7..e9a4410',
        compare: 'https://git.example.com/acme/api/compare/5d1e0c7...e9a4410',
      },
      row('team/web', 'same', '2.0.3 5e5e0b11', '2.0.3 5e5e0b11'),
      row('worker', 'missing', '3.0.0 c1d2e3f4'),
    ],
  }
}

/** Three images in four environments. */
export function matrix(): MatrixReport {
  const environments = ['dev', 'test', 'staging', 'prod']
  const versions: Readonly<Record<string, readonly (readonly [string, string] | undefined)[]>> = {
    api: [
      ['1.5.0', '9f3c1a07'],
      ['1.4.2', '77ab03de'],
      ['1.4.2', '77ab03de'],
      ['1.4.1', '02de9914'],
    ],
    'team/web': [
      ['2.1.0', 'a0a1a2a3'],
      ['2.1.0', 'a0a1a2a3'],
      ['2.0.3', '5e5e0b11'],
      ['2.0.3', '5e5e0b11'],
    ],
    worker: [['3.0.0', 'c1d2e3f4'], undefined, undefined, undefined],
  }
  const rows = Object.entries(versions).map(([image, places]) => ({
    image,
    cells: environments.map((name, at) => cell(name, image, places[at]?.[0], places[at]?.[1])),
  }))
  const state = (from: DiffCell, to: DiffCell): DiffState => {
    if (from.current === null) return 'absent'
    if (to.current === null) return 'missing'
    return from.current.digest === to.current.digest ? 'same' : 'behind'
  }
  const routes = environments.slice(1).map((to, at): DiffReport => {
    const compared = rows.flatMap(({ image, cells }): DiffRow[] => {
      const [a, b] = [cells[at], cells[at + 1]]
      return a === undefined || b === undefined ? [] : [{ image, state: state(a, b), from: a, to: b }]
    })
    return { kind: 'pair', from: environments[at] ?? '', to, rows: compared, different: true }
  })
  return { kind: 'matrix', environments, rows, routes, different: true }
}

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
  }
}

/** A gate's answer. */
export function verdict(
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

/** A step as the ledger keeps it, promoted unless told. */
export function ledgerStep(
  image: string,
  version: string,
  start: string,
  change: Partial<LedgerStep> = {},
): LedgerStep {
  return {
    image,
    source: `registry.test.example.com/shop/${image}:${version}`,
    digest: digest(start),
    destination: `registry.example.com/prod/${image}`,
    tags: [{ tag: version, old: null, new: digest(start) }],
    outcome: 'promoted',
    blobs: { mounted: 9, copied: 2, present: 0 },
    bytes: 18_400_000,
    milliseconds: 7900,
    ...change,
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

/** The outcome of that promotion as an entry. */
export function entry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    formatVersion: 1,
    id: 'b5f0c7de0001',
    sequence: 57,
    previous: digest('feedf00d'),
    at: '2026-11-24T10:58:11.200Z',
    kind: 'outcome',
    run: {
      id: 'a91c3f000001',
      actor: 'kari',
      actorFrom: 'git',
      ci: 'https://ci.example.com/runs/1234',
      commit: 'e9a4410e9a4410e9a4410e9a4410e9a4410e9a44',
      tool: 'promote 0.1.0',
    },
    plan: digest('4be1c02f'),
    from: 'test',
    to: 'prod',
    intent: 'b5f0c7de0000',
    steps: result().steps,
    verdicts: result().plan.verdicts,
    result: 'done',
    error: null,
    hash: digest('ba5eba11'),
    ...change,
  }
}

/** Three runs: one done, one failed long ago, one that never finished. */
export function history(): HistoryReport {
  const base = entry()
  return {
    kind: 'history',
    ledger: 'promotions.jsonl',
    head: { sequence: 58, hash: digest('ba5eba12') },
    entries: [
      entry({
        id: 'c0ffee000001',
        sequence: 58,
        kind: 'intent',
        intent: null,
        result: null,
        at: '2026-11-24T10:59:00.000Z',
      }),
      base,
      entry({ id: 'b5f0c7de0000', sequence: 56, kind: 'intent', intent: null, result: null }),
      entry({
        id: 'd00dad000001',
        sequence: 9,
        intent: null,
        at: '2026-10-02T12:10:00.000Z',
        result: 'failed',
        error: 'prod refused the tag 1.4.2.',
        steps: [ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'failed' })],
      }),
    ],
  }
}

/** One verified tag, fine unless told. */
export function finding(
  image: string,
  tag: string,
  start: string,
  change: Partial<VerifyFinding> = {},
): VerifyFinding {
  return {
    environment: 'prod',
    image,
    repository: `registry.example.com/prod/${image}`,
    tag,
    expected: digest(start),
    found: digest(start),
    state: 'ok',
    manifests: 1,
    blobs: 9,
    bytes: 74_000_000,
    message: null,
    ...change,
  }
}

/** prod with one tag that somebody else moved and one that is gone. */
export function verification(): VerifyReport {
  return {
    environments: ['prod'],
    deep: true,
    ok: false,
    findings: [
      finding('api', '1.4.2', '77ab03de'),
      finding('api', '1.4', '77ab03de', { found: digest('02de9914'), state: 'drift' }),
      finding('worker', '3.0.0', 'c1d2e3f4', {
        found: null,
        state: 'missing',
        manifests: 0,
        blobs: 0,
        bytes: 0,
      }),
    ],
  }
}

/** Two images in two environments, one promotion not finished. */
export function status(): StatusReport {
  return {
    environments: ['test', 'prod'],
    rows: [
      {
        image: 'api',
        cells: [
          {
            environment: 'test',
            tag: '1.4.2',
            digest: digest('77ab03de'),
            since: '2026-11-23T13:10:00.000Z',
            actor: 'ola',
            entry: 41,
          },
          {
            environment: 'prod',
            tag: '1.4.1',
            digest: digest('02de9914'),
            since: '2026-10-02T12:10:00.000Z',
            actor: 'kari',
            entry: 9,
          },
        ],
      },
      {
        image: 'worker',
        cells: [
          {
            environment: 'test',
            tag: '3.0.0',
            digest: digest('c1d2e3f4'),
            since: null,
            actor: null,
            entry: null,
          },
          { environment: 'prod', tag: null, digest: null, since: null, actor: null, entry: null },
        ],
      },
    ],
    open: [
      {
        id: 'c0ffee000001',
        sequence: 58,
        from: 'test',
        to: 'prod',
        at: '2026-11-24T10:59:00.000Z',
        actor: 'kari',
      },
    ],
    head: { sequence: 58, hash: digest('ba5eba12') },
  }
}
