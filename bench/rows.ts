import type { Shape } from './content.ts'
import type { CopyRow } from './copy-row.ts'
import type { Peers } from './peers.ts'
import type { Target } from './result.ts'
import { perImage, promote, pullers, regsync } from './tools.ts'

/** The shape that most rows are about: what a team releases. */
export const release: Shape = { images: 50, layers: 10, shared: 8, layerBytes: 256 * 1024 }

const oneImage: Shape = { images: 1, layers: 10, shared: 0, layerBytes: 64 * 1024 }
const many: Shape = { images: 1_000, layers: 1, shared: 1, layerBytes: 4 * 1024 }
const tenThousand: Shape = { ...many, images: 10_000 }
const bulk: Shape = { images: 1, layers: 8, shared: 0, layerBytes: 64 * 1024 * 1024 }
const large = (gibibytes: number): Shape => ({
  images: 1,
  layers: 1,
  shared: 0,
  layerBytes: gibibytes * 2 ** 30,
})

/** Name in the tables of our own told to leave signatures, SBOMs and all else that refers to an image: as the peers do. */
const bare = 'promote (referrers: none)'

/** Names in the tables of the two ways regsync is run. */
const [tuned, untuned] = ['regsync (parallel 16, reqConcurrent 32)', 'regsync (parallel 8)']

/** Tools that copy one image a process. */
const single = ['crane', 'regctl', 'oras']

const memory: Target = { what: 'peak memory at most 160 MB', measure: 'peakBytes', atMost: 160e6 }

function ratio(what: string, atMost: number, against: readonly string[]): Target {
  return { what, measure: 'milliseconds', atMost, against }
}

/** So many requests without referrers, and at most two more with them, where there are none. */
function requests(atMost: number): Target[] {
  return [
    { what: `at most ${atMost} requests, referrers: none`, tool: bare, measure: 'requests', atMost },
    { what: `at most ${atMost + 2} requests`, measure: 'requests', atMost: atMost + 2 },
    memory,
  ]
}

