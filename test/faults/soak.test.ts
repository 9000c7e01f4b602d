import path from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { openIntents } from '../../src/model/ledger/open-intents.ts'
import { systemClock } from '../../src/support/clock.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import {
  allBlobsOf,
  makeArtifact,
  makeImage,
  makeIndex,
  manifestsOf,
  type TestImage,
} from '../support/images.ts'
import { entriesIn, verifyFile } from '../support/ledger.ts'
import { injectEverything } from './soak-faults.ts'

const IMAGES = 200
/** A run ends when an answer was damaged twice in a row, which happens to every second one here; the next goes on from there. */
const MOST_RUNS = 8

const names = Array.from({ length: IMAGES }, (_, index) => `app-${index}`)
let images: readonly TestImage[] = []
let signatures: readonly TestImage[] = []

beforeAll(async () => {
  const base = await makeImage({ seed: 'base', layers: [20_000, 40_000, 90_000] })
  const arm = { os: 'linux', architecture: 'arm64' }
  images = await Promise.all(
    names.map(async (name, index) => {
      const amd64 = await makeImage({ seed: name, base, layers: [17_000 + index * 10] })
      if (index % 8 !== 0) return amd64
      return makeIndex(
        [amd64, await makeImage({ seed: `${name}-arm`, base, layers: [17_500], platform: arm })],
        {
          attestations: true,
        },
      )
    }),
  )
  signatures = images
    .slice(0, 10)
    .map((subject, index) => makeArtifact({ subject, content: `signature ${index}` }))
})

interface Host {
  readonly test: FaultRegistry
  readonly prod: FaultRegistry
  readonly folder: string
  [Symbol.asyncDispose](): Promise<void>
}

async function start(seed: string): Promise<Host> {
  const test = await startFaultRegistry({ seed: `${seed} test`, referrers: true })
  const prod = await startFaultRegistry({ seed: `${seed} prod`, referrers: true })
  for (const [index, image] of images.entries()) test.seed(`shop/${names[index]}`, image, ['1.0.0'])
  for (const [index, signature] of signatures.entries()) test.seed(`shop/${names[index]}`, signature)
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'environments:',
      `  - { name: test, repository: "${test.host}/shop/{image}" }`,
      `  - { name: prod, repository: "${prod.host}/shop/{image}" }`,
      'images:',
      ...names.map((name) => `  - { name: ${name}, select: ["1.0.0"] }`),
      'defaults: { timeout: 3s }',
    ].join('\n'),
  })
  const close = async (): Promise<void> => {
    await test.close()
    await prod.close()
  }
  return { test, prod, folder, [Symbol.asyncDispose]: close }
}

const promote = ({ folder }: Host): Promise<CliResult> =>
  runPromote(['--from', 'test', '--to', 'prod', '--yes', '--quiet'], { cwd: folder })
const requests = ({ test, prod }: Host): number => test.requests.length + prod.requests.length
const uploaded = ({ prod }: Host): number =>
  prod.requests
    .filter(({ path, method }) => /uploads/.test(path) && method !== 'POST')
    .reduce((sum, { bytesIn }) => sum + bytesIn, 0)

/** What of the release prod does not hold as it should. */
function wrongIn({ prod }: Host): readonly string[] {
  return images.flatMap((image, index) => {
    const name = names[index] ?? ''
    const held = prod.repositories.get(`shop/${name}`)
    const signature = signatures[index]
    const all = signature === undefined ? [image] : [image, signature]
    const blobs = all.flatMap((one) => [...allBlobsOf(one)])
    const manifests = all.flatMap((one) => manifestsOf(one))
    const isRight =
      held?.tags.get('1.0.0') === image.manifest.descriptor.digest &&
      blobs.every(([digest, bytes]) => same(held.blobs.get(digest), bytes)) &&
      manifests.every(({ descriptor, bytes }) => same(held.manifests.get(descriptor.digest)?.bytes, bytes))
    return isRight ? [] : [name]
  })
}

function same(found: Uint8Array | undefined, wanted: Uint8Array): boolean {
  return found !== undefined && Buffer.compare(found, wanted) === 0
}

test(`${IMAGES} images through two registries that fail one request in ten arrive whole, with few requests more`, async () => {
  await using calm = await start('calm')
  const clean = await promote(calm)
  expect(clean.code, `${clean.stdout}${clean.stderr}`).toBe(0)
  expect(wrongIn(calm)).toEqual([])
  const unique = new Map(images.flatMap((image) => [...allBlobsOf(image)]))
  const signed = signatures.flatMap((image) => [...image.blobs.values()])
  const bytes = [...unique.values(), ...signed].reduce((sum, one) => sum + one.byteLength, 0)
  // A clean run sends each byte once, however many repositories want it.
  expect(uploaded(calm)).toBeLessThanOrEqual(bytes)

  await using stormy = await start('stormy')
  const faults = { test: injectEverything(stormy.test), prod: injectEverything(stormy.prod) }
  const runs: CliResult[] = []
  while (runs.length < MOST_RUNS && runs.at(-1)?.code !== 0) runs.push(await promote(stormy))
  expect(runs.at(-1)?.code, runs.map(({ stdout, stderr }) => `${stdout}${stderr}`).join('\n---\n')).toBe(0)
  expect(wrongIn(stormy)).toEqual([])

  const struck = faults.test.map((fault, index) => fault.struck + (faults.prod[index]?.struck ?? 0))
  expect(struck.reduce((sum, times) => sum + times, 0) / requests(stormy)).toBeGreaterThan(0.08)
  expect(Math.min(...struck), `each way: ${struck}`).toBeGreaterThan(0)
  expect(requests(stormy)).toBeLessThan(1.4 * runs.length * requests(calm))
  expect(uploaded(stormy)).toBeLessThan(1.5 * bytes)

  const file = path.join(stormy.folder, 'promotions.jsonl')
  expect(await verifyFile(file)).toMatchObject({ problems: [], torn: null })
  const entries = await entriesIn(openLedger(file, { clock: systemClock }))
  expect(openIntents(entries)).toEqual([])
  expect(entries.at(-1)).toMatchObject({ kind: 'outcome', result: 'done' })
}, 300_000)
