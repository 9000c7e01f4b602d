import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import type { Digest } from '../../src/oci/digest.ts'
import { type CliOptions, type CliResult, makeFolder, runPromote } from '../support/cli.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

/** `api` 1.0.0 and then 1.1.0 were promoted from test to prod, which has the tags `{tag}` and `{major}`. */
export interface RollbackScene {
  readonly registry: FaultRegistry
  readonly folder: string
  readonly one: Digest
  readonly two: Digest
  run(...words: readonly string[]): Promise<CliResult>
  runWith(options: Partial<CliOptions>, ...words: readonly string[]): Promise<CliResult>
  entries(): Promise<readonly LedgerEntry[]>
  /** What the tags of prod hold. */
  held(): Readonly<Record<string, Digest>>
  /** What stands in the ledger, and what is open there. */
  ledger(): ReturnType<typeof openLedger>
}

/** Sets the scene up, for one test. @param more further keys of prod, with a comma before them */
export async function rollbackScene(more = '', options: FaultRegistryOptions = {}): Promise<RollbackScene> {
  const registry = await startFaultRegistry(options)
  onTestFinished(() => registry.close())
  const images = [await makeImage({ seed: 'one' }), await makeImage({ seed: 'two' })] as const
  for (const [at, image] of images.entries()) registry.seed('test/api', image, [`1.${at}.0`])
  const folder = await makeFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: test, repository: "${registry.host}/test/{image}" }`,
      `  - { name: prod, repository: "${registry.host}/prod/{image}", tags: ["{tag}", "{major}"]${more} }`,
      'images:',
      '  - { name: api, select: { semver: ">=1", newest: 1 } }',
      'defaults: { retries: 0 }',
      '',
    ].join('\n'),
  })
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const runWith: RollbackScene['runWith'] = (given, ...words) => runPromote(words, { cwd: folder, ...given })
  for (const image of ['api:1.0.0', 'api:1.1.0']) {
    const { code, stderr, stdout } = await runWith({}, '--from', 'test', '--to', 'prod', image, '--yes')
    if (code !== 0) throw new Error(stderr + stdout)
  }
  registry.clearRequests()
  const file = path.join(folder, 'promotions.jsonl')
  const [one, two] = images.map(({ manifest }) => manifest.descriptor.digest) as [Digest, Digest]
  return {
    ...{ registry, folder, one, two, runWith },
    run: (...words) => runWith({}, ...words),
    entries: async () =>
      (await readFile(file, 'utf8'))
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line)),
    held: () => Object.fromEntries([...(registry.repositories.get('prod/api')?.tags ?? [])].toSorted()),
    ledger: () => openLedger(file, { clock: { now: () => new Date() } }),
  }
}
