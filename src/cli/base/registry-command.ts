import { resolve } from 'node:path'
import * as Flags from '@oclif/core/flags'
import type { RegistryOptions } from '../../model/config.ts'
import { PromoteError } from '../../support/errors.ts'
import { openRegistries, PLAIN_SETTINGS, type Registries } from '../../wiring/registries.ts'
import { lentOptions } from '../../wiring/registry-options.ts'
import { writeText } from '../output.ts'
import { type CommonFlags, PromoteCommand } from './promote-command.ts'

/** Flags of the commands that ask registries and need no promotion file. */
export interface RegistryFlags extends CommonFlags {
  readonly file: string | undefined
  readonly 'plain-http': boolean
  readonly 'ca-file': string | undefined
  readonly insecure: boolean
}

/**
 * What the commands share that ask registries and need no promotion file: one that is there lends what it says of
 * registries, and flags say it for every registry that the command asks.
 */
export abstract class RegistryCommand extends PromoteCommand {
  static override baseFlags = {
    file: Flags.string({
      helpValue: 'FILE',
      helpGroup: 'REGISTRY',
      summary:
        'Promotion file that says how registries are reached; default: promotion.yaml (or .yml) in this folder or a parent, if there is one.',
    }),
    'plain-http': Flags.boolean({ helpGroup: 'REGISTRY', summary: 'Speak HTTP without TLS.' }),
    'ca-file': Flags.string({
      helpValue: 'FILE.pem',
      helpGroup: 'REGISTRY',
      summary:
        'Trust these certificate authorities too. A loopback host is then spoken to over TLS, unless another host is named beside it.',
    }),
    insecure: Flags.boolean({
      helpGroup: 'REGISTRY',
      summary: 'Do not check certificates: whoever stands in between can read passwords and change images.',
    }),
    ...PromoteCommand.baseFlags,
  }

  /**
   * Opens registries as flags and promotion file say, runs `work` with them, and closes them.
   * @param names images that the command line names
   */
  protected async withRegistries<T>(
    flags: RegistryFlags,
    work: (registries: Registries) => Promise<T>,
    names: readonly string[] = [],
  ): Promise<T> {
    const surroundings = this.surroundings(flags)
    const { settings = PLAIN_SETTINGS, warning } = await lentOptions(flags.file, surroundings)
    if (warning !== undefined) this.warnLoudly(warning)
    if (flags.insecure) {
      this.warnLoudly(
        '--insecure: certificates are not checked. Whoever stands in between can read passwords and change images.',
      )
    }
    const everywhere = everywhereOf(flags, surroundings.cwd)
    const named = await hostsOf(names)
    await using registries = await openRegistries(surroundings, { ...settings, everywhere, named })
    return await work(registries)
  }

  /** Says something on stderr that nobody should miss, also with `--quiet`. */
  protected warnLoudly(sentence: string): void {
    writeText(process.stderr, `WARNING! ${sentence}\n`)
  }
}

/** The hosts of images; one that is malformed is refused by whoever needs it. */
async function hostsOf(names: readonly string[]): Promise<readonly string[]> {
  const { parseReference } = await import('../../oci/reference.ts')
  return names.flatMap((name) => {
    try {
      const { location } = parseReference(name, resolve)
      return location.kind === 'registry' ? [location.host] : []
    } catch (error) {
      if (error instanceof PromoteError) return []
      throw error
    }
  })
}

function everywhereOf(flags: RegistryFlags, cwd: string): RegistryOptions {
  const caFile = flags['ca-file']
  return {
    ...(flags['plain-http'] ? { plainHttp: true } : {}),
    ...(caFile === undefined ? {} : { caFile: resolve(cwd, caFile) }),
    ...(flags.insecure ? { insecure: true } : {}),
  }
}
