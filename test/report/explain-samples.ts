import type { ExplainReport } from '../../src/model/explain.ts'
import { entry } from './ledger-samples.ts'
import { digest } from './samples.ts'

/** A digest that two promotions brought to prod, one registry that does not answer, a tag that somebody else moved. */
export function explained(): ExplainReport {
  const { id, at, run, plan } = entry()
  const change = {
    environment: 'prod',
    image: 'api',
    repository: 'registry.example.com/prod/api',
    tag: '1.4',
  }
  const moved = { ...change, entry: 57, at, actor: 'kari' }
  return {
    kind: 'explain',
    ledger: 'promotions.jsonl',
    asked: 'api:1.4.2',
    environment: null,
    digest: digest('77ab03de'),
    images: ['api'],
    places: [
      {
        ...{
          environment: 'prod',
          image: 'api',
          repository: 'registry.example.com/prod/api',
          isPresent: true,
        },
        tags: [{ tag: '1.4.2', entry: 57 }],
        lost: [{ tag: '1.4', holds: digest('9f3c1a07'), entry: 57 }],
      },
    ],
    gaps: [
      {
        ...{ environment: 'test', image: 'api', repository: 'registry.test.example.com/shop/api' },
        ...{ code: 'unreachable', message: 'Nothing listens at registry.test.example.com.' },
      },
    ],
    promotions: [
      {
        ...{
          entry: 57,
          id,
          at,
          run: { ...run, startedBy: 'ola' },
          plan,
          from: 'test',
          to: 'prod',
          image: 'api',
        },
        ...{ digest: digest('77ab03de'), as: 'image', outcome: 'partial' },
        source: 'registry.test.example.com/shop/api:1.4.2',
        destination: 'registry.example.com/prod/api',
        tags: [
          { tag: '1.4.2', old: null, result: 'moved' },
          { tag: '1.4', old: digest('02de9914'), result: 'moved' },
          { tag: 'latest', old: digest('02de9914'), result: 'overtaken' },
        ],
        gates: [{ gate: 'order', answer: 'pass', reason: 'api:1.4.2 is in test.' }],
        why: 'latest moved meanwhile.',
      },
      {
        ...{
          entry: 58,
          id: 'c0ffee',
          at,
          run,
          plan,
          from: 'test',
          to: 'prod',
          image: 'api',
          outcome: 'abandoned',
        },
        ...{
          digest: digest('77ab03de'),
          as: 'image',
          source: null,
          destination: 'registry.example.com/prod/api',
        },
        ...{ tags: [{ tag: '1.4', old: null, result: null }], gates: [], why: 'The runner is gone.' },
      },
    ],
    approvals: [
      {
        ...{ entry: 56, id: 'b5f0c7de0002', at: '2026-11-24T10:58:02.000Z', run, plan },
        ...{ from: 'test', to: 'prod', image: 'api', comment: 'Tested on Monday.' },
        key: 'SHA256:uVjHZlXRdKqVOZqPvLmDzlWqYYSQLDMZW0mBhrFLZFM',
      },
    ],
    referrers: [
      {
        ...{ digest: digest('5a5a'), subject: digest('77ab03de'), kind: 'signature', tag: null },
        ...{ environments: ['prod'], entries: [57] },
      },
      {
        ...{
          digest: digest('5b5b'),
          subject: digest('5a5a'),
          kind: 'sbom',
          tag: null,
          environments: [],
          entries: [57],
        },
      },
    ],
    replaced: [{ ...moved, digest: digest('02de9914') }],
    replacedBy: [{ ...moved, digest: digest('9f3c1a07'), entry: 60 }],
    head: { sequence: 60, hash: digest('ba5eba12') },
  }
}
