import { rm } from 'node:fs/promises'
import path from 'node:path'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import type { LedgerReferrer, OutcomeStep } from '../../src/model/ledger/steps.ts'
import { type Digest, digestOf, shortDigest } from '../../src/oci/digest.ts'
import { intentBody, outcomeBody } from '../ledger/entry-bodies.ts'
import { makeFolder } from '../support/cli.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage, type TestImage } from '../support/images.ts'

/** Three environments whose ledger an auditor reads, on a registry each. */
export interface AuditScene {
  readonly folder: string
  readonly registries: Readonly<Record<'test' | 'staging' | 'prod', FaultRegistry>>
  /** `api:1.4.1`, which `api:1.4.2` replaced in prod, and `web:2.0.0`. */
  readonly images: Readonly<Record<'old' | 'new' | 'web', TestImage>>
  readonly signature: TestImage
  /** The text with names for what no two runs have alike: digests of the images, hosts, the head. */
  plain(text: string): string
}

const CI = 'https://ci.example.com/runs/'
const COMMIT = 'e9a4410e9a4410e9a4410e9a4410e9a4410e9a44'

/**
 * Four promotions in October and November: 1.4.1 to staging (ola, entry 2) and prod (kari, 4), then 1.4.2 with web there too
 * (6 and 8), where 1.4.2 took the tag 1.4; and a run of kari's that found all in step (9). Whoever makes it closes `opened`.
 */
