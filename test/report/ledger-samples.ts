import type {
  ApprovalBody,
  AttestationBody,
  HoldEntry,
  IntentBody,
  LedgerEntry,
  OutcomeBody,
  RejectEntry,
  ReleaseEntry,
} from '../../src/model/ledger/entry.ts'
import type { AbandonReport, HistoryLines } from '../../src/model/ledger/reports.ts'
import type { ResumeReport } from '../../src/model/ledger/resume.ts'
import type { StatusReport, VerifyFinding, VerifyReport } from '../../src/model/result.ts'
import { holdBody, plannedStep, rejectBody, releaseBody } from '../ledger/entry-bodies.ts'
import { digest, ledgerStep, result } from './samples.ts'

type Place = Pick<LedgerEntry, 'id' | 'sequence' | 'previous' | 'at' | 'hash'> & { readonly formatVersion: 2 }

/** The outcome of that promotion as an entry. */
export function entry(change: Partial<Place & OutcomeBody> = {}): Place & OutcomeBody {
  return {
    formatVersion: 2,
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
    intents: ['b5f0c7de0000'],
    steps: result().steps,
    verdicts: result().plan.verdicts,
    result: 'done',
    error: null,
    hash: digest('ba5eba11'),
    ...change,
  }
}

/** The intent of that promotion. */
function intent(change: Partial<Place & IntentBody> = {}): Place & IntentBody {
  const { id, sequence, previous, at, run, plan, from, to, steps, verdicts, hash } = entry()
  return {
    formatVersion: 2,
    ...{ id, sequence, previous, at, kind: 'intent', run, plan, from, to, hash, verdicts },
    steps: steps.filter(({ outcome }) => outcome !== 'unchanged').map(plannedStep),
    ...change,
  }
}

/** What was attested of that promotion: the record, and a summary that failed. */
export function attested(change: Partial<Place & AttestationBody> = {}): Place & AttestationBody {
  const { formatVersion, previous, at, run, plan, from, to, hash } = entry()
  const about = {
    image: 'api',
    destination: 'registry.example.com/prod/api',
    digest: digest('77ab03de'),
  }
  return {
    ...{ formatVersion, id: 'b5f0c7de0003', sequence: 58, previous, at, kind: 'attestation' },
    ...{ run, plan, from, to, hash, outcome: 'b5f0c7de0001', configDigest: digest('c0ffee00') },
    attestations: [
      {
        ...about,
        as: 'record',
        predicateType: 'urn:promote:attestation:promotion:1',
        result: 'attached',
        referrer: digest('0a77e57e'),
        content: digest('b0bd1e00'),
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
        error: 'registry.example.com refused it.',
      },
    ],
    ...change,
  }
}

/** A signed approval of that promotion. */
export function approval(change: Partial<Place & ApprovalBody> = {}): Place & ApprovalBody {
  const { formatVersion, previous, at, run, plan, from, to, hash } = entry()
  return {
    ...{ formatVersion, id: 'b5f0c7de0002', sequence: 56, previous, at, kind: 'approval' },
    ...{ run, plan, from, to, hash, project: 'shop', approvedAt: '2026-11-24T10:58:02.000Z' },
    comment: 'Tested on Monday.',
    images: [
      {
        image: 'api',
        tag: '1.4.2',
        digest: digest('77ab03de'),
        destination: 'registry.example.com/prod/api',
      },
      {
        image: 'worker',
        tag: null,
        digest: digest('c1d2e3f4'),
        destination: 'registry.example.com/prod/worker',
      },
    ],
    signature: {
      statement: '{"kind":"approval"}',
      sshsig: '-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n',
      key: 'SHA256:uVjHZlXRdKqVOZqPvLmDzlWqYYSQLDMZW0mBhrFLZFM',
    },
    ...change,
  }
}

/** Holds, a rejection, and both taken back. */
export function refusals(): {
  readonly hold: HoldEntry
  readonly holdOnAll: HoldEntry
  readonly reject: RejectEntry
  readonly release: ReleaseEntry
  readonly undo: ReleaseEntry
} {
  const place = (sequence: number) => {
    const { formatVersion, previous, at, hash, run } = entry()
    return { formatVersion, previous, at, hash, run, sequence, id: `c0ffee0000${sequence}` }
  }
  const own = { digest: digest('77ab03de') }
  const named = { image: 'api', tag: '1.4.2', environment: 'test', plan: digest('4be1c02f') }
  return {
    hold: { ...holdBody({ ...own, cause: 'b5f0c7de0001' }), ...place(60) },
    holdOnAll: { ...holdBody({ image: 'web', digest: null, reason: 'The vendor is down.' }), ...place(61) },
    reject: { ...rejectBody({ ...own, named }), ...place(62) },
    release: { ...releaseBody('c0ffee000060', own), ...place(63) },
    undo: {
      ...releaseBody('c0ffee000062', { ...own, environment: null, image: null, reason: 'Wrong image.' }),
      ...place(64),
    },
  }
}

