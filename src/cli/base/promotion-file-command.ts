import * as Flags from '@oclif/core/flags'
import type { PipelineContext } from '../../pipeline/context.ts'
import { loadConfig, locatePromotionFile, wire } from '../../wiring/promotion.ts'
import { type ShownProgress, showProgress } from '../progress.ts'
import { type CommonFlags, PromoteCommand } from './promote-command.ts'

/** Flags of the commands that read a promotion file. */
export interface PromotionFileFlags extends CommonFlags {
  readonly file: string | undefined
}

/** What the commands share that read a promotion file: `-f`, and the pipeline made from it. */
export abstract class PromotionFileCommand extends PromoteCommand {
  static override baseFlags = {
    file: Flags.string({
      char: 'f',
      helpValue: 'FILE',
      helpGroup: 'GLOBAL',
      summary: 'Promotion file; default: promotion.yaml (or .yml) in this folder or a parent.',
    }),
    ...PromoteCommand.baseFlags,
  }

  /**
   * Reads the promotion file, wires the pipeline, runs `work` with it, shows how far it is meanwhile, and closes what was
   * opened.
   */
  protected async withPipeline<T>(
    flags: PromotionFileFlags,
    work: (context: PipelineContext, shown: ShownProgress) => Promise<T>,
  ): Promise<T> {
    const shown = showProgress(process.stderr, {
      quiet: flags.quiet,
      debug: flags.debug,
      json: this.jsonEnabled(),
      color: this.drawing(process.stderr).color,
    })
    try {
      await this.checkReport()
      const surroundings = this.surroundings(flags, shown.listener)
      const file = await locatePromotionFile(flags.file, surroundings.cwd)
      await this.keep({ path: file, what: 'the promotion file' })
      const config = await loadConfig(file, surroundings, flags.file)
      await this.keep({ path: config.ledger.file, what: 'the ledger, or a file beside it', withBeside: true })
      await using wiring = await wire(config, surroundings)
      return await work(wiring.context, shown)
    } finally {
      await shown.finish()
    }
  }
}
