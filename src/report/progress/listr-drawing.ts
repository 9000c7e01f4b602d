import type { DefaultRenderer, ListrDefaultRendererOptions } from 'listr2'
import { palette } from '../text/style.ts'
import { SIGNS } from '../words/signs.ts'

/** listr2, loaded where something is drawn. */
type Listr2 = typeof import('listr2')

/** How every list of ours is drawn: on this stream, in our signs and colours, gone at the end, deaf to signals. */
export interface ListrDrawing {
  readonly renderer: typeof DefaultRenderer
  readonly concurrent: false
  readonly exitOnError: false
  readonly registerSignalListeners: false
  readonly rendererOptions: ListrDefaultRendererOptions
}

/** The options of a list that is drawn on a stream, whatever stdout is. */
export function listrDrawing(
  { DefaultRenderer, ListrLogger, ProcessOutput }: Listr2,
  stream: NodeJS.WriteStream,
  options: { readonly color: boolean },
): ListrDrawing {
  const paint = palette(options)
  // listr2 asks whether stdout is a terminal; what matters here is the stream it draws on.
  class Renderer extends DefaultRenderer {
    static override nonTTY = true
  }
  return {
    renderer: Renderer,
    concurrent: false,
    exitOnError: false,
    registerSignalListeners: false,
    rendererOptions: {
      clearOutput: true,
      formatOutput: 'truncate',
      logger: new ListrLogger({
        useIcons: true,
        toStderr: [],
        processOutput: new ProcessOutput(stream, stream, { leaveEmptyLine: false }),
      }),
      icon: {
        COMPLETED: SIGNS.done,
        FAILED: SIGNS.denied,
        WAITING: ' ',
        SKIPPED_WITH_COLLAPSE: SIGNS.absent,
      },
      color: {
        COMPLETED: (text = '') => paint.mark('done', text),
        FAILED: (text = '') => paint.mark('denied', text),
        PENDING: (text = '') => paint.mark('moved', text),
        SKIPPED_WITH_COLLAPSE: (text = '') => paint.mark('absent', text),
      },
    },
  }
}
