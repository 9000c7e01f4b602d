import * as Flags from '@oclif/core/flags'
import type { TransferListener } from '../../model/images/transfer.ts'
import type { ImagesContext } from '../../pipeline/images/context.ts'
import type { Direction } from '../../report/words/images.ts'
import { PromoteError, toPromoteError } from '../../support/errors.ts'
import { openImages } from '../../wiring/images.ts'
import { promotionFiles } from '../../wiring/promotion-files.ts'
import { checkOutputFile } from '../output-file.ts'
import { showTransfers } from '../transfers.ts'
import { RegistryCommand, type RegistryFlags } from './registry-command.ts'

/** What is said where a run is ended by a signal. */
const KEPT: Readonly<Record<Direction, string>> = {
  pull: 'What came is kept, and no name stands for it yet: the same pull goes on where it stopped.',
  push: 'What the registry has by now is not sent again by the same push.',
  copy: 'What the destination has by now is not sent again by the same copy.',
}

/** The flag that pull and push have because docker has it. */
export const trustFlag = {
  'disable-content-trust': Flags.boolean({
    allowNo: true,
    summary: 'Taken as docker takes it, and changes nothing: digests are always checked.',
  }),
}

/** What the commands share that move images between registries, this machine and files. */
export abstract class ImagesCommand extends RegistryCommand {
  /** Says that {@link trustFlag} changes nothing, where it is given. */
  protected noteTrust(flags: { readonly 'disable-content-trust': boolean }): void {
    if (flags['disable-content-trust'])
      this.warnLoudly('--disable-content-trust changes nothing: digests are checked all the same.')
  }

  /**
   * Opens registries and images, and shows what is on its way while `work` runs.
   * @param shown.title of what is shown on a terminal
   * @param shown.names images that the command line names
   */
  protected async withTransfers<T>(
    flags: RegistryFlags,
    shown: { readonly direction: Direction; readonly title: string; readonly names: readonly string[] },
    work: (context: ImagesContext) => Promise<T>,
  ): Promise<T> {
    return this.withRegistries(
      flags,
      async (registries) => {
        const transfers = await showTransfers(process.stderr, shown, {
          quiet: flags.quiet,
          debug: flags.debug,
          ...this.drawing(process.stderr),
        })
        const onTransfer: TransferListener = (transfer) => transfers.follow(transfer)
        try {
          await this.#checkOutputs(flags)
          return await work(await openImages(this.surroundings(flags), registries, onTransfer))
        } catch (error) {
          const failure = toPromoteError(error)
          if (failure.code !== 'cancelled') throw shown.direction === 'copy' ? failure : withoutSide(failure)
          throw new PromoteError('cancelled', `The ${shown.direction} was cancelled.`, {
            hint: KEPT[shown.direction],
            cause: error,
          })
        } finally {
          await transfers.finish()
        }
      },
      shown.names,
    )
  }

  /** Refuses files that are not written over, or cannot be written. @throws PromoteError `usage` */
  async #checkOutputs(flags: RegistryFlags): Promise<void> {
    if (this.outputs.length === 0) return
    await this.keep(...(await promotionFiles(flags.file, this.surroundings(flags))))
    for (const file of this.outputs) await checkOutputFile(file)
  }
}

/** Pull and push have one registry, which the sentence names: "source" and "destination" are the words of a copy. */
function withoutSide({ code, message, details: { side: _side, ...details } }: PromoteError): PromoteError {
  return new PromoteError(code, message, details)
}
