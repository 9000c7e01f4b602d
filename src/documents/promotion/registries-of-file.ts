import { dirname, resolve } from 'node:path'
import type { PromotionConfig } from '../../model/config.ts'
import { PromoteError } from '../../support/errors.ts'
import { isObject } from '../../support/json-object.ts'
import { MAX_PROMOTION_FILE_BYTES } from '../../support/limits.ts'
import { readText } from '../text-file.ts'
import { Findings } from '../yaml/findings.ts'
import { parseYaml } from '../yaml/yaml-text.ts'
import { readTree } from '../yaml/yaml-tree.ts'
import { checkRegistries } from './check/registries.ts'
import { Draft } from './draft.ts'
import { type LoadOptions, validated } from './promotion-file.ts'
import { resolveFile } from './resolve.ts'
import { fillDraft } from './variables.ts'

/** Stands where a promotion file has what is of no concern here. */
const ANYTHING = {
  version: 1,
  environments: [{ name: 'x', repository: 'oci:x/{image}' }],
  images: [{ name: 'x', select: 'x' }],
}

/**
 * How a promotion file says that registries are reached. The rest of it is not looked at: it may name variables that are
 * set in CI alone.
 * @throws PromoteError `invalid-file` for a file that is no YAML, or with what is wrong with these options, by position
 */
export async function loadRegistryOptions(
  path: string,
  { env, name = path, signal }: LoadOptions,
): Promise<Pick<PromotionConfig, 'registries' | 'defaults'>> {
  const file = resolve(path)
  const text = await readText(path, {
    limit: MAX_PROMOTION_FILE_BYTES,
    ...(signal === undefined ? {} : { signal }),
  })
  const findings = new Findings(name, text)
  const yaml = parseYaml(text, findings)
  findings.throwIfAny()
  const tree = yaml === undefined ? { value: null, places: new Map() } : readTree(yaml, findings)
  findings.throwIfAny()
  const { registries, defaults } = isObject(tree.value) ? tree.value : {}
  const draft = new Draft(text, { ...tree, value: withGiven({ registries, defaults }) }, findings)
  fillDraft(draft, env)
  const document = validated(draft)
  const { hosts } = await checkRegistries(draft, dirname(file), env, signal)
  findings.throwIfAny()
  if (document === undefined) throw new PromoteError('failed', `${name} is not valid, and nobody said why.`)
  const resolved = await resolveFile(document, { file, hosts, gateFiles: new Map() })
  return { registries: resolved.registries, defaults: resolved.defaults }
}

function withGiven(given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return {
    ...structuredClone(ANYTHING),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
}
