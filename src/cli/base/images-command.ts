import type { TransferListener } from '../../model/images/transfer.ts'
import type { ImagesContext } from '../../pipeline/images/context.ts'
import type { Direction } from '../../report/words/images.ts'
import { openImages } from '../../wiring/images.ts'
import { showTransfers } from '../transfers.ts'
import { RegistryCommand, type RegistryFlags } from './registry-command.ts'

/** What the commands share that move images between registries, this machine and files. */
export abstract class ImagesCommand extends RegistryCommand {
  /**
   * Opens registries and images, and shows what is on its way while `work` runs.
   * @param title of what is shown on a terminal
   */
  protected async withTransfers<T>(
    flags: RegistryFlags,
    shown: { readonly direction: Direction; readonly title: string },
    work: (context: ImagesContext) => Promise<T>,
  ): Promise<T> {
    return this.withRegistries(flags, async (registries) => {
      const transfers = await showTransfers(process.stderr, shown, {
        quiet: flags.quiet,
        debug: flags.debug,
        ...this.drawing(process.stderr),
      })
      const onTransfer: TransferListener = (transfer) => transfers.follow(transfer)
      try {
        return await work(await openImages(this.surroundings(flags), registries, onTransfer))
      } finally {
        await transfers.finish()
      }
    })
  }
}
