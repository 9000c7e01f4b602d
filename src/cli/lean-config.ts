import { Config } from '@oclif/core/config'
import type { Hook, Hooks, PJSON } from '@oclif/core/interfaces'

/**
 * The part of oclif's configuration that one command needs to run: the program's name and version. It does not look for
 * plugins, hooks or other commands: there are none, or start.ts has found them. Help needs all of it, `Config.load`.
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
