import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import type { Environment, ImageRule, PromotionConfig, Selector } from '../../src/model/config.ts'
import { NO_GATES } from '../../src/model/gates/rules.ts'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import { canonicalDigest } from '../../src/model/plan-digest.ts'
import { locationText } from '../../src/oci/reference.ts'
import type { ContentStore } from '../../src/oci/store.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { openKey } from '../../src/signing/open-key.ts'
import { openSshKeys } from '../../src/ssh/keys.ts'
import { type CountingStore, countCalls } from './counting-store.ts'
import { entriesIn } from './ledger.ts'
import { createMemoryStore, type MemoryStore, type MemoryStoreOptions } from './memory-store.ts'

/** An environment of a test; unless told the repository is `NAME.example.com/{image}`, and referrers stay behind. */
export type TestEnvironment = Partial<Environment> & { readonly name: string }

/** What a test's promotion file says. */
export interface TestSetup {
  readonly environments?: readonly TestEnvironment[]
  readonly images?: readonly (Partial<ImageRule> & { readonly name: string })[]
  /** The variables of the process; `PATH` alone unless told. */
  readonly variables?: Readonly<Record<string, string>>
  /** How the stores of a host behave. */
  readonly hosts?: Readonly<Record<string, Partial<MemoryStoreOptions>>>
}

/** A pipeline over stores in memory and a real ledger file. */
export interface TestPipeline {
  readonly context: PipelineContext
  readonly config: PromotionConfig
  /** The store of a repository, `host/path`, to look into and to damage. */
  memory(repository: string): MemoryStore
  /** The same store as the pipeline sees it, with its calls counted. */
  counted(repository: string): CountingStore
  /** Lets the pipeline see another store there. */
  replace(repository: string, wrap: (store: ContentStore) => ContentStore): void
  entries(): Promise<readonly LedgerEntry[]>
  /** Aborts the run, as Ctrl-C does. */
  abort(): void
  readonly ledgerFile: string
  /** The same pipeline with a signal of its own: the next run of the command. */
  again(): PipelineContext
}

/** Selects a tag as the file does with `select: ["1.0.0"]`. */
export function tag(name: string): readonly Selector[] {
  return [{ kind: 'tag', tag: name }]
}

/** Sets a pipeline up in a temporary folder that goes with the test. */
export async function testPipeline(setup: TestSetup = {}): Promise<TestPipeline> {
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-pipeline-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const config = testConfig(folder, setup)
  const memories = new Map<string, MemoryStore>()
  const counters = new Map<string, CountingStore>()
  const wraps = new Map<string, (store: ContentStore) => ContentStore>()
  const memory = (name: string): MemoryStore => {
    const known = memories.get(name)
    if (known !== undefined) return known
    const host = name.slice(0, name.indexOf('/'))
    const fresh = createMemoryStore({ ...setup.hosts?.[host], domain: `${folder} ${host}`, name })
    memories.set(name, fresh)
    return fresh
  }
  const counted = (name: string): CountingStore => {
    const known = counters.get(name)
    if (known !== undefined) return known
    const fresh = countCalls(memory(name))
    counters.set(name, fresh)
    return fresh
  }
  const makeContext = (signal: AbortSignal): PipelineContext => ({
    config,
    stores: {
      open: (location) => {
        const name = locationText(location)
        return wraps.get(name)?.(counted(name)) ?? counted(name)
      },
    },
    ledger: openLedger(config.ledger.file, { clock }),
    clock,
    ssh: openSshKeys({ env: process.env, hasTerminal: false }),
    author: async () => 'release-manager',
    identify: async () => ({
      id: 'run-1',
      actor: 'release-manager',
      actorFrom: 'env',
      ci: null,
      commit: null,
      tool: 'promote 0.0.0',
    }),
    openKey: (place) => openKey(place, setup.variables ?? {}, (file) => readFile(file)),
    ci: null,
    variables: setup.variables ?? { PATH: process.env.PATH },
    progress: () => {},
    signal,
  })
  const controller = new AbortController()
  const context = makeContext(controller.signal)
  return {
    context,
    config,
    memory,
    counted,
    replace: (name, wrap) => void wraps.set(name, wrap),
    entries: () => entriesIn(context.ledger),
    abort: () => controller.abort(new DOMException('The run was cancelled.', 'AbortError')),
    ledgerFile: config.ledger.file,
    again: () => makeContext(new AbortController().signal),
  }
}

const clock = { now: () => new Date() }

function testConfig(folder: string, setup: TestSetup): PromotionConfig {
  const environments = (setup.environments ?? [{ name: 'test' }, { name: 'prod' }]).map(
    (environment, index, all): Environment => {
      const above = all[index - 1]?.name
      return {
        repository: `${environment.name}.example.com/{image}`,
        tags: ['{tag}'],
        immutable: [],
        confirm: false,
        onFailure: 'restore',
        retain: 0,
        from: above === undefined ? [] : [above],
        referrers: { copy: 'none', require: [] },
        gates: NO_GATES,
        ...environment,
      }
    },
  )
  const images = (setup.images ?? [{ name: 'api' }]).map(
    (image): ImageRule => ({
      select: tag('1.0.0'),
      exclude: [],
      platforms: [],
      repository: {},
      optional: false,
      ...image,
    }),
  )
  return {
    project: 'shop',
    file: path.join(folder, 'promotion.yaml'),
    folder,
    environments: environments as unknown as PromotionConfig['environments'],
    images,
    ledger: { kind: 'file', file: path.join(folder, 'promotions.jsonl') },
    defaults: { concurrency: 8, retries: 5, timeoutMs: 60_000 },
    registries: {},
    digest: canonicalDigest({ environments: environments.map(({ name }) => name) }),
    position: () => undefined,
  }
}

/** A store, or anything else with methods, with some of them replaced. */
export function overriding<Target extends object>(store: Target, methods: Partial<Target>): Target {
  return new Proxy(store, {
    get(target, key) {
      const replaced = Reflect.get(methods, key)
      if (replaced !== undefined) return replaced
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
