import { dirname, resolve } from 'node:path'
import type { PromotionConfig } from '../../model/config.ts'
import { canonicalDigest } from '../../model/plan-digest.ts'
import type { FindProfile } from '../../model/profile.ts'
import type { Digest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { MAX_PROMOTION_FILE_BYTES } from '../../support/limits.ts'
import { setV8Flag } from '../../support/process/v8-flags.ts'
import type { PromotionFile } from '../generated/promotion-types.ts'
import { validate } from '../generated/validate-promotion.js'
import { partsOf, pointerOf } from '../pointer.ts'
import { readText } from '../text-file.ts'
import { Findings } from '../yaml/findings.ts'
import { reportSchemaErrors, textExpectedAt } from '../yaml/schema-problems.ts'
import { parseYaml } from '../yaml/yaml-text.ts'
import { readTree } from '../yaml/yaml-tree.ts'
import { checkEnvironments } from './check/environments.ts'
import { checkFilePath } from './check/file-path.ts'
import { type CheckedGates, checkGates } from './check/gates.ts'
import { checkImages } from './check/images.ts'
import { type CheckedRegistries, checkRegistries, kindsOf } from './check/registries.ts'
import { checkRepositories } from './check/repositories.ts'
import { Draft } from './draft.ts'
import { resolveFile } from './resolve.ts'
import { fillDraft, type ProcessEnvironment } from './variables.ts'

/** Characters of a file with so many images, some 5,000, that memory is worth more than processor time. */
const LARGE_FILE = 192 * 1024

/** What reading a promotion file depends on beside the file. */
export interface LoadOptions {
  /** Where `${VAR}` is looked up. */
  readonly env: ProcessEnvironment
  /** What messages call the file; its path unless given. */
  readonly name?: string
  readonly signal?: AbortSignal
  /** What is known of a registry by its host; nothing unless given. */
  readonly profileOf?: FindProfile
  /** What is known of a registry by its `kind`; nothing unless given. */
  readonly profileOfKind?: FindProfile
}

/**
 * Reads, checks and resolves a promotion file. Every tag and glob in it stays exactly as it is written (`1.10` never
 * becomes 1.1), and files that it names are read too.
 * @throws PromoteError `invalid-file` with all problems, each with its position, in `details.problems`
 */
export async function loadPromotionFile(path: string, options: LoadOptions): Promise<PromotionConfig> {
  const { signal } = options
  const text = await readText(path, {
    ...(options.name === undefined ? {} : { name: options.name }),
    limit: MAX_PROMOTION_FILE_BYTES,
    ...(signal === undefined ? {} : { signal }),
  })
  // docs/decisions/memory.md
  if (text.length > LARGE_FILE) {
    setV8Flag('semi-space-growth-factor', 1)
    setV8Flag('heap-growing-percent', 100)
  }
  return readPromotionText(path, text, options)
}

/** Checks and resolves the text of a promotion file as if it stood at `path`; the file itself is not read. @throws PromoteError as {@link loadPromotionFile} */
export async function readPromotionText(
  path: string,
  text: string,
  options: LoadOptions,
): Promise<PromotionConfig> {
  const { env, signal, name = path, profileOf = () => undefined } = options
  const file = resolve(path)
  const findings = new Findings(name, text)
  const draft = readDraft(text, findings)
  fillDraft(draft, env)
  const document = validated(draft)
  checkEnvironments(draft)
  const kinds = kindsOf(draft, env)
  const profileFor: FindProfile = (host) => {
    const kind = kinds.get(host.toLowerCase())
    return (kind === undefined ? undefined : options.profileOfKind?.(kind)) ?? profileOf(host)
  }
  checkRepositories(draft, { folder: dirname(file), profileOf: profileFor })
  checkFilePath(draft, ['ledger', 'file'])
  await checkImages(draft)
  const registries = await checkRegistries(draft, dirname(file), env, signal)
  const gates = await checkGates(draft, { folder: dirname(file), signal })
  findings.throwIfAny()
  if (document === undefined) throw new PromoteError('failed', `${name} is not valid, and nobody said why.`)
  // Read again where somebody asks: of thousands of images the places take more than the images.
  let again: Draft | undefined
  return {
    ...(await resolveFile(document, { file, hosts: registries.hosts, gateFiles: gates.files })),
    digest: configDigest(document, registries, gates),
    position: (dotted) => {
      again ??= readDraft(text, new Findings(name, text))
      return positionIn(again, dotted)
    },
  }
}

function readDraft(text: string, findings: Findings): Draft {
  const document = parseYaml(text, findings)
  findings.throwIfAny()
  const tree = document === undefined ? { value: null, places: new Map() } : readTree(document, findings)
  findings.throwIfAny()
  return new Draft(text, tree, findings)
}

/** The document, when it fits the schema. A number where the schema wants text is read as the text it was written as. */
export function validated(draft: Draft): PromotionFile | undefined {
  if (validate(draft.value)) return draft.value
  for (const pointer of textExpectedAt(validate.errors ?? [])) {
    const text = draft.numberText(pointer)
    if (text !== undefined) draft.replace(partsOf(pointer), text)
  }
  if (validate(draft.value)) return draft.value
  reportSchemaErrors(draft, validate.errors ?? [])
  return undefined
}

/**
 * Covers what the file says after `${VAR}` and the content of the files it names. The order of keys, comments, anchors and
 * the folder make no difference.
 */
function configDigest(
  document: PromotionFile,
  { hosts, files }: CheckedRegistries,
  { digests }: CheckedGates,
): Digest {
  const registries = Object.fromEntries(
    Object.entries(document.registries ?? {}).map(([key, options]) => [hosts.get(key) ?? key, options]),
  )
  return canonicalDigest({ document: { ...document, registries }, files: { ...files, ...digests } })
}

function positionIn(
  draft: Draft,
  dotted: string,
): { readonly line: number; readonly column: number } | undefined {
  for (const pointer of draft.pointers()) {
    if (partsOf(pointer).join('.') === dotted) return draft.positionOf(pointer)
  }
  return draft.positionOf(pointerOf(dotted.split('.')))
}
