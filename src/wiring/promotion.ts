import { dirname, resolve } from 'node:path'
import type { Signer } from '../model/attestation/dsse.ts'
import type { KeyPlace } from '../model/attestation/rule.ts'
import type { PromotionConfig } from '../model/config.ts'
import type { FirstFile } from '../model/first-file.ts'
import type { PlanDocument } from '../model/plan.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { ciRunByEnvironment } from '../pipeline/identity.ts'
import { systemClock } from '../support/clock.ts'
import { once } from '../support/concurrency.ts'
import { PromoteError } from '../support/errors.ts'
import { findAuthor, identify } from './identity.ts'
import { fileOfLedger, openLedger } from './ledger.ts'
import { openSsh } from './ssh.ts'
import { openStores } from './stores.ts'
import { type Surroundings, shown } from './surroundings.ts'

/** A run's pipeline with its adapters; close it in a `finally`. */
export interface Wiring extends AsyncDisposable {
  readonly context: PipelineContext
}

/** The promotion file to use: the one named, or `promotion.yaml` (or `.yml`) in this folder or a parent. @throws PromoteError `usage` when there is none, or both in one folder */
export async function locatePromotionFile(named: string | undefined, cwd: string): Promise<string> {
  if (named !== undefined) return resolve(cwd, named)
  const { findPromotionFile } = await import('../documents/promotion/find-promotion-file.ts')
  const found = await findPromotionFile(cwd)
  if (found !== undefined) return found
  throw new PromoteError('usage', 'There is no promotion.yaml in this folder or a parent.', {
    hint: 'Write one with "promote init", or name one with -f FILE.',
  })
}

/**
 * Reads and checks a promotion file.
 * @param typed the file as it was named, for messages; as this folder sees it unless told
 * @throws PromoteError `invalid-file` with all its problems
 */
export async function loadConfig(
  file: string,
  surroundings: Surroundings,
  typed?: string,
): Promise<PromotionConfig> {
  const [{ loadPromotionFile }, { profileOf, profileOfKind }] = await Promise.all([
    import('../documents/promotion/promotion-file.ts'),
    import('../profiles/index.ts'),
  ])
  return loadPromotionFile(file, {
    env: surroundings.env,
    name: typed ?? shown(file, surroundings.cwd),
    signal: surroundings.signal,
    profileOf,
    profileOfKind,
  })
}

/** Makes the adapters for one run and hands them to the pipeline. Connects to nothing yet. */
export async function wire(config: PromotionConfig, surroundings: Surroundings): Promise<Wiring> {
  const stores = await openStores(config, surroundings)
  const clock = systemClock
  const author = once(() => findAuthor(dirname(config.file), surroundings))
  const context: PipelineContext = {
    config,
    stores: stores.stores,
    ledger: await openLedger(config.ledger, clock, surroundings),
    clock,
    ssh: openSsh(surroundings),
    author: async () => (await author()).actor,
    identify: once(() => identify(dirname(config.file), surroundings, { clock, author })),
    openKey: (place) => openKey(place, surroundings),
    ci: ciRunByEnvironment(surroundings.env),
    variables: surroundings.env,
    progress: surroundings.progress ?? (() => {}),
    signal: surroundings.signal,
  }
  return { context, [Symbol.asyncDispose]: stores[Symbol.asyncDispose] }
}

/** Private keys in PEM form have a few thousand bytes. */
const MAX_KEY_BYTES = 1024 * 1024

async function openKey(place: KeyPlace, { env, signal }: Surroundings): Promise<Signer> {
  const [keys, { readBytes }] = await Promise.all([
    import('../signing/open-key.ts'),
    import('../documents/text-file.ts'),
  ])
  return keys.openKey(place, env, (file, name) => readBytes(file, { limit: MAX_KEY_BYTES, name, signal }))
}

/** Saves a plan so that a reader never sees half of it. @throws PromoteError `disk` */
export async function savePlan(file: string, document: PlanDocument): Promise<void> {
  const plans = await import('../documents/plan-file.ts')
  await plans.savePlan(file, document)
}

/**
 * Saves a plan under a name made of its digest, never over another plan or anything else.
 * @returns the name, in `folder`
 * @throws PromoteError `disk`, `usage` where all its names are taken
 */
export async function savePlanByDigest(folder: string, document: PlanDocument): Promise<string> {
  const plans = await import('../documents/plan-file.ts')
  return plans.savePlanByDigest(folder, document)
}

/** Reads a saved plan and checks its digest. @throws PromoteError `invalid-file` */
export async function loadPlan(file: string, signal: AbortSignal): Promise<PlanDocument> {
  const plans = await import('../documents/plan-file.ts')
  return plans.loadPlan(file, { signal })
}

/**
 * Writes a first promotion file, the schema beside it that editors check it with, and the lines of `.gitignore` for what
 * the ledger keeps beside itself. Files that are there already stay.
 * @param root folder of this package
 * @returns the configuration that the file makes, and what else was written, absolute
 * @throws PromoteError `usage` when the file is there already, `invalid-file` for answers that make no valid file, `disk`
 */
export async function writeFirstFile(
  file: string,
  answers: FirstFile,
  surroundings: Surroundings,
  options: { readonly root: string; readonly schema: boolean },
): Promise<{ readonly config: PromotionConfig; readonly beside: readonly string[] }> {
  const [first, beside] = await Promise.all([
    import('../documents/promotion/first-file.ts'),
    import('../documents/promotion/beside-first-file.ts'),
  ])
  const text = first.firstFileText(answers, options)
  const config = await checkText(file, text, surroundings)
  await first.writeFirstFile(file, text)
  const schema = options.schema
    ? await beside.writeSchema(dirname(file), await promotionSchema(options.root))
    : undefined
  const ignored = await beside.ignoreLedgerFiles(dirname(file), fileOfLedger(config.ledger))
  return { config, beside: [schema, ignored].filter((path) => path !== undefined) }
}

/** What is wrong with answers for a first file, as one sentence; undefined when they make a valid one. */
export async function firstFileProblem(
  file: string,
  answers: FirstFile,
  surroundings: Surroundings,
): Promise<string | undefined> {
  const { firstFileText } = await import('../documents/promotion/first-file.ts')
  try {
    await checkText(file, firstFileText(answers, { schema: false }), surroundings)
    return undefined
  } catch (error) {
    if (!(error instanceof PromoteError) || error.code !== 'invalid-file') throw error
    const [problem] = error.details.problems ?? []
    return problem === undefined ? error.message : [problem.message, problem.hint].filter(Boolean).join(' ')
  }
}

/** The schema of promotion files as JSON text: only the keys that work. @param root folder of this package */
export async function promotionSchema(root: string): Promise<string> {
  const { readShippedSchema } = await import('../documents/promotion/shipped-schema.ts')
  return readShippedSchema(root)
}

async function checkText(file: string, text: string, surroundings: Surroundings): Promise<PromotionConfig> {
  const [{ readPromotionText }, { profileOf, profileOfKind }] = await Promise.all([
    import('../documents/promotion/promotion-file.ts'),
    import('../profiles/index.ts'),
  ])
  const { env, cwd, signal } = surroundings
  return readPromotionText(file, text, { env, name: shown(file, cwd), signal, profileOf, profileOfKind })
}
