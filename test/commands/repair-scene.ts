import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { LedgerEntry } from '../../src/model/ledger/entry.ts'
import type { Digest } from '../../src/oci/digest.ts'
import { type CliOptions, type CliResult, makeFolder, runPromote } from '../support/cli.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage, type TestImage } from '../support/images.ts'

/** Three environments, a registry each; `api:1.4.2` with a signature and `web:2.0.0` were promoted from staging to prod. */
export interface RepairScene {
  readonly folder: string
  readonly registries: Readonly<Record<'test' | 'staging' | 'prod', FaultRegistry>>
  readonly api: TestImage
  readonly web: TestImage
  /** What somebody else pushes over a tag. */
  readonly other: TestImage
  readonly signature: TestImage
  run(...words: readonly string[]): Promise<CliResult>
  runWith(options: Partial<CliOptions>, ...words: readonly string[]): Promise<CliResult>
  entries(): Promise<readonly LedgerEntry[]>
  /** What a tag of `shop/IMAGE` holds in prod. */
  held(image: string, tag: string): Digest | undefined
}

/** How a scene is. */
export interface RepairSceneOptions {
  readonly prod?: FaultRegistryOptions
  /** More keys of prod in the promotion file, with a comma before them. */
  readonly more?: string
}

const TAGS = 'tags: ["{tag}", "{major}.{minor}"], immutable: ["*.*.*"]'

/** The digest of an image's manifest. */
export function digestIn({ manifest }: TestImage): Digest {
  return manifest.descriptor.digest
}

/** Sets the scene up, for one test. */
export async function repairScene({ prod = {}, more = '' }: RepairSceneOptions = {}): Promise<RepairScene> {
  const start = async (options: FaultRegistryOptions): Promise<FaultRegistry> => {
    const registry = await startFaultRegistry({ referrers: true, ...options })
    onTestFinished(() => registry.close())
    return registry
  }
  const registries = { test: await start({}), staging: await start({}), prod: await start(prod) }
  const [api, web, other] = await Promise.all([
    makeImage({ seed: 'api' }),
    makeImage({ seed: 'web' }),
    makeImage({ seed: 'other' }),
  ])
  const signature = makeArtifact({
    subject: api,
    artifactType: 'application/vnd.cncf.notary.signature',
    content: 'signature',
  })
  for (const registry of [registries.test, registries.staging]) {
    registry.seed('shop/api', api, ['1.4.2'])
    registry.seed('shop/api', signature)
    registry.seed('shop/web', web, ['2.0.0'])
  }
  const folder = await makeFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: test, repository: "${registries.test.host}/shop/{image}" }`,
      `  - { name: staging, repository: "${registries.staging.host}/shop/{image}" }`,
      `  - { name: prod, repository: "${registries.prod.host}/shop/{image}", ${TAGS}${more} }`,
      'images:',
      '  - { name: api, select: ["1.4.2"] }',
      '  - { name: web, select: ["2.0.0"] }',
      'defaults: { retries: 0 }',
      '',
    ].join('\n'),
  })
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const runWith: RepairScene['runWith'] = (options, ...words) =>
    runPromote(words, { cwd: folder, ...options })
  const promoted = await runWith({}, '--from', 'staging', '--to', 'prod', '--yes')
  if (promoted.code !== 0) throw new Error(promoted.stderr + promoted.stdout)
  for (const registry of Object.values(registries)) registry.clearRequests()
  return {
    ...{ folder, registries, api, web, other, signature, runWith },
    run: (...words) => runWith({}, ...words),
    async entries() {
      const text = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
      return text
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line))
    },
    held: (image, tag) => registries.prod.repositories.get(`shop/${image}`)?.tags.get(tag),
  }
}
