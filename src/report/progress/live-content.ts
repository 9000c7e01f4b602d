import type { ImageMove } from '../../model/progress.ts'
import { contentLines, doneLines, type Room } from './content.ts'
import { type Looks, lookAgain } from './rate.ts'

/** Milliseconds between two looks at the numbers. */
const LOOK_MS = 200

/** A screen of fewer rows shows the whole only. */
const LEAST_ROWS = 16

/** Rows that are left to what stands around the images: the phases, the whole, and the line of the cursor. */
const OTHER_ROWS = 9

/** More lines than this nobody reads while they change. */
const MOST_ROWS = 16

/** Columns of the indentation of what stands below a phase. */
export const TASK_INDENT = 5

/** The size of a terminal. */
export interface Screen {
  readonly columns?: number
  readonly rows?: number
}

/** Looks at the content on its way, five times a second, and draws it. */
export class LiveContent {
  readonly #screen: Screen
  readonly #draw: (text: string) => void
  #images: readonly ImageMove[] = []
  #looks: Looks = []
  #timer: NodeJS.Timeout | undefined

  /** @param draw is given the lines each time they may have changed */
  constructor(screen: Screen, draw: (text: string) => void) {
    this.#screen = screen
    this.#draw = draw
  }

  /** Follows these images, or nothing any more. */
  follow(images: readonly ImageMove[] | undefined): void {
    if (images === undefined) this.stop()
    if (images === undefined || images === this.#images) return
    this.#images = images
    this.#look()
    this.#timer ??= setInterval(() => this.#look(), LOOK_MS).unref()
  }

  /** Ends looking. */
  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** The lines that stay. */
  get doneLines(): readonly string[] {
    return doneLines(this.#images, roomOn(this.#screen, 0))
  }

  #look(): void {
    const at = performance.now()
    this.#looks = lookAgain(this.#looks, this.#images, at)
    const now = { images: this.#images, looks: this.#looks, at }
    this.#draw(contentLines(now, roomOn(this.#screen, TASK_INDENT)).join('\n'))
  }
}

/** The room a terminal has for images. */
function roomOn({ columns = 80, rows = 24 }: Screen, indent: number): Room {
  return {
    columns: columns - 1 - indent,
    rows: rows < LEAST_ROWS ? 0 : Math.min(MOST_ROWS, rows - OTHER_ROWS),
  }
}
