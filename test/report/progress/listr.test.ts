import { PassThrough } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { describe, expect, test } from 'vitest'
import type { ImageMove, ProgressEvent } from '../../../src/model/progress.ts'
import { listrProgress } from '../../../src/report/progress/listr.ts'
import { progressTasks, progressTasksStart } from '../../../src/report/progress/tasks.ts'

const image: ImageMove = {
  image: 'api',
  tag: '1.0.0',
  state: 'done',
  bytes: 5_000_000,
  sent: 5_000_000,
  blobs: 4,
  there: 4,
  milliseconds: 2000,
}

const run: readonly ProgressEvent[] = [
  { kind: 'phase-start', phase: 'gates', total: 2 },
  { kind: 'phase-end', phase: 'gates', summary: '2 images, 5 gates' },
  { kind: 'note', text: 'Referrers\nstay behind.' },
  { kind: 'phase-start', phase: 'content', total: 2 },
  { kind: 'content', images: [image] },
  { kind: 'phase-fail', phase: 'content', summary: 'api: registry.example.com did not answer.' },
  { kind: 'phase-end', phase: 'record', summary: 'entry 58' },
]

test('tasks: waiting, running, done, failed, skipped', () => {
  let last = progressTasksStart()
  const states = run.map((event) => {
    last = progressTasks(last, event)
    return last
  })
  const shown = (at: number): string[] =>
    states[at]?.tasks.map(({ state, title }) => `${state} ${title}`) ?? []
  expect(shown(0).slice(0, 3)).toEqual(['skipped plan', 'running gates: 2 steps', 'waiting content'])
  expect(shown(4)[2]).toBe('running content: 2 images')
  expect(states[4]?.images).toEqual([image])
  expect(states[5]?.images).toBeUndefined()
  expect(shown(6)).toEqual([
    'skipped plan',
    'done gates    2 images, 5 gates',
    'failed content  api: registry.example.com did not answer.',
    'waiting verify',
    'waiting tags',
    'done record   entry 58',
  ])
  expect(states[6]?.notes).toEqual(['Referrers stay behind.'])
})

test('a phase that is begun again after it ended stays as it ended', () => {
  const ended = progressTasks(progressTasksStart(), { kind: 'phase-end', phase: 'gates', summary: 'fine' })
  expect(progressTasks(ended, { kind: 'phase-start', phase: 'gates', total: 2 }).tasks[1]?.state).toBe('done')
})

describe('live on a terminal', () => {
  /** A stream that looks like a terminal and keeps what was written. */
  function terminal(): { readonly stream: WriteStream; readonly text: () => string } {
    const through = new PassThrough()
    const chunks: string[] = []
    through.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
    const stream = Object.assign(through, { isTTY: true, columns: 100, rows: 30 }) as unknown as WriteStream
    return { stream, text: () => chunks.join('') }
  }

  test('shows the phases, is gone at the end, gives the cursor back, and then says what was noted', async () => {
    const { stream, text } = terminal()
    const write = stream.write
    const signals = process.listenerCount('SIGINT')
    const progress = await listrProgress(stream, { color: false })
    expect(process.listenerCount('SIGINT')).toBe(signals)
    for (const event of run) progress.listener(event)
    await progress.finish()
    expect(stream.write).toBe(write)
    expect(text()).toContain('✔ gates    2 images, 5 gates')
    expect(text()).toContain('✖ content  api: registry.example.com did not answer.')
    expect(text()).not.toContain('✔ verify')
    expect(
      text().endsWith('✔ api:1.0.0  5 MB  2.5 MB/s  in 2.0 s  4 blobs\n! Referrers stay behind.\n'),
    ).toBe(true)
    expect(text().lastIndexOf('\u001b[?25h')).toBeGreaterThan(text().lastIndexOf('\u001b[?25l'))
  })

  test('ends although no event ever came, and a late one is ignored', async () => {
    const { stream, text } = terminal()
    const progress = await listrProgress(stream, { color: false, phases: ['plan', 'gates'] })
    await progress.finish()
    const before = text()
    progress.listener({ kind: 'phase-start', phase: 'gates', total: 1 })
    await progress.finish()
    expect(text()).toBe(before)
    expect(text()).not.toContain('record')
  })

  test('no handle is left that would keep the process alive', async () => {
    const { stream } = terminal()
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const progress = await listrProgress(stream, { color: true })
    progress.listener({ kind: 'phase-start', phase: 'plan', total: 1 })
    await progress.finish()
    expect(timers()).toBe(before)
  })
})
