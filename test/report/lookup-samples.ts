import type { InspectReport } from '../../src/model/lookup/inspect.ts'
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

/** An image of two platforms, signed, in a promotion file, on a registry that counts pulls. */
export const inspected = (): InspectReport => ({
  kind: 'inspect',
  repository: 'docker.io/acme/api',
  tag: '1.5.0',
  digest: digest('9f3c1a07'),
  mediaType: 'application/vnd.oci.image.index.v1+json',
  artifactType: null,
  size: 62_400_000,
  annotations: { 'org.opencontainers.image.version': '1.5.0' },
  platforms: [
    {
      platform: 'linux/amd64',
      digest: digest('5704'),
      id: digest('1de8'),
      size: 31_200_000,
      layers: [
        {
          digest: digest('a2abf6c4'),
          size: 31_000_000,
          mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        },
      ],
    },
    { platform: null, digest: digest('5705'), id: digest('1de9'), size: 31_200_000, layers: [] },
  ],
  attestations: 2,
  absent: [{ platform: 'linux/s390x', digest: digest('dead') }],
  config: {
    platform: 'linux/amd64',
    created: '2026-09-30T08:00:00Z',
    author: 'ann',
    user: '65532',
    entrypoint: ['/bin/api'],
    command: ['--listen', ':8080'],
    environment: ['PATH=/bin'],
    workingDirectory: '/srv',
    ports: ['8080/tcp'],
    labels: { 'org.opencontainers.image.revision': '5d1e0c7' },
    history: [
      { created: '2026-09-30T08:00:00Z', createdBy: 'COPY api /bin/', comment: 'buildkit', isEmpty: false },
      { created: null, createdBy: 'ENTRYPOINT ["/bin/api"]', comment: '', isEmpty: true },
    ],
  },
  referrers: [
    {
      name: 'signature',
      artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
      digest: digest('51a7'),
      subject: digest('9f3c1a07'),
      tag: null,
    },
    {
      name: 'sbom',
      artifactType: null,
      digest: digest('5b03'),
      subject: digest('5704'),
      tag: 'sha256-5704.sbom',
    },
  ],
  standings: [
    {
      environment: 'test',
      image: 'api',
      repository: 'r.example.com/test/api',
      state: 'current',
      tag: '1.5.0',
    },
    {
      environment: 'staging',
      image: 'api',
      repository: 'r.example.com/staging/api',
      state: 'present',
      tag: '1.4.2',
    },
    { environment: 'prod', image: 'api', repository: 'docker.io/acme/api', state: 'absent', tag: '1.4.1' },
    { environment: 'far', image: 'web', repository: 'r.example.com/far/web', state: 'unread', tag: null },
  ],
  pullLimit: { limit: 100, remaining: 97, windowSeconds: 21_600, source: '198.51.100.7' },
  pull: [
    { tool: 'docker', command: 'docker pull acme/api:1.5.0' },
    { tool: 'podman', command: 'podman pull docker.io/acme/api:1.5.0' },
    { tool: 'promote', command: 'promote pull acme/api:1.5.0' },
  ],
  notes: ['Could not list the tags.'],
})
