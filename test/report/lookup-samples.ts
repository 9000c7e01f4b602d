import type { TagsReport } from '../../src/model/lookup/tags.ts'
import { digest } from './samples.ts'

/** Tags of which the registry told much, a little, and nothing. */
export const tagged = (): TagsReport => ({
  kind: 'tags',
  repository: 'registry.example.com/team/api',
  order: 'version',
  details: 'registry',
  tags: [
    {
      tag: '1.5.0',
      digest: digest('9f3c1a07'),
      size: 31_000_000,
      platforms: ['linux/amd64', 'linux/arm64'],
      created: null,
      pushed: '2026-10-01T10:00:00.000Z',
    },
    { tag: 'latest', digest: null, size: null, platforms: [], created: null, pushed: null },
  ],
  total: 3,
  notes: ['This login does not get them.'],
})