/** Three runs: one done, one failed long ago, one that never finished. */
export function history(): HistoryLines {
  const entries = [
    intent({ id: 'c0ffee000001', sequence: 58, at: '2026-11-24T10:59:00.000Z' }),
    entry(),
    intent({ id: 'b5f0c7de0000', sequence: 56 }),
    entry({
      id: 'd00dad000001',
      sequence: 9,
      intents: [],
      at: '2026-10-02T12:10:00.000Z',
      result: 'failed',
      error: 'prod refused the tag 1.4.2.',
      steps: [ledgerStep('api', '1.4.2', '77ab03de', { outcome: 'failed' })],
    }),
  ]
  return {
    ledger: 'promotions.jsonl',
    head: { sequence: 58, hash: digest('ba5eba12') },
    lines: entries.map((one) => ({ kind: 'entry', entry: one })),
    ended: { b5f0c7de0000: 57 },
    filter: {},
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
    referrers: 0,
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
    // Both tags of api are one image, read once.
    totals: { manifests: 1, blobs: 9, bytes: 74_000_000 },
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

/** What was found of two attestations: one is right, one is gone. */
export function attestationFindings(): NonNullable<VerifyReport['attestations']> {
  const about = {
    environment: 'prod',
    image: 'api',
    repository: 'registry.example.com/prod/api',
    digest: digest('77ab03de'),
    entry: 57,
  }
  return [
    { ...about, as: 'record', state: 'ok', message: null },
    { ...about, as: 'summary', state: 'missing', message: 'the summary is not listed any more' },
  ]
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
        ci: null,
        plan: digest('4be1c02f'),
        tags: [
          {
            image: 'api',
            repository: 'registry.example.com/prod/api',
            tag: '1.4.2',
            wanted: digest('77ab03de'),
          },
          {
            image: 'api',
            repository: 'registry.example.com/prod/api',
            tag: '1.4',
            wanted: digest('77ab03de'),
          },
        ],
        next: {
          resume: 'promote resume 58',
          undo: 'promote resume 58 --undo',
          finish: 'promote --from test --to prod',
          abandon: 'promote ledger abandon 58 --reason TEXT',
        },
      },
    ],
    head: { sequence: 58, hash: digest('ba5eba12') },
  }
}

/** The run of entry 58 finished: one of its tags was moved already. */
export function resumed(): ResumeReport {
  const wanted = digest('77ab03de')
  const tag = { image: 'api', repository: 'registry.example.com/prod/api', wanted }
  return {
    kind: 'resume',
    ledger: 'promotions.jsonl',
    undo: false,
    dryRun: false,
    runs: [
      {
        intent: { id: 'c0ffee000001', sequence: 58, actor: 'kari', at: '2026-11-24T10:59:00.000Z' },
        from: 'test',
        to: 'prod',
        tags: [
          { ...tag, tag: '1.4.2', old: null, found: wanted, result: 'moved' },
          { ...tag, tag: '1.4', old: digest('02de9914'), found: digest('02de9914'), result: 'moved' },
        ],
        entry: { id: 'c0ffee000002', sequence: 59 },
      },
      {
        intent: { id: 'c0ffee000003', sequence: 57, actor: 'ola', at: '2026-11-24T10:58:00.000Z' },
        from: 'test',
        to: 'prod',
        tags: [],
        entry: null,
        failure: { code: 'stale', message: 'Entry 57 cannot be finished.', hint: 'Undo it.' },
      },
    ],
    head: { sequence: 59, hash: digest('ba5eba13') },
    warnings: ['Hm.'],
    exitCode: 4,
  }
}

/** The intent of entry 58 given up: one of its tags was moved already, the other cannot be read. */
export function abandoned(): AbandonReport {
  const tag = { image: 'api', repository: 'registry.example.com/prod/api', wanted: digest('77ab03de') }
  return {
    kind: 'ledger-abandon',
    ledger: 'promotions.jsonl',
    entry: { id: 'c0ffee000002', sequence: 59 },
    intent: { id: 'c0ffee000001', sequence: 58, actor: 'kari', at: '2026-11-24T10:59:00.000Z' },
    from: 'test',
    to: 'prod',
    reason: 'The source is gone.',
    tags: [
      { ...tag, tag: '1.4.2', holds: digest('77ab03de') },
      { ...tag, tag: '1.4', holds: 'unknown' },
    ],
    head: { sequence: 59, hash: digest('ba5eba13') },
    warnings: ['Hm.'],
  }
}
