import { expect, test } from 'vitest'
import type { ImageMove, ProgressEvent } from '../../../src/model/progress.ts'
import { PLAIN_START, plainEvent, plainLook } from '../../../src/report/progress/plain.ts'

interface Written {
  readonly at: number
  readonly line: string
}

/** What a log gets: events at their moments, and a look every quarter of a second between them. */
function logOf(
  events: readonly (readonly [number, ProgressEvent, (() => void)?])[],
  until: number,
): Written[] {
  let state = PLAIN_START
  const written: Written[] = []
  const waiting = [...events]
  for (let at = 0; at <= until; at += 250) {
    for (let next = waiting[0]; next !== undefined && next[0] <= at; next = waiting[0]) {
      waiting.shift()
      next[2]?.()
      const step = plainEvent(state, next[1], next[0])
      state = step.state
      written.push(...step.lines.map((line) => ({ at: next?.[0] ?? at, line })))
    }
    const step = plainLook(state, at)
    state = step.state
    written.push(...step.lines.map((line) => ({ at, line })))
  }
  return written
}

const reading = { environments: ['prod'], done: 31, of: 120, bytes: 0 }
const images: ImageMove[] = [
  {
    image: 'api',
    tag: '1.0.0',
    state: 'moving',
    get bytes() {
      return 800_000_000
    },
    sent: 0,
    blobs: 8,
    there: 0,
    milliseconds: undefined,
  },
]

test('what is over within a quarter of a second says nothing', () => {
  expect(
    logOf(
      [
        [0, { kind: 'reading', reading }],
        [10, { kind: 'phase-start', phase: 'gates', total: 2 }],
        [20, { kind: 'phase-end', phase: 'gates', summary: '2 images, 1 gate' }],
      ],
      30_000,
    ),
  ).toEqual([])
})

test('a slow reading is told of at once, then every ten seconds', () => {
  expect(logOf([[0, { kind: 'reading', reading }]], 21_000)).toEqual([
    { at: 250, line: '… reading prod, 31 of 120' },
    { at: 10_250, line: '… reading prod, 31 of 120' },
    { at: 20_250, line: '… reading prod, 31 of 120' },
  ])
})

test('a slow run: one line every ten seconds whatever is under way, and how long the content took', () => {
  let sent = 0
  const [first] = images
  const moving = [
    {
      ...first,
      get sent() {
        return sent
      },
    },
  ] as ImageMove[]
  const written = logOf(
    [
      [0, { kind: 'phase-start', phase: 'content', total: 1 }],
      [0, { kind: 'content', images: moving }],
      [
        10_000,
        { kind: 'note', text: 'Finished\nbefore.' },
        () => {
          sent = 200_000_000
        },
      ],
      [
        21_000,
        { kind: 'phase-end', phase: 'content', summary: '8 copied' },
        () => {
          sent = 800_000_000
        },
      ],
      [21_000, { kind: 'phase-start', phase: 'tags', total: 3 }],
      [33_000, { kind: 'phase-end', phase: 'tags', summary: '3 moved' }],
    ],
    60_000,
  )
  expect(written).toEqual([
    { at: 250, line: '… content: 0 B of 800 MB, 0 of 8 blobs' },
    { at: 10_000, line: '! Finished before.' },
    { at: 10_250, line: '… content: 200 MB of 800 MB, 38.1 MB/s, 16 s left, 0 of 8 blobs' },
    { at: 20_250, line: '… content: 200 MB of 800 MB, 0 of 8 blobs' },
    { at: 21_000, line: '  content: took 21.0 s, 38.1 MB/s' },
    { at: 31_000, line: '… tags: 3 tags' },
  ])
})

test('content of which nothing is sent ends without a line', () => {
  expect(
    logOf(
      [
        [0, { kind: 'content', images }],
        [100, { kind: 'phase-fail', phase: 'content', summary: '' }],
      ],
      1000,
    ),
  ).toEqual([])
})
