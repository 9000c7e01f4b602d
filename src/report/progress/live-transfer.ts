import type { ImageTransfer } from '../../model/images/transfer.ts'
import type { Direction } from '../words/images.ts'
import { contentLines, type Room, totalLines } from './content.ts'
import { layerLines } from './layers.ts'
import { listrDrawing } from './listr-drawing.ts'
import { type Looks, lookAgain } from './rate.ts'

/** Milliseconds between two looks at the numbers. */
const LOOK_MS = 100

/** Columns that listr2 puts before what stands below a title. */
const INDENT = 5

/** Rows for the title and the line of the cursor. */
const OTHER_ROWS = 3

/** Images on their way, drawn on a terminal. */
export interface LiveTransfer {
  /** One more image is on its way. */
  follow(transfer: ImageTransfer): void
  /** Takes all of it off the terminal. A second call does nothing. */
  finish(): Promise<void>
}

/** Draws the layers of one image, or the images where there are several, until it is finished: what came of them is for the result to say. */
export async function liveTransfer(
  stream: NodeJS.WriteStream,
  direction: Direction,
  title: string,
  options: { readonly color: boolean },
): Promise<LiveTransfer> {
  const listr2 = await import('listr2')
  const over = Promise.withResolvers<void>()
  const transfers: ImageTransfer[] = []
  let looks: Looks = []
  let timer: NodeJS.Timeout | undefined
  const list = new listr2.Listr(
    [
      {
        title,
        task: (_: unknown, task): Promise<void> => {
          timer = setInterval(() => {
            const at = performance.now()
            looks = lookAgain(looks, transfers, at)
            task.output = linesOf(transfers, looks, at, direction, roomOn(stream)).join('\n')
          }, LOOK_MS).unref()
          return over.promise
        },
      },
    ],
    listrDrawing(listr2, stream, options),
  )
  // A picture that cannot be drawn must not fail a transfer.
  const run = list.run().catch(() => undefined)
  return {
    follow: (transfer) => transfers.push(transfer),
    finish: async () => {
      clearInterval(timer)
      over.resolve()
      await run
    },
  }
}

/** The whole first, and below it what there is room for. */
function linesOf(
  transfers: readonly ImageTransfer[],
  looks: Looks,
  at: number,
  direction: Direction,
  room: Room,
): readonly string[] {
  const [only] = transfers
  if (only === undefined) return []
  if (transfers.length > 1) return contentLines({ images: transfers, looks, at }, room)
  const total = totalLines({ images: transfers, looks, at }, room.columns)
  return [...layerLines(only, direction, room), ...total]
}

function roomOn({ columns = 80, rows = 24 }: NodeJS.WriteStream): Room {
  return { columns: columns - 1 - INDENT, rows: Math.max(0, rows - OTHER_ROWS) }
}
