import type {
  CopyImagesReport,
  ImagesReport,
  LayerReport,
  PullReport,
  PushReport,
  RemoveReport,
  TagReport,
} from '../../src/model/images/reports.ts'
import { digest } from './samples.ts'

const blobs = { copied: 2, mounted: 0, present: 1, bytes: 31_000_000 }
const layers: readonly LayerReport[] = [
  { digest: digest('a2abf6c4d29d'), size: 29_100_000, state: 'copied' },
  { digest: digest('c0ffee'), size: 1_900_000, state: 'present' },
]

/** A pull by tag of one platform of several, and one of every tag that left one out. */
export const pulled = (): PullReport => ({
  kind: 'pull',
  repository: 'docker.io/library/nginx',
  into: { kind: 'images', path: '/home/ada/.local/share/promote/images' },
  images: [
    {
      tag: '1.27',
      digest: digest('1de8'),
      stored: digest('5704'),
      platform: 'linux/amd64',
      status: 'new',
      blobs,
      layers,
    },
    {
      tag: null,
      digest: digest('5704'),
      stored: digest('5704'),
      platform: null,
      status: 'up-to-date',
      blobs: { ...blobs, copied: 0, bytes: 0 },
      layers: [],
    },
  ],
  skipped: [{ tag: 'windows', reason: 'docker.io/library/nginx:windows has no content for linux/amd64.' }],
})

/** A push of one tag. */
export const pushed = (): PushReport => ({
  kind: 'push',
  repository: 'registry.example.com/team/api',
  images: [{ tag: '1.5.0', digest: digest('77ab'), size: 1234, blobs, layers }],
})

/** A copy with what refers to the image. */
export const copied = (): CopyImagesReport => ({
  kind: 'copy',
  source: 'registry.example.com/test/api',
  destination: 'oci:/srv/api',
  images: [{ tag: null, digest: digest('77ab'), size: 1234, blobs, layers, referrers: 2 }],
})

/** Two images of this machine. */
export const listed = (): ImagesReport => ({
  kind: 'images',
  path: '/home/ada/.local/share/promote/images',
  images: [
    {
      repository: 'docker.io/library/nginx',
      tag: '1.27',
      digest: digest('5704'),
      id: digest('ecb47b20df2c'),
      created: '2026-11-01T10:00:00Z',
      size: 31_000_000,
      platforms: ['linux/amd64'],
      damaged: false,
    },
    {
      repository: 'registry.example.com/team/api',
      tag: null,
      digest: digest('77ab'),
      id: digest('77ab'),
      created: null,
      size: 1234,
      platforms: [],
      damaged: false,
    },
  ],
})

/** A second name. */
export const tagged = (): TagReport => ({
  kind: 'tag',
  source: 'nginx:1.27',
  target: 'registry.example.com/team/nginx:1.27',
  digest: digest('5704'),
})

/** A removal that freed something. */
export const removed = (): RemoveReport => ({
  kind: 'rmi',
  untagged: ['docker.io/library/nginx:1.27'],
  deleted: [digest('5704')],
  freed: 31_000_000,
  later: false,
})
