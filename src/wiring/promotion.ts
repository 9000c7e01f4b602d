import { randomBytes } from 'node:crypto'
import { homedir, userInfo } from 'node:os'
import { dirname, relative, resolve } from 'node:path'
import type { PromotionConfig } from '../model/config.ts'
import type { RunIdentity } from '../model/ledger/ledger.ts'
import type { ChainReport } from '../model/ledger/reports.ts'
import type { PlanDocument } from '../model/plan.ts'
import type { ProgressListener } from '../model/progress.ts'
import { type Location, locationText } from '../oci/reference.ts'
import type { ContentStore } from '../oci/store.ts'
import type { Access, PipelineContext, Stores } from '../pipeline/context.ts'
import {
  type Author,
  authorByEnvironment,
  authorByMachine,
  commitByEnvironment,
  identityOf,
} from '../pipeline/identity.ts'
import { type Clock, systemClock } from '../support/clock.ts'
import { once } from '../support/concurrency.ts'
import { PromoteError } from '../support/errors.ts'

/** What the outside gives a run. */
export interface Surroundings {
  /** Absolute path of the current folder. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborts everything the run has under way. */
  readonly signal: AbortSignal
  /** Version of this tool. */
  readonly version: string
  readonly progress?: ProgressListener
  /** Is told of each request to a registry, without secrets: `GET https://… 200 12 ms`. */
  readonly onRequest?: (line: string) => void
}

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
  const { loadPromotionFile } = await import('../documents/promotion/promotion-file.ts')
  return loadPromotionFile(file, {
    env: surroundings.env,
    name: shown(file, surroundings.cwd),
    signal: surroundings.signal,
  })
}

/** Makes the adapters for one run and hands them to the pipeline. Connects to nothing yet. */
export async function wire(config: PromotionConfig, surroundings: Surroundings): Promise<Wiring> {
  const { openLedger } = await import('../ledger/file/file-ledger.ts')
  const stores = await openStores(config, surroundings)
  const clock = systemClock
  const author = once(() => findAuthor(config, surroundings))
  const context: PipelineContext = {
    config,
    stores: stores.stores,
    ledger: openLedger(config.ledgerFile, { clock, name: shown(config.ledgerFile, surroundings.cwd) }),
    clock,
    author: async () => (await author()).actor,
    identify: once(() => identify(config, surroundings, { clock, author })),
    progress: surroundings.progress ?? (() => {}),
    signal: surroundings.signal,
  }
  return { context, [Symbol.asyncDispose]: stores.close }
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

/** Checks the whole chain of a ledger file, and with `head` that it still holds a head noted elsewhere. */
export async function verifyLedger(
  file: string,
  options: { readonly head?: string; readonly signal: AbortSignal },
): Promise<ChainReport> {
  const { verifyChain } = await import('../ledger/chain/verify-chain.ts')
  return verifyChain(file, options)
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

/** A path as a person in `cwd` would name it. */
export function shown(path: string, cwd: string): string {
  const inside = relative(cwd, path)
  return inside === '' || inside.startsWith('..') ? path : inside
}

async function openStores(
  config: PromotionConfig,
  surroundings: Surroundings,
): Promise<{ readonly stores: Stores; readonly close: () => Promise<void> }> {
  const { openLayout } = await import('../layout/layout-store.ts')
  const client = usesRegistries(config) ? await registryClient(config, surroundings) : undefined
  const repositories = client === undefined ? undefined : await repositoriesIn(client)
  const opened = new Map<string, ContentStore>()
  const open = (location: Location, access: Access = {}): ContentStore => {
    if (location.kind === 'layout') return openLayout(location.path)
    // Only a plan made with another file can name a registry when this one has none.
    if (repositories === undefined) throw new PromoteError('usage', 'The promotion file names no registry.')
    const alongside = (access.alongside ?? []).flatMap(({ location: other, push }) =>
      other.kind === 'registry' && other.host === location.host
        ? [{ repository: other.repository, push }]
        : [],
    )
    return repositories.open(location, { push: access.push ?? false, alongside })
  }
  const stores: Stores = {
    open(location, access = {}) {
      const key = JSON.stringify([
        locationText(location),
        access.push ?? false,
        access.alongside?.map(({ location: other, push }) => [locationText(other), push]),
      ])
      const known = opened.get(key)
      if (known !== undefined) return known
      const store = open(location, access)
      opened.set(key, store)
      return store
    },
  }
  return { stores, close: async () => client?.close() }
}

async function registryClient(
  config: PromotionConfig,
  { env, version, onRequest }: Surroundings,
): Promise<import('../registry/client.ts').RegistryClient> {
  const [{ createRegistryClient }, { createDockerCredentials }] = await Promise.all([
    import('../registry/client.ts'),
    import('../registry/auth/credentials/docker.ts'),
  ])
  return createRegistryClient({
    registries: config.registries,
    credentials: createDockerCredentials({ env, home: env.HOME ?? homedir() }),
    retries: config.defaults.retries,
    timeoutMs: config.defaults.timeoutMs,
    userAgent: `promote/${version}`,
    ...(onRequest === undefined
      ? {}
      : {
          onRequest: ({ method, url, status, milliseconds }) =>
            onRequest(`${method} ${url} ${status ?? 'failed'} ${Math.round(milliseconds)} ms`),
        }),
  })
}

async function repositoriesIn(
  client: import('../registry/client.ts').RegistryClient,
): Promise<import('../registry/repository/repositories.ts').Repositories> {
  const { repositoriesOf } = await import('../registry/repository/repositories.ts')
  return repositoriesOf(client)
}

function usesRegistries(config: PromotionConfig): boolean {
  const templates = [
    ...config.environments.map((environment) => environment.repository),
    ...config.images.flatMap((image) => Object.values(image.repository)),
  ]
  return templates.some((template) => !template.startsWith('oci:'))
}

async function findAuthor(config: PromotionConfig, { env }: Surroundings): Promise<Author> {
  const named = authorByEnvironment(env)
  if (named !== undefined) return named
  const { readUserName } = await import('../git/user-name.ts')
  return authorByMachine(await readUserName(dirname(config.file)), osUser())
}

async function identify(
  config: PromotionConfig,
  { env, version }: Surroundings,
  { clock, author }: { readonly clock: Clock; readonly author: () => Promise<Author> },
): Promise<RunIdentity> {
  const commit = async (): Promise<string | undefined> => {
    const git = await import('../git/commit.ts')
    // A run that was told to stop still has to be recorded.
    return git.readCommit(dirname(config.file))
  }
  const [named, ofFile] = await Promise.all([author(), commitByEnvironment(env) ?? commit()])
  return identityOf({
    env,
    author: named,
    commit: ofFile,
    runId: `${clock.now().getTime().toString(36)}-${randomBytes(5).toString('hex')}`,
    toolVersion: version,
  })
}

function osUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as a user id without a name.
    return String(process.getuid?.() ?? 'unknown')
  }
}