/** All rows in which images are copied. `largest` adds a layer of 4 GiB, and 10,000 images. */
export function copyRows(peers: Peers, { largest }: { readonly largest: boolean }): CopyRow[] {
  const crane = perImage('crane', peers)
  const regctl = perImage('regctl', peers)
  const oras = perImage('oras', peers)
  const skopeo = perImage('skopeo', peers)
  const best = regsync(tuned, peers, { parallel: 16, reqConcurrent: 32 })
  const usual = regsync(untuned, peers, { parallel: 8 })
  const none = promote(bare, 'referrers: { copy: none }')
  const eachAlone = [promote(), none, crane, regctl, oras, skopeo]
  const everybody = [promote(), best, usual, crane, regctl, oras, skopeo]
  const sameTargets = (): Target[] => [
    ratio('at most 0.4 × the best of crane, regctl and oras × 8', 0.4, single),
    ratio('at most 0.85 × tuned regsync', 0.85, [tuned]),
    memory,
  ]
  const delayed = { access: 'plain', roundTripMs: 20 } as const
  const far = { shape: release, access: 'plain', roundTripMs: 60, tools: [promote(), best] } as const
  return [
    {
      ...delayed,
      id: 'one',
      title: 'One image, same registry',
      shape: oneImage,
      route: 'same',
      tools: eachAlone,
      targets: () => requests(17),
    },
    {
      ...delayed,
      id: 'one-again',
      title: 'One image, nothing to do',
      shape: oneImage,
      route: 'nothing',
      tools: eachAlone,
      targets: () => requests(2),
    },
    {
      ...delayed,
      id: 'release',
      title: 'A release of 50 images, same registry',
      shape: release,
      route: 'same',
      tools: everybody,
      once: ['skopeo', untuned],
      targets: sameTargets,
    },
    {
      ...delayed,
      id: 'release-other',
      title: 'A release of 50 images, to another registry',
      shape: release,
      route: 'other',
      tools: everybody,
      once: ['skopeo', untuned],
      targets: (unique) => [
        ratio('at most 0.5 × tuned regsync', 0.5, [tuned]),
        // Request heads are counted too.
        {
          what: 'bytes sent: those of the blobs, each once, and at most 5 % more',
          measure: 'bytesSent',
          atMost: unique * 1.05,
        },
        memory,
      ],
    },
    {
      ...far,
      id: 'release-far',
      title: 'A release of 50 images, same registry, 60 ms away',
      route: 'same',
      targets: () => [ratio('at most 0.65 × tuned regsync', 0.65, [tuned]), memory],
    },
    {
      ...far,
      id: 'release-other-far',
      title: 'A release of 50 images, to another registry, 60 ms away',
      route: 'other',
      targets: () => [ratio('at most 0.45 × tuned regsync', 0.45, [tuned]), memory],
    },
    {
      ...delayed,
      id: 'release-again',
      title: 'A release of 50 images, nothing to do',
      shape: release,
      route: 'nothing',
      tools: [none, ...everybody],
      once: ['skopeo'],
      targets: () => [
        { ...ratio('at most 2.0 × tuned regsync, referrers: none', 2.0, [tuned]), tool: bare },
        memory,
      ],
    },
    {
      ...delayed,
      id: 'release-token',
      title: 'A release of 50 images, same registry, token authentication',
      shape: release,
      route: 'same',
      access: 'token',
      tools: [promote(), best, crane, regctl, oras],
      targets: sameTargets,
    },
    {
      ...delayed,
      id: 'release-tls',
      title: 'A release of 50 images, same registry, TLS',
      shape: release,
      route: 'same',
      access: 'tls',
      tools: [promote(), best, crane, regctl, oras],
      targets: () => [memory],
    },
    {
      ...delayed,
      id: 'thousand',
      title: '1,000 images, nothing to do',
      shape: many,
      route: 'nothing',
      tools: [promote(), none, best],
      targets: () => [
        { what: '2,000 requests, referrers: none', tool: bare, measure: 'requests', atMost: 2_000 },
        { ...ratio('at most 1.0 × tuned regsync, referrers: none', 1.0, [tuned]), tool: bare },
        memory,
      ],
    },
    ...(largest
      ? [
          {
            ...delayed,
            id: 'ten-thousand',
            title: '10,000 images, nothing to do',
            shape: tenThousand,
            route: 'nothing',
            tools: [promote(), best],
            runs: 1,
            targets: () => [{ what: 'peak memory at most 250 MB', measure: 'peakBytes', atMost: 250e6 }],
          } satisfies CopyRow,
        ]
      : []),
    {
      id: 'bulk-tls',
      title: 'Bulk, to another registry, TLS',
      shape: bulk,
      route: 'other',
      access: 'tls',
      roundTripMs: 0,
      tools: [promote(), crane, regctl, oras],
      targets: () => [ratio('at most 0.9 × crane', 0.9, ['crane']), memory],
    },
    {
      id: 'bulk',
      title: 'Bulk, to another registry, plain HTTP',
      shape: bulk,
      route: 'other',
      access: 'plain',
      roundTripMs: 0,
      tools: [promote(), crane, regctl, oras, skopeo],
      targets: () => [ratio('at most 1.6 × crane', 1.6, ['crane']), memory],
    },
    {
      id: 'pull',
      title: 'One image of 512 MiB, into a folder, TLS',
      shape: bulk,
      route: 'folder',
      access: 'tls',
      roundTripMs: 0,
      tools: pullers(peers),
      targets: () => [
        ratio('at most 1.0 × crane pull', 1, ['crane']),
        ratio('at most 1.0 × regctl image copy', 1, ['regctl']),
        memory,
      ],
    },
    ...[1, ...(largest ? [4] : [])].map(
      (gibibytes): CopyRow => ({
        id: `layer-${gibibytes}g`,
        title: `A layer of ${gibibytes} GiB, to another registry`,
        shape: large(gibibytes),
        route: 'other',
        access: 'plain',
        roundTripMs: 0,
        tools: [promote(), crane],
        runs: 1,
        targets: () => [memory],
      }),
    ),
  ]
}
