import type { ImageTransfer } from '../model/images/transfer.ts'
import { plainProgress } from '../report/progress/plain.ts'
import type { Direction } from '../report/words/images.ts'
import { writeText } from './output.ts'
import { isLive } from './progress.ts'

/** Images on their way, as they are shown. */
export interface ShownTransfers {
  /** One more image is on its way. */
  follow(transfer: ImageTransfer): void
  /** Takes off the screen what does not stay. Call it before anything else is printed. */
  finish(): Promise<void>
}

/** Live on a terminal; elsewhere a line every ten seconds at most; nothing under `--quiet`. */
export async function showTransfers(
  stream: NodeJS.WriteStream,
  { direction, title }: { readonly direction: Direction; readonly title: string },
  options: { readonly quiet: boolean; readonly color: boolean; readonly debug: boolean },
): Promise<ShownTransfers> {
  if (options.quiet) return { follow: () => {}, finish: async () => {} }
  if (isLive(stream, options)) {
    const { liveTransfer } = await import('../report/progress/live-transfer.ts')
    return liveTransfer(stream, direction, title, options)
  }
  const plain = plainProgress((line) => writeText(stream, `${line}\n`))
  const images: ImageTransfer[] = []
  return {
    follow: (transfer) => {
      images.push(transfer)
      if (images.length === 1) plain.listener({ kind: 'content', images })
    },
    finish: async () => {
      plain.finish()
    },
  }
}