export async function auditScene(
  opened: { close(): Promise<unknown> }[],
  options: FaultRegistryOptions = {},
): Promise<AuditScene> {
  const start = async (): Promise<FaultRegistry> => {
    const registry = await startFaultRegistry({ referrers: true, ...options })
    opened.push(registry)
    return registry
  }
  const registries = { test: await start(), staging: await start(), prod: await start() }
  const [old, fresh, web] = await Promise.all(['old', 'new', 'web'].map((seed) => makeImage({ seed })))
  const images = { old, new: fresh, web } as AuditScene['images']
  const signature = makeArtifact({
    subject: images.new,
    artifactType: 'application/vnd.cncf.notary.signature',
    content: 'signature',
  })
  for (const registry of Object.values(registries)) {
    registry.seed('shop/api', images.old, ['1.4.1'])
    registry.seed('shop/api', images.new, ['1.4.2'])
    registry.seed('shop/api', signature)
    registry.seed('shop/web', images.web, ['2.0.0'])
  }
  registries.prod.seed('shop/api', images.new, ['1.4'])
  const folder = await makeFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: test, repository: "${registries.test.host}/shop/{image}" }`,
      `  - { name: staging, repository: "${registries.staging.host}/shop/{image}" }`,
      `  - { name: prod, repository: "${registries.prod.host}/shop/{image}", tags: ["{tag}", "{major}.{minor}"] }`,
      'images:',
      '  - { name: api, select: ["1.4.2"] }',
      '  - { name: web, select: ["2.0.0"] }',
      'defaults: { retries: 0 }',
      '',
    ].join('\n'),
  })
  opened.push({ close: () => rm(folder, { recursive: true, force: true }) })
  await writeLedger(path.join(folder, 'promotions.jsonl'), registries, images, digestIn(signature))
  const names: readonly (readonly [string, string])[] = [
    ...Object.entries(images).flatMap(([name, image]): [string, string][] => [
      [digestIn(image), `sha256:${name}`.padEnd(71, '.')],
      [shortDigest(digestIn(image)), name.padEnd(8, '.')],
    ]),
    [digestIn(signature), 'sha256:signature'.padEnd(71, '.')],
    [shortDigest(digestIn(signature)), 'signatur'],
    ...Object.entries(registries).map(([name, { host }]): [string, string] => [host, name.toUpperCase()]),
  ]
  const plain = (text: string): string =>
    names
      .reduce((rest, [from, to]) => rest.replaceAll(from, to), text)
      .replace(/(head of \S+:\s+)sha256:[0-9a-f]{64}/, '$1HASH')
  return { folder, registries, images, signature, plain }
}

/** The digest of an image's manifest. */
export function digestIn({ manifest }: TestImage): Digest {
  return manifest.descriptor.digest
}

async function writeLedger(
  file: string,
  registries: AuditScene['registries'],
  { old, new: fresh, web }: AuditScene['images'],
  signature: Digest,
): Promise<void> {
  const [one, two, three] = [digestIn(old), digestIn(fresh), digestIn(web)]
  const along = { digest: signature, subject: two, kind: 'signature', tag: null }
  let now = 0
  const ledger = openLedger(file, { clock: { now: () => new Date(now) } })
  const record = async (
    at: string,
    who: { readonly actor: string; readonly run: number },
    [from, to]: readonly ['test', 'staging'] | readonly ['staging', 'prod'],
    contents: readonly StepFacts[],
    moves = true,
  ): Promise<void> => {
    now = Date.parse(at)
    const run = {
      ...{
        id: `run-${who.run}`,
        actor: who.actor,
        actorFrom: 'github',
        ci: `${CI}${who.run}`,
        commit: COMMIT,
      },
      tool: 'promote 0.1.0',
    }
    const facts = { run, from, to, plan: digestOf(`plan ${who.run}`) }
    const steps = contents.map((content) => stepOf(content, registries[from].host, registries[to].host))
    const intent = moves ? (await ledger.append(intentBody(steps, facts))).entry.id : null
    await ledger.append(outcomeBody(intent, steps, facts))
  }
  const inProd = [
    { tag: '1.4.1', old: null, new: one },
    { tag: '1.4', old: null, new: one },
  ]
  const replaced = [
    { tag: '1.4.2', old: null, new: two },
    { tag: '1.4', old: one, new: two },
  ]
  const webTag = { image: 'web', digest: three, tags: [{ tag: '2.0.0', old: null, new: three }] }
  const ola = { actor: 'ola' }
  const kari = { actor: 'kari' }
  await record(
    '2024-10-01T08:00Z',
    { ...ola, run: 1 },
    ['test', 'staging'],
    [{ image: 'api', digest: one, tags: [{ tag: '1.4.1', old: null, new: one }] }],
  )
  await record(
    '2024-10-02T12:10Z',
    { ...kari, run: 2 },
    ['staging', 'prod'],
    [{ image: 'api', digest: one, tags: inProd }],
  )
  await record(
    '2024-11-03T09:00Z',
    { ...ola, run: 3 },
    ['test', 'staging'],
    [
      { image: 'api', digest: two, tags: [{ tag: '1.4.2', old: null, new: two }], referrers: [along] },
      webTag,
    ],
  )
  await record(
    '2024-11-05T10:58Z',
    { ...kari, run: 4 },
    ['staging', 'prod'],
    [{ image: 'api', digest: two, tags: replaced, referrers: [along] }, webTag],
  )
  const inStep = {
    ...webTag,
    tags: [{ tag: '2.0.0', old: three, new: three }],
    outcome: 'unchanged' as const,
  }
  await record('2024-11-06T07:30Z', { ...kari, run: 5 }, ['staging', 'prod'], [inStep], false)
}

interface StepFacts {
  readonly image: string
  readonly digest: Digest
  readonly tags: readonly { readonly tag: string; readonly old: Digest | null; readonly new: Digest }[]
  readonly referrers?: readonly LedgerReferrer[]
  readonly outcome?: OutcomeStep['outcome']
}

function stepOf(
  { outcome = 'promoted', ...facts }: StepFacts,
  source: string,
  destination: string,
): OutcomeStep {
  const { image, tags } = facts
  return {
    ...facts,
    source: `${source}/shop/${image}:${tags[0]?.tag}`,
    destination: `${destination}/shop/${image}`,
    tags: tags.map((tag) => ({ ...tag, result: tag.old === tag.new ? 'unchanged' : 'moved' })),
    outcome,
    blobs: { mounted: 0, copied: 3, present: 0 },
    bytes: 1_800_000,
    milliseconds: 1500,
  }
}
