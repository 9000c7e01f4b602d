import { readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { type CliOptions, type CliResult, runPromote, testFolder } from '../../support/cli.ts'
import type { RecordedRequest } from '../../support/fault-registry/exchange.ts'
import { type FaultRegistry, startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { makeImage } from '../../support/images.ts'

export const TAG = '/v2/prod/api/manifests/current'
export const WEB_TAG = '/v2/prod/web/manifests/current'

/** A request that is held back until the test lets it go. */
export interface Held {
  /** Resolves when it has arrived. */
  readonly reached: Promise<void>
  release(): void
}

export interface Scene {
  readonly registry: FaultRegistry
  readonly digests: Readonly<Record<'a' | 'b' | 'before', string>>
  /** What prod holds under the tag that both want. */
  held(): string | undefined
  /** Holds back the n-th request of this method and path. */
  hold(method: string, at: string, nth?: number): Held
  /** Holds back the manifest of one process's image, on its way into prod. */
  holdContent(who: 'a' | 'b'): Held
  readonly folder: string
  /** Promotes `api:a` or `api:b`. */
  run(who: 'a' | 'b', folder?: string, options?: Partial<CliOptions>): Promise<CliResult>
  /** Runs any command line. */
  promote(words: readonly string[], options?: Partial<CliOptions>): Promise<CliResult>
  /** Hides the runs under way from others, as from another machine that shares the ledger and no locks. */
  hideRuns(): Promise<void>
  entries(): Promise<readonly Record<string, unknown>[]>
  /** A folder with a ledger of its own, as another CI runner has. */
  otherFolder(): Promise<string>
  tags(folder?: string): Promise<readonly { readonly old: string | null; readonly result: string }[]>
}

/** Both processes want the tag `current` of prod, which moves from one image to the next. */
export async function scene(images: readonly string[] = ['api']): Promise<Scene> {
  const holds: {
    readonly fits: (request: RecordedRequest) => boolean
    left: number
    held: () => Promise<void>
  }[] = []
  const registry = await startFaultRegistry({
    onRequest: async (_, request) => {
      const struck = holds.find((one) => one.fits(request) && --one.left === 0)
      await struck?.held()
    },
  })
  onTestFinished(() => registry.close())
  const digests = { a: '', b: '', before: '' }
  for (const who of ['a', 'b', 'before'] as const) {
    const image = await makeImage({ seed: who })
    digests[who] = image.manifest.descriptor.digest
    registry.seed(who === 'before' ? 'prod/api' : 'test/api', image, [who === 'before' ? 'current' : who])
  }
  for (const name of images.slice(1)) registry.seed(`test/${name}`, await makeImage({ seed: name }), ['a'])
  const file = [
    'version: 1',
    'project: shop',
    'environments:',
    `  - { name: test, repository: "${registry.host}/test/{image}" }`,
    `  - { name: prod, repository: "${registry.host}/prod/{image}", tags: [current], referrers: { copy: none } }`,
    'images:',
    ...images.map((name) => `  - { name: ${name}, select: ["a"] }`),
    '',
  ].join('\n')
  const folder = await testFolder({ 'promotion.yaml': file })
  const hold: Scene['hold'] = (method, at, nth = 1) => {
    const [arrived, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    holds.push({
      fits: (request) => request.method === method && request.path === at,
      left: nth,
      held: () => {
        arrived.resolve()
        return gone.promise
      },
    })
    return { reached: arrived.promise, release: () => gone.resolve() }
  }
  return {
    registry,
    digests,
    held: () => registry.repositories.get('prod/api')?.tags.get('current'),
    hold,
    holdContent: (who) => hold('PUT', `/v2/prod/api/manifests/${digests[who]}`),
    folder,
    run: (who, cwd = folder, options = {}) => {
      const wanted = images.map((name) => (name === 'api' ? `api:${who}` : name))
      const words = ['--from', 'test', '--to', 'prod', ...(who === 'a' ? wanted : ['api:b'])]
      return runPromote(words, { cwd, ...options })
    },
    promote: (words, options = {}) => runPromote(words, { cwd: folder, ...options }),
    hideRuns: async () => {
      const names = (await readdir(folder)).filter((name) => name.startsWith('promotions.jsonl.run-'))
      if (names.length === 0) throw new Error('No run is under way.')
      for (const name of names) await rm(path.join(folder, name))
    },
    entries: () => entriesOf(folder),
    otherFolder: () => testFolder({ 'promotion.yaml': file }),
    tags: async (cwd = folder) => {
      return (await entriesOf(cwd))
        .filter(({ kind }) => kind === 'outcome')
        .flatMap(({ steps }) => steps)
        .filter(({ image }) => image === 'api')
        .flatMap(({ tags }) => tags)
        .map(({ old, result }) => ({ old, result }))
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: lines as they stand in the file
async function entriesOf(folder: string): Promise<any[]> {
  const text = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}
