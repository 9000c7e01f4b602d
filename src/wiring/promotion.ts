import { dirname, resolve } from 'node:path'
import type { PromotionConfig } from '../model/config.ts'
import type { PlanDocument } from '../model/plan.ts'
import type { PipelineContext } from '../pipeline/context.ts'
import { systemClock } from '../support/clock.ts'
import { once } from '../support/concurrency.ts'
import { PromoteError } from '../support/errors.ts'
import { findAuthor, identify } from './identity.ts'
import { openStores } from './stores.ts'
import { type Surroundings, shown } from './surroundings.ts'

/** A run's pipeline with its adapters; close it in a `finally`. */
export interface Wiring extends AsyncDisposable {
  readonly context: PipelineContext
}

/** The promotion file to use: the one named, or `promotion.yaml` in this folder or a parent. @throws PromoteError `usage` when there is none */
export async function locatePromotionFile(named: string | undefined, cwd: string): Promise<string> {
  if (named !== undefined) return resolve(cwd, named)
  const { findPromotionFile } = await import('../documents/promotion/find-promotion-file.ts')
  const found = await findPromotionFile(cwd)
  if (found !== undefined) return found
  throw new PromoteError('usage', 'There is no promotion.yaml in this folder or a parent.', {
    hint: 'Write one with "promote init", or name one with -f FILE.',
  })
}

/** Reads and checks a promotion file. @throws PromoteError `invalid-file` with all its problems */
export async function loadConfig(file: string, surroundings: Surroundings): Promise<PromotionConfig> {
  const [{ loadPromotionFile }, { profileOf }] = await Promise.all([
    import('../documents/promotion/promotion-file.ts'),
    import('../profiles/index.ts'),
  ])
  return loadPromotionFile(file, {
    env: surroundings.env,
    name: shown(file, surroundings.cwd),
    signal: surroundings.signal,
    profileOf,
  })
}

/** Makes the adapters for one run and hands them to the pipeline. Connects to nothing yet. */
export async function wire(config: PromotionConfig, surroundings: Surroundings): Promise<Wiring> {
  const { openLedger } = await import('../ledger/file/file-ledger.ts')
  const stores = await openStores(config, surroundings)
  const clock = systemClock
  const author = once(() => findAuthor(dirname(config.file), surroundings))
  const context: PipelineContext = {
    config,
    stores: stores.stores,
    ledger: openLedger(config.ledgerFile, { clock, name: shown(config.ledgerFile, surroundings.cwd) }),
    clock,
    author: async () => (await author()).actor,
    identify: once(() => identify(dirname(config.file), surroundings, { clock, author })),
    progress: surroundings.progress ?? (() => {}),
    signal: surroundings.signal,
  }
  return { context, [Symbol.asyncDispose]: stores[Symbol.asyncDispose] }
}

/** Saves a plan so that a reader never sees half of it. @throws PromoteError `disk` */
export async function savePlan(file: string, document: PlanDocument): Promise<void> {
  const plans = await import('../documents/plan-file.ts')
  await plans.savePlan(file, document)
}

/** Reads a saved plan and checks its digest. @throws PromoteError `invalid-file` */
export async function loadPlan(file: string, signal: AbortSignal): Promise<PlanDocument> {
  const plans = await import('../documents/plan-file.ts')
  return plans.loadPlan(file, { signal })
}

/**
 * Writes a first promotion file and reads it back; one that is not valid is taken away again.
 * @throws PromoteError `usage` when there is one already, `invalid-file` for answers that make no valid file, `disk`
 */
export async function writeFirstFile(
  file: string,
  answers: import('../documents/promotion/write-promotion-file.ts').FirstFile,
  surroundings: Surroundings,
): Promise<PromotionConfig> {
  const documents = await import('../documents/promotion/write-promotion-file.ts')
  await documents.writePromotionFile(file, documents.promotionFileText(answers))
  try {
    return await loadConfig(file, surroundings)
  } catch (error) {
    await documents.removePromotionFile(file)
    throw error
  }
}
