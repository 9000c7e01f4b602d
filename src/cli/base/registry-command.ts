import { openRegistries, type Registries } from '../../wiring/registries.ts'
import { type CommonFlags, PromoteCommand } from './promote-command.ts'

/** What the commands share that ask registries and need no promotion file. */
export abstract class RegistryCommand extends PromoteCommand {
  /** Opens registries, runs `work` with them, and closes them. */
  protected async withRegistries<T>(
    flags: CommonFlags,
    work: (registries: Registries) => Promise<T>,
  ): Promise<T> {
    await using registries = await openRegistries(this.surroundings(flags))
    return await work(registries)
  }
}
