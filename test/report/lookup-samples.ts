import type { SearchReport } from '../../src/model/lookup/search.ts'
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

/** Hits with all that a registry can say of one, and with a name alone. */
export const hits = (): SearchReport => ({
  kind: 'search',
  registry: 'docker.io',
  term: 'nginx',
  by: 'search',
  hits: [
    { name: 'nginx', description: 'Official build of Nginx.', stars: 20_000, official: true },
    { name: 'acme/nginx', description: '', stars: 0, official: false },
  ],
  notes: ['It sees public repositories alone.'],
})
