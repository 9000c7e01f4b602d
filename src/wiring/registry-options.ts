import { type Problem, PromoteError } from '../support/errors.ts'
import type { RegistrySettings } from './registries.ts'
import { type Surroundings, shown } from './surroundings.ts'

/** What a promotion file lends, or why it is left out. */
export interface LentOptions {
  readonly settings?: RegistrySettings
  readonly warning?: string
}

/**
 * How the promotion file says that registries are reached, for commands that need none: the file named, or the one in
 * this folder or a parent, if there is one. One that was only found and cannot be used is left out, with a warning.
 * @throws PromoteError `invalid-file` for a file that was named
 */
export async function lentOptions(
  named: string | undefined,
  { cwd, env, signal }: Surroundings,
): Promise<LentOptions> {
  const { findPromotionFile } = await import('../documents/promotion/find-promotion-file.ts')
  try {
    const file = named ?? (await findPromotionFile(cwd))
    if (file === undefined) return {}
    const { loadRegistryOptions } = await import('../documents/promotion/registries-of-file.ts')
    return { settings: await loadRegistryOptions(file, { env, signal, name: shown(file, cwd) }) }
  } catch (error) {
    if (named !== undefined || !(error instanceof PromoteError)) throw error
    const [problem] = error.details.problems ?? []
    const why = problem === undefined ? error.message : sentenceOf(problem)
    return { warning: `What the promotion file says of registries is left out: ${why}` }
  }
}

function sentenceOf({ file, line, message }: Problem): string {
  const place = [file, line].filter((part) => part !== undefined).join(':')
  return place === '' ? message : `${place}: ${message}`
}
