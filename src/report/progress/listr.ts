import type { ListrTaskWrapper } from 'listr2'
import type { Phase, ProgressEvent, ProgressListener } from '../../model/progress.ts'
import { wrapProse } from '../text/wrap.ts'
import { listrDrawing } from './listr-drawing.ts'
import { LiveContent, TASK_INDENT } from './live-content.ts'
import { PHASES, type ProgressTask, progressTasks, progressTasksStart } from './tasks.ts'

/** Live progress on a terminal. */
export interface LiveProgress {
  /** Takes events until {@link LiveProgress.finish} is called; later ones are ignored. */
  readonly listener: ProgressListener
  /**
   * Takes the task list off the terminal, prints what was noted, and shows the cursor again. Call it in a
   * `finally`, before anything else is printed; a second call does nothing. Never rejects for a failed phase.
   */
  finish(): Promise<void>
}

/** How the task list is drawn. */
export interface LiveProgressOptions {
  readonly color: boolean
  /** The phases that are to come; all of them unless told. */
  readonly phases?: readonly Phase[]
}

/**
 * A task list of the phases on a terminal, with the content on its way below its phase. It is gone after
 * {@link LiveProgress.finish}: the result says the same in full; what each image took stays. It listens to no signal and leaves no timer. Writes by others to `stream` wait until it is gone.
 */
export async function listrProgress(
  stream: NodeJS.WriteStream,
  options: LiveProgressOptions,
): Promise<LiveProgress> {
  const listr2 = await import('listr2')
  const phases = options.phases ?? PHASES
  const slots = new Map(phases.map((phase) => [phase, new TaskSlot()]))
  const list = new listr2.Listr(
    phases.map((phase) => ({
      title: phase,
      task: (_: unknown, task: Wrapper): Promise<void> => slots.get(phase)?.attach(task) ?? Promise.resolve(),
    })),
    listrDrawing(listr2, stream, options),
  )
  // A picture that cannot be drawn must not fail a promotion.
  const run = list.run().catch(() => undefined)
  const content = new LiveContent(stream, (text) => slots.get('content')?.write(text))
  let state = progressTasksStart(phases)
  let finished: Promise<void> | undefined
  const end = async (): Promise<void> => {
    content.stop()
    for (const [phase, slot] of slots) slot.release(phase)
    await run
    for (const line of content.doneLines) stream.write(`${line}\n`)
    for (const line of noteLines(state.notes, stream.columns)) stream.write(`${line}\n`)
  }
  return {
    listener: (event: ProgressEvent) => {
      if (finished !== undefined) return
      state = progressTasks(state, event)
      content.follow(state.images)
      for (const task of state.tasks) slots.get(task.phase)?.show(task)
      if (event.kind !== 'note') return
      const lines = noteLines(state.notes, roomOf(stream))
      for (const slot of slots.values()) slot.note(lines)
    },
    finish: () => {
      finished ??= end()
      return finished
    },
  }
}

/** Columns that a task list leaves for what stands below a title. */
function roomOf({ columns = 80 }: NodeJS.WriteStream): number {
  return columns - 1 - TASK_INDENT
}

/** What is noted, as lines of at most so many columns. */
function noteLines(notes: readonly string[], columns = 80): string[] {
  return notes.flatMap((note) => wrapProse(`! ${note}`, columns).split('\n'))
}

type Wrapper = Pick<ListrTaskWrapper<unknown, never, never>, 'title' | 'output' | 'skip'>

/** One task of the list: keeps what is to be shown until listr2 hands out its wrapper, and ends the task when told. */
class TaskSlot {
  readonly #ended = Promise.withResolvers<void>()
  #wrapper: Wrapper | undefined
  #task: ProgressTask | undefined
  #text = ''
  #notes: readonly string[] = []

  constructor() {
    // A phase may fail before listr2 waits for it.
    this.#ended.promise.catch(() => undefined)
  }

  attach(wrapper: Wrapper): Promise<void> {
    this.#wrapper = wrapper
    if (this.#task !== undefined) this.#draw(this.#task)
    return this.#ended.promise
  }

  /** Shows text below the title while the task runs. */
  write(text: string): void {
    this.#text = text
    this.#drawBelow()
  }

  /** Shows lines below the text, at once where the task runs. */
  note(lines: readonly string[]): void {
    this.#notes = lines
    this.#drawBelow()
  }

  show(task: ProgressTask): void {
    if (task === this.#task) return
    this.#task = task
    this.#draw(task)
    if (task.state === 'failed') this.#ended.reject(new Error(task.title))
    if (task.state === 'done' || task.state === 'skipped') this.#ended.resolve()
  }

  /** Ends the task; one that has not ended by itself is shown as skipped, not as done. */
  release(phase: Phase): void {
    const task = this.#task
    const ended = task?.state === 'done' || task?.state === 'failed'
    if (!ended) this.show({ phase, title: task?.title ?? phase, state: 'skipped' })
  }

  #draw(task: ProgressTask): void {
    if (this.#wrapper === undefined) return
    this.#wrapper.title = task.title
    if (task.state === 'skipped') this.#wrapper.skip()
    else this.#drawBelow()
  }

  #drawBelow(): void {
    if (this.#wrapper === undefined || this.#task?.state !== 'running') return
    const lines = [...(this.#text === '' ? [] : [this.#text]), ...this.#notes]
    if (lines.length > 0) this.#wrapper.output = lines.join('\n')
  }
}
