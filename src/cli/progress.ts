import type { Phase, ProgressListener } from '../model/progress.ts'
import { progressLines, progressLinesStart } from '../report/progress/lines.ts'
import { listrProgress } from '../report/progress/listr.ts'
import { writeText } from './output.ts'

/** Progress as it is shown; `finish` before anything else is printed. */
export interface ShownProgress {
  readonly listener: ProgressListener
  finish(): Promise<void>
}

/** A live task list on a terminal, plain lines anywhere else, nothing under `--quiet`. Goes to stderr: stdout is for results. */
export async function showProgress(
  stream: NodeJS.WriteStream,
  options: { readonly quiet: boolean; readonly color: boolean; readonly phases: readonly Phase[] },
): Promise<ShownProgress> {
  if (options.quiet) return { listener: () => {}, finish: async () => {} }
  if (stream.isTTY && process.env.TERM !== 'dumb' && process.env.CI === undefined) {
    return listrProgress(stream, { color: options.color, phases: options.phases })
  }
  let state = progressLinesStart()
  return {
    listener: (event) => {
      const step = progressLines(state, event, new Date())
      state = step.state
      for (const line of step.lines) writeText(stream, `${line}\n`)
    },
    finish: async () => {},
  }
}
