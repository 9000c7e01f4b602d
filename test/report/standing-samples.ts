import type { DiffReport, MatrixReport } from '../../src/model/diff.ts'
import type { ExplainReport } from '../../src/model/explain.ts'
import { holdRefusal, type Refusal, rejectionRefusal } from '../../src/model/ledger/standing/refusals.ts'
import type {
  HoldList,
  HoldReleaseReport,
  HoldReport,
  RejectReport,
} from '../../src/model/ledger/standing/reports.ts'
import type { StatusReport } from '../../src/model/result.ts'
import * as diffs from './diff-samples.ts'
import { explained } from './explain-samples.ts'
import * as ledgers from './ledger-samples.ts'
import { digest } from './samples.ts'

const { hold, holdOnAll, reject } = ledgers.refusals()
const ledger = 'promotions.jsonl'
const head = { sequence: 64, hash: digest('ba5eba12') }

/** A hold that a rollback left, one on every digest, and a rejection. */
function standing(): readonly [Refusal, Refusal, Refusal] {
  return [holdRefusal(hold), holdRefusal(holdOnAll), rejectionRefusal(reject)]
}

/** {@link diffs.pair} with something in the way of its first row. */
export function pair(): DiffReport {
  const report = diffs.pair()
  const [, , rejection] = standing()
  return {
    ...report,
    rows: report.rows.map((row, at) => (at === 0 ? { ...row, refusals: [rejection] } : row)),
  }
}

/** {@link diffs.matrix} with that in the way on two routes. */
export function matrix(): MatrixReport {
  const report = diffs.matrix()
  const [route, other, ...rest] = report.routes
  if (route === undefined || other === undefined) throw new Error('no route')
  const refused = { ...route, rows: pair().rows }
  return { ...report, routes: [refused, { ...other, rows: refused.rows }, ...rest] }
}

/** {@link ledgers.status} where what is current in prod is held, and rejected. */
export function status(): StatusReport {
  const report = ledgers.status()
  return {
    ...report,
    rows: report.rows.map((row) =>
      row.image === 'api'
        ? { ...row, cells: row.cells.map((cell, at) => (at === 1 ? { ...cell, refused: [60, 62] } : cell)) }
        : row,
    ),
    refusals: standing(),
  }
}

/** {@link explained} of what is held and rejected. */
export function explanation(): ExplainReport {
  return { ...explained(), refusals: standing() }
}

/** A hold on what is current. */
export function held(): HoldReport {
  const [first] = standing()
  return { kind: 'hold-add', ledger, hold: first, recorded: true, isCurrent: true, head, warnings: ['Hm.'] }
}

/** That hold taken back; the digest is rejected, too. */
export function released(): HoldReleaseReport {
  const [first, , rejection] = standing()
  return {
    kind: 'hold-release',
    ledger,
    released: [{ hold: first, by: { id: 'c0ffee000063', sequence: 63 } }],
    reason: 'It was the load balancer.',
    left: [rejection],
    head,
    warnings: ['Hm.'],
  }
}

/** All of it. */
export function listed(): HoldList {
  return { kind: 'hold-ls', ledger, environment: null, refusals: standing(), head }
}

/** A rejection of what is current in two environments. */
export function rejected(undone = false): RejectReport {
  const [, , rejection] = standing()
  return {
    kind: 'reject',
    ledger,
    undone,
    digests: [
      {
        rejection,
        by: undone ? { id: 'c0ffee000064', sequence: 64 } : { id: 'c0ffee000062', sequence: 62 },
        recorded: true,
        currentIn: undone
          ? []
          : [
              { environment: 'test', image: 'api' },
              { environment: 'prod', image: 'api' },
            ],
      },
    ],
    reason: undone ? 'Wrong image.' : 'It leaks.',
    head,
    warnings: ['Hm.'],
  }
}
