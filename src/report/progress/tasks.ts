import type { ImageMove, Phase, ProgressEvent } from '../../model/progress.ts'
import { printableText } from '../../support/printable.ts'
import { padEnd } from '../text/width.ts'
import { countText } from '../words/units.ts'

/** The phases of a promotion in the order of a task list. */
export const PHASES: readonly Phase[] = ['plan', 'gates', 'content', 'verify', 'tags', 'record']

/** One phase as a task list shows it. */
export interface ProgressTask {
  readonly phase: Phase
  /** `skipped`: a later phase began before it did. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'skipped'
  readonly title: string
}

/** The task list as it stands, and what was noted on the way. */
export interface ProgressTasksState {
  readonly tasks: readonly ProgressTask[]
  readonly notes: readonly string[]
  /** The content on its way, while it is. */
  readonly images: readonly ImageMove[] | undefined
}

/** Before the first event: all phases wait. */
export function progressTasksStart(phases: readonly Phase[] = PHASES): ProgressTasksState {
  return {
    tasks: phases.map((phase) => ({ phase, state: 'waiting', title: phase })),
    notes: [],
    images: undefined,
  }
}

/** The task list after one event. Pure. A phase that has ended stays as it ended, also if it is begun again. */
export function progressTasks(state: ProgressTasksState, event: ProgressEvent): ProgressTasksState {
  switch (event.kind) {
    case 'phase-start':
      return { ...state, tasks: begin(state.tasks, event.phase, event.total) }
    case 'phase-end':
      return { ...over(state, event.phase), tasks: end(state.tasks, event.phase, 'done', event.summary) }
    case 'phase-fail':
      return { ...over(state, event.phase), tasks: end(state.tasks, event.phase, 'failed', event.summary) }
    case 'content':
      return { ...state, images: event.images }
    case 'reading':
    case 'waiting':
    case 'held':
      return state
    case 'note':
      return { ...state, notes: [...state.notes, printableText(event.text)] }
    default:
      return event satisfies never
  }
}

/** What a phase works on, in words: `content: 12 images`. */
export function phaseText(phase: Phase, total: number): string {
  switch (phase) {
    case 'plan':
      return `plan: ${countText(total, 'image')}`
    case 'gates':
      return `gates: ${countText(total, 'step')}`
    case 'content':
      return `content: ${countText(total, 'image')}`
    case 'verify':
      return `verify: ${countText(total, 'manifest')}`
    case 'tags':
      return `tags: ${countText(total, 'tag')}`
    case 'record':
      return 'record'
    default:
      return phase satisfies never
  }
}

function over(state: ProgressTasksState, phase: Phase): ProgressTasksState {
  return phase === 'content' ? { ...state, images: undefined } : state
}

function begin(tasks: readonly ProgressTask[], phase: Phase, total: number): ProgressTask[] {
  const begun = tasks.findIndex((task) => task.phase === phase)
  return tasks.map((task, at) => {
    if (task.state !== 'waiting' || at > begun) return task
    return at < begun
      ? { ...task, state: 'skipped' }
      : { ...task, state: 'running', title: phaseText(phase, total) }
  })
}

function end(
  tasks: readonly ProgressTask[],
  phase: Phase,
  state: 'done' | 'failed',
  summary: string,
): ProgressTask[] {
  const title = `${padEnd(phase, 8)} ${printableText(summary)}`
  return tasks.map((task) =>
    task.phase === phase && (task.state === 'running' || task.state === 'waiting')
      ? { ...task, state, title }
      : task,
  )
}
