import { PassThrough } from 'node:stream'
import type { WriteStream } from 'node:tty'
import { describe, expect, test } from 'vitest'
import type { ProgressEvent } from '../../../src/model/progress.ts'
import { progressLines, progressLinesStart } from '../../../src/report/progress/lines.ts'
import { listrProgress } from '../../../src/report/progress/listr.ts'
import { progressTasks, progressTasksStart } from '../../../src/report/progress/tasks.ts'

const moved = (copied: number): ProgressEvent => ({
  kind: 'content',
  totals: { mounted: 9, copied, present: 0, bytes: copied * 1_000_000 },
  images: 1,
  of: 2,
})

const run: readonly (readonly [number, ProgressEvent])[] = [
  [0, { kind: 'phase-start', phase: 'gates', total: 2 }],
  [40, { kind: 'phase-end', phase: 'gates', summary: '2 images, 5 gates' }],
  [50, { kind: 'note', text: 'Referrers\nstay behind.' }],
  [100, { kind: 'phase-start', phase: 'content', total: 2 }],
  [200, moved(1)],
  [5099, moved(2)],
  [5100, moved(3)],
  [5200, moved(4)],
  [10_100, moved(5)],
  [12_100, { kind: 'phase-fail', phase: 'content', summary: 'api: registry.example.com did not answer.' }],
  [12_200, { kind: 'phase-end', phase: 'record', summary: 'entry 58' }],
]

test('plain lines: one where a phase begins and ends, and content at most every five seconds', () => {
  let state = progressLinesStart()
  const written: string[] = []
  for (const [at, event] of run) {
    const next = progressLines(state, event, new Date(Date.UTC(2026, 10, 24) + at))
    state = next.state
    written.push(...next.lines)
  }
  expect(written).toEqual([
    '… gates: 2 steps',
    '✔ gates: 2 images, 5 gates (40 ms)',
    '! Referrers stay behind.',
    '… content: 2 images',
    '  content: 1 of 2 images, 3 blobs copied (3 MB), 9 mounted',
    '  content: 1 of 2 images, 5 blobs copied (5 MB), 9 mounted',
    '✖ content: api: registry.example.com did not answer. (12.0 s)',
    '✔ record: entry 58',
  ])
})

test('tasks: waiting, running, done, failed, skipped', () => {
  let last = progressTasksStart()
  const states = run.map(([, event]) => {
    last = progressTasks(last, event)
    return last
  })
  const shown = (at: number): string[] =>
    states[at]?.tasks.map(({ state, title }) => `${state} ${title}`) ?? []
  expect(shown(0).slice(0, 3)).toEqual(['skipped plan', 'running gates: 2 steps', 'waiting content'])
  expect(shown(4)[2]).toBe('running content: 2 images')
  expect(states[4]?.tasks[2]?.output).toBe('1 of 2 images, 1 blob copied (1 MB), 9 mounted')
  expect(shown(10)).toEqual([
    'skipped plan',
    'done gates    2 images, 5 gates',
    'failed content  api: registry.example.com did not answer.',
    'waiting verify',
    'waiting tags',
    'done record   entry 58',
  ])
  expect(states[10]?.notes).toEqual(['Referrers stay behind.'])
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
    for (const [, event] of run) progress.listener(event)
    await progress.finish()
    expect(stream.write).toBe(write)
    expect(text()).toContain('✔ gates    2 images, 5 gates')
    expect(text()).toContain('✖ content  api: registry.example.com did not answer.')
    expect(text()).not.toContain('✔ verify')
    expect(text().endsWith('! Referrers stay behind.\n')).toBe(true)
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
