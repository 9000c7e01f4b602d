import { Config } from '@oclif/core/config'
import type { Hook, Hooks, PJSON } from '@oclif/core/interfaces'

/**
 * As much of oclif's configuration as one command needs to run: the program's name and version. It looks for no plugin, no
 * hook and no other command, as there are none or they are found without it; help wants the whole one, `Config.load`.
 */
export class LeanConfig extends Config {
  constructor(root: string, pjson: PJSON) {
    super({ root, pjson })
    this.root = root
    this.pjson = pjson
    this.name = pjson.name
    this.version = pjson.version
    this.bin = pjson.oclif.bin ?? pjson.name
  }

  override async runHook<T extends keyof Hooks, P extends Hooks = Hooks>(): Promise<
    Hook.Result<P[T]['return']>
  > {
    return { successes: [], failures: [] }
  }
}
