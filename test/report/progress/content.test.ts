import { describe, expect, test } from 'vitest'
import type { ImageMove } from '../../../src/model/progress.ts'
import { contentLines, contentText, doneLines, sentText } from '../../../src/report/progress/content.ts'
import { lookAgain, rateOf } from '../../../src/report/progress/rate.ts'

const MB = 1_000_000

function move(image: string, change: Partial<ImageMove> = {}): ImageMove {
  return {
    image,
    tag: '1.0.0',
    state: 'moving',
    bytes: 400 * MB,
    sent: 100 * MB,
    blobs: 8,
    there: 3,
    milliseconds: undefined,
    ...change,
  }
}

const done = (image: string, sent = 400 * MB): ImageMove =>
  move(image, { state: 'done', bytes: sent, sent, there: 8, milliseconds: 9800 })

/** The images with what was sent of each of them four seconds before. */
function now(images: readonly ImageMove[], before: readonly number[] = []) {
  const looks = before.length === 0 ? [] : [{ at: 1000, sent: before }]
  return { images, looks, at: 5000 }
}

const wide = { columns: 120, rows: 12 }

describe('lines for a terminal', () => {
  test.for<[string, ReturnType<typeof now>, { columns: number; rows: number }, string[]]>([
    [
      'the whole, and each image on its way',
      now([move('api'), move('web', { sent: 300 * MB })], [20 * MB, 300 * MB]),
      wide,
      [
        '0 of 2 images  400 MB of 800 MB  20 MB/s  20 s left  6 of 16 blobs',
        '  api:1.0.0    100 MB of 400 MB  20 MB/s  15 s left  3 of 8 blobs',
        '  web:1.0.0    300 MB of 400 MB                      3 of 8 blobs',
      ],
    ],
    [
      'an image that is over stays, with what it took; one of which nothing was sent has no line',
      now([done('api'), move('web', { sent: 0 }), move('db', { state: 'failed' })]),
      wide,
      [
        '1 of 3 images  500 MB of 900 MB                       14 of 24 blobs',
        '✔ api:1.0.0    400 MB            40.8 MB/s  in 9.8 s  8 blobs',
        '✖ db:1.0.0     100 MB of 400 MB                       3 of 8 blobs',
      ],
    ],
    [
      'before the manifests are read',
      now([move('api', { bytes: 0, sent: 0, blobs: 0, there: 0 })]),
      wide,
      ['api:1.0.0'],
    ],
    [
      'all of it is mounted',
      now([move('api', { bytes: 0, sent: 0, there: 5 })]),
      wide,
      ['api:1.0.0  5 of 8 blobs'],
    ],
    [
      'no room for images: the whole alone',
      now([move('api'), done('web')], [20 * MB, 400 * MB]),
      { columns: 79, rows: 0 },
      ['1 of 2 images  500 MB of 800 MB  20 MB/s  15 s left  11 of 16 blobs'],
    ],
    [
      'few columns: what says least is left out',
      now([move('api')], [20 * MB]),
      { columns: 45, rows: 5 },
      ['api:1.0.0  100 MB of 400 MB  20 MB/s'],
    ],
    [
      'fewer still',
      now([move('a-very-long-name-of-an-image')], [20 * MB]),
      { columns: 16, rows: 5 },
      ['a-very-…ge:1.0.0'],
    ],
    [
      'more images than rows: those on their way come first',
      now([done('a'), done('b'), done('c'), move('d', { sent: 1 * MB }), move('e', { sent: 2 * MB })]),
      { columns: 120, rows: 4 },
      [
        '3 of 5 images  1.2 GB of 2 GB                       30 of 40 blobs',
        '✔ 2 images before',
        '✔ c:1.0.0      400 MB          40.8 MB/s  in 9.8 s  8 blobs',
        '  d:1.0.0      1 MB of 400 MB                       3 of 8 blobs',
        '  e:1.0.0      2 MB of 400 MB                       3 of 8 blobs',
      ],
    ],
    [
      'more on their way than rows',
      now([move('a'), move('b'), move('c'), done('d')]),
      { columns: 120, rows: 2 },
      [
        '1 of 4 images  700 MB of 1.6 GB  17 of 32 blobs',
        '  a:1.0.0      100 MB of 400 MB  3 of 8 blobs',
        '  2 more images on the way',
      ],
    ],
    [
      'names from outside give the terminal no command',
      now([move('a\u001b[2Jb')]),
      wide,
      ['a\ufffd[2Jb:1.0.0  100 MB of 400 MB  3 of 8 blobs'],
    ],
  ])('%s', ([, moment, room, lines]) => {
    expect(contentLines(moment, room)).toEqual(lines)
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(room.columns)
  })

  test('what stays: each image of which bytes were sent, the last of them where there are many', () => {
    expect(doneLines([done('api'), done('mounted', 0), done('web')], wide)).toEqual([
      '✔ api:1.0.0  400 MB  40.8 MB/s  in 9.8 s  8 blobs',
      '✔ web:1.0.0  400 MB  40.8 MB/s  in 9.8 s  8 blobs',
    ])
    expect(doneLines([done('a'), done('b'), done('c')], { columns: 80, rows: 2 })).toEqual([
      '✔ 2 images before',
      '✔ c:1.0.0  400 MB  40.8 MB/s  in 9.8 s  8 blobs',
    ])
    expect(doneLines([done('a')], { columns: 80, rows: 0 })).toEqual([])
  })
})

test('for a log: the whole in one line, and in the end how long it took', () => {
  const images = [move('api'), move('web', { sent: 300 * MB })]
  expect(contentText(now(images, [20 * MB, 300 * MB]))).toBe(
    'content: 0 of 2 images, 400 MB of 800 MB, 20 MB/s, 20 s left, 6 of 16 blobs',
  )
  expect(contentText(now([move('api', { bytes: 0, sent: 0, blobs: 0, there: 0 })]))).toBe(
    'content: api:1.0.0',
  )
  expect(sentText(images, 10_000)).toBe('content: took 10.0 s, 40 MB/s')
  expect(sentText([move('api', { sent: 0 })], 10_000)).toBeUndefined()
})

describe('the rate', () => {
  const at = (sent: number): ImageMove[] => [move('api', { sent })]

  test('is that of the last five seconds', () => {
    let looks = lookAgain([], at(0), 0)
    for (let second = 1; second <= 10; second++)
      looks = lookAgain(looks, at(second <= 5 ? second * MB : 5 * MB + (second - 5) * 10 * MB), second * 1000)
    expect(rateOf(looks, at(55 * MB), 'all', 10_000)).toBe(10 * MB)
    expect(looks.length).toBeLessThanOrEqual(7)
  })

  test('looks closer together than a second are not kept', () => {
    const looks = lookAgain([], at(0), 0)
    expect(lookAgain(looks, at(1), 999)).toBe(looks)
  })

  test.for<[string, number, number, number | undefined]>([
    ['too early to say', 1 * MB, 399, undefined],
    ['soon known', 1 * MB, 500, 2 * MB],
    ['nothing goes out', 0, 5000, undefined],
  ])('%s', ([, sent, time, rate]) => {
    expect(rateOf(lookAgain([], at(0), 0), at(sent), 0, time)).toBe(rate)
  })

  test('an upload that has to go back gives none, and never one below nothing', () => {
    expect(rateOf(lookAgain([], at(5 * MB), 0), at(2 * MB), 'all', 2000)).toBeUndefined()
  })
})
