import type { Phase, ProgressEvent, ProgressListener } from '../model/progress.ts'
import { listrProgress } from '../report/progress/listr.ts'
import { plainProgress } from '../report/progress/plain.ts'
import { ReadingLine } from '../report/progress/reading-line.ts'
import { writeText } from './output.ts'

/** Progress as it is shown. Goes to stderr: stdout is for results. */
export interface ShownProgress {
  readonly listener: ProgressListener
  /** Takes off the screen what is on it, so that a question can be asked there. */
  clear(): void
  /** From now on these phases are shown too. */
  showPhases(phases: readonly Phase[]): Promise<void>
  /** Takes off the screen what does not stay; later events are ignored. Call it before anything else is printed. */
  finish(): Promise<void>
}

/** How progress is shown. */
export interface ProgressOptions {
  readonly quiet: boolean
  readonly color: boolean
  /** Whether stdout gets one JSON document: then a log is told of content on its way alone. */
  readonly json: boolean
  /** Whether requests are written to the same stream, line by line: then nothing is drawn over them. */
  readonly debug: boolean
}

/** Live on a terminal, plain lines anywhere else, nothing under `--quiet`. */
export function showProgress(stream: NodeJS.WriteStream, options: ProgressOptions): ShownProgress {
  if (options.quiet) return silent
  return isLive(stream, options) ? liveProgress(stream, options) : plainLines(stream, options)
}

/** Whether a stream is a terminal on which lines can be drawn again, and nothing else is written to it meanwhile. */
export function isLive(stream: NodeJS.WriteStream, { debug }: { readonly debug: boolean }): boolean {
  return stream.isTTY && process.env.TERM !== 'dumb' && process.env.CI === undefined && !debug
}

const silent: ShownProgress = {
  listener: () => {},
  clear: () => {},
  showPhases: async () => {},
  finish: async () => {},
}

/** One line about what is read; once phases are shown, their list. */
function liveProgress(stream: NodeJS.WriteStream, { color }: ProgressOptions): ShownProgress {
  const line = new ReadingLine(stream)
  let phases: Awaited<ReturnType<typeof listrProgress>> | undefined
  let isOver = false
  return {
    listener: (event) => {
      if (phases !== undefined) return phases.listener(event)
      if (isOver) return
      if (event.kind === 'reading') line.follow(event.reading)
      if (event.kind === 'waiting') line.wait(event.text)
    },
    clear: () => line.clear(),
    showPhases: async (wanted) => {
      line.clear()
      phases = await listrProgress(stream, { color, phases: wanted })
    },
    finish: async () => {
      isOver = true
      line.clear()
      await phases?.finish()
    },
  }
}

function plainLines(stream: NodeJS.WriteStream, { json }: ProgressOptions): ShownProgress {
  const plain = plainProgress((line) => writeText(stream, `${line}\n`))
  const isTold = (event: ProgressEvent): boolean => !(json && event.kind === 'reading')
  return {
    listener: (event) => {
      if (isTold(event)) plain.listener(event)
    },
    clear: () => {},
    showPhases: async () => {},
    finish: async () => plain.finish(),
  }
}
