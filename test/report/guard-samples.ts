import type { GuardReport, Use } from '../../src/model/guard/guard.ts'
import { digest } from './samples.ts'

const own = (kind: Use['kind'], environment = 'prod'): Use => ({ kind, environment, image: 'api', of: null })
const below = (kind: 'part' | 'referrer'): Use => ({
  ...{ kind, environment: 'prod', image: 'api' },
  of: digest('77ab03de'),
})

/** An index in use with one of its parts and a signature, one that is kept for a rollback, and one that is held and has no tag. */
export function guarded(repository = 'registry.example.com/prod/team/api'): GuardReport {
  return {
    kind: 'guard',
    ledger: 'promotions.jsonl',
    environments: ['staging', 'prod'],
    repositories: [
      {
        repository,
        manifests: [
          { digest: digest('02de9914'), tags: ['promote-keep-02de99140000'], uses: [own('retained')] },
          {
            digest: digest('77ab03de'),
            tags: ['1.4', '1.4.2'],
            uses: [own('current', 'staging'), own('current'), own('selected')],
          },
          { digest: digest('9f3c1a07'), tags: [], uses: [own('held')] },
          { digest: digest('a0a1a2a3'), tags: [], uses: [below('part')] },
          { digest: digest('c1d2e3f4'), tags: ['sha256-77.sig'], uses: [below('referrer')] },
        ],
      },
    ],
    head: { sequence: 64, hash: digest('ba5eba12') },
  }
}
