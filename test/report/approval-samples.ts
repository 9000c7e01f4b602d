import type { ApprovalsReport, ApproveReport, ListedApproval } from '../../src/model/approvals/reports.ts'
import type { PromotionResult } from '../../src/model/result.ts'
import { approval } from './ledger-samples.ts'
import { digest, plan, result } from './samples.ts'

const KARI = 'SHA256:uVjHZlXRdKqVOZqPvLmDzlWqYYSQLDMZW0mBhrFLZFM'

/** kari approved that plan, and somebody else has to. */
export function approved(change: Partial<ApproveReport> = {}): ApproveReport {
  const { id, sequence, approvedAt, comment, from, to, project } = approval()
  return {
    ...{ kind: 'approve', ledger: 'promotions.jsonl', entry: { id, sequence } },
    ...{ plan: digest('4be1c02f'), project, from, to, approvedAt, comment },
    ...{ by: 'kari@example.com', key: KARI, until: '2026-11-27T10:58:02.000Z' },
    ...{ wanted: 2, counting: ['kari@example.com'], missing: ['ola@example.com', 'per@example.com'] },
    head: { sequence, hash: digest('ba5eba11') },
    warnings: ['Hm.'],
    ...change,
  }
}

function listed(change: Partial<ListedApproval> = {}): ListedApproval {
  const { id, sequence, approvedAt, comment, run } = approval()
  return {
    ...{ entry: sequence, id, names: ['kari@example.com', 'kari'], actor: run.actor, key: KARI, comment },
    ...{ approvedAt, until: null, state: 'counts', why: null },
    ...change,
  }
}

/** Four approvals of that plan, of which one counts. */
export function approvals(change: Partial<ApprovalsReport> = {}): ApprovalsReport {
  return {
    ...{ kind: 'approvals', ledger: 'promotions.jsonl', plan: digest('4be1c02f'), project: 'shop' },
    ...{ author: 'release-manager', from: 'test', to: 'prod' },
    ...{ wanted: 2, counting: ['kari@example.com'], missing: ['ola@example.com'] },
    ...{ carriedOut: 50, enough: false, unfit: 'promotion.yaml has changed since the plan was made.' },
    approvals: [
      listed({ entry: 48, state: 'ended', why: 'the plan was carried out since, by entry 50' }),
      listed({ entry: 52, names: ['eve'], actor: 'eve', key: null, comment: null, ...REFUSED }),
      listed({ entry: 54, state: 'renewed', why: 'the same person approved again, with entry 56' }),
      listed({ until: '2026-11-27T10:58:02.000Z' }),
    ],
    head: { sequence: 56, hash: digest('ba5eba11') },
    ...change,
  }
}

const REFUSED = { state: 'refused', why: 'it is not signed, and only signatures count' } as const

/** That promotion, which waits for approvals; saved, and what comes next. */
export function awaiting(change: Partial<PromotionResult> = {}): PromotionResult {
  const reason = 'The plan 4be1c02f has 0 of 2 approvals: 2 more are needed.'
  const verdict = (image: string, tag: string) =>
    ({ gate: 'approvals', image, tag, answer: 'deny', reason, evidence: { signed: true } }) as const
  const verdicts = [verdict('api', '1.4.2'), verdict('worker', '3.0.0')]
  return result({
    ...{ entry: null, head: null, steps: [], exitCode: 3, verified: 0, warnings: [] },
    plan: { ...plan(), verdicts },
    failures: verdicts.map(({ image }) => ({
      ...{ image, code: 'denied', message: `The gate approvals denies prod: ${reason}` },
    })),
    approval: {
      file: 'promote-plan-4be1c02f.json',
      approve: 'promote approve promote-plan-4be1c02f.json --sign KEY',
      apply: `promote apply promote-plan-4be1c02f.json --digest ${digest('4be1c02f')}`,
    },
    ...change,
  })
}
