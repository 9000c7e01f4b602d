import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Digest, hexOf } from '../../src/oci/digest.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { pushToRegistry } from '../support/push.ts'
import { describeWith, startRegistry } from '../support/real-registries.ts'

const REASON = ['--reason', 'the disk of the registry failed'] as const

function digestIn({ manifest }: TestImage): Digest {
  return manifest.descriptor.digest
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-repair-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** An index of two platforms. */
async function makeApi(): Promise<TestImage> {
  const arm = await makeImage({ seed: 'arm', platform: { os: 'linux', architecture: 'arm64' } })
  return makeIndex([arm, await makeImage({ seed: 'amd' })])
}

/** A registry on a folder, under one address although it is stopped and started again. */
async function restartable(storage: string): Promise<{ readonly host: string; restart(): Promise<void> }> {
  const options = { storage, canDelete: true }
  let registry = await startRegistry('distribution3', options)
  const server = createServer((client) => {
    const [host = '', port] = registry.host.split(':')
    const upstream = connect(Number(port), host)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
    client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.close()
    await registry.close()
  })
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    async restart() {
      await registry.close()
      registry = await startRegistry('distribution3', options)
    },
  }
}

async function setUp(repositories: { readonly test: string; readonly prod: string }) {
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: test, repository: "${repositories.test}/{image}" }`,
      `  - { name: prod, repository: "${repositories.prod}/{image}", immutable: ["*"] }`,
      'images:',
      '  - { name: api, select: ["1.0.0"] }',
      'defaults: { retries: 0 }',
      '',
    ].join('\n'),
  })
  const run = (...words: readonly string[]): Promise<CliResult> => runPromote(words, { cwd: folder })
  const mend = async (...words: readonly string[]): Promise<CliResult> => {
    const damaged = await run('verify', 'prod', '--deep')
    expect(damaged.code, damaged.stderr).toBe(5)
    expect(damaged.stdout).toContain('promote repair prod api')
    const mended = await run('repair', 'prod', ...words, ...REASON)
    expect(mended.code, mended.stdout + mended.stderr).toBe(0)
    const verified = await run('verify', 'prod', '--deep')
    expect(verified.code, verified.stdout).toBe(0)
    return mended
  }
  const promoted = await run('--from', 'test', '--to', 'prod')
  expect(promoted.code, promoted.stderr).toBe(0)
  return { folder, run, mend }
}

describeWith('distribution3', 'repair on distribution', () => {
  test('what is gone from its storage or its lists, also while it still says that it has it', async () => {
    const storage = await temporary()
    const source = await startRegistry('distribution3')
    onTestFinished(() => source.close())
    const prod = await restartable(storage)
    const api = await makeApi()
    const signature = makeArtifact({ subject: api, artifactType: 'application/vnd.cncf.notary.signature' })
    await pushToRegistry(source.host, 'test/api', api, ['1.0.0'])
    await pushToRegistry(source.host, 'test/api', signature)
    const { run, mend } = await setUp({ test: `${source.host}/test`, prod: `${prod.host}/prod` })
    const [child] = api.children
    const [one, two] = [...(child?.blobs.keys() ?? [])].slice(-2)
    if (child === undefined || one === undefined || two === undefined) throw new Error('no layers')
    const root = path.join(storage, 'docker/registry/v2')
    const data = (digest: Digest): string =>
      path.join(root, 'blobs/sha256', hexOf(digest).slice(0, 2), hexOf(digest))
    const link = (digest: Digest): string =>
      path.join(root, 'repositories/prod/api/_layers/sha256', hexOf(digest))

    // Its cache of descriptors has it still.
    await rm(data(one), { recursive: true })
    const head = await fetch(`http://${prod.host}/v2/prod/api/blobs/${one}`, { method: 'HEAD' })
    expect(head.status).toBe(200)
    await mend('--deep')

    // Without that cache: the bytes of one, the link of the other.
    await rm(data(one), { recursive: true })
    await rm(link(two), { recursive: true })
    await prod.restart()
    const { stdout } = await mend('--deep')
    expect(stdout).toContain('2 copied, 4 already there')

    // A manifest below the index, which verify sees without --deep.
    const manifests = `http://${prod.host}/v2/prod/api/manifests`
    const removed = await fetch(`${manifests}/${digestIn(child)}`, { method: 'DELETE' })
    expect(removed.status).toBe(202)
    await mend()

    // Everything: with the index go its tags.
    await fetch(`${manifests}/${digestIn(api)}`, { method: 'DELETE' })
    await fetch(`${manifests}/${digestIn(child)}`, { method: 'DELETE' })
    await mend()

    // Another image under the immutable tag.
    const other = await makeImage({ seed: 'other' })
    await pushToRegistry(prod.host, 'prod/api', other, ['1.0.0'])
    expect((await run('--from', 'test', '--to', 'prod')).code).toBe(3)
    await mend()
    expect((await run('repair', 'prod', '--deep')).stdout).toContain('nothing to repair')
  })
})

describe('repair in folders', () => {
  test('a layer that is damaged or gone, a manifest that is gone, and a tag that is', async () => {
    const registry = await startFaultRegistry()
    onTestFinished(() => registry.close())
    const api = await makeApi()
    registry.seed('test/api', api, ['1.0.0'])
    const { folder, run, mend } = await setUp({ test: `${registry.host}/test`, prod: 'oci:prod' })
    const blobs = path.join(folder, 'prod/api/blobs/sha256')
    const [child] = api.children
    const [one, two] = [...(child?.blobs.keys() ?? [])].slice(-2)
    if (child === undefined || one === undefined || two === undefined) throw new Error('no layers')
    const size = (await readFile(path.join(blobs, hexOf(one)))).byteLength
    await rm(path.join(blobs, hexOf(one)))
    await writeFile(path.join(blobs, hexOf(one)), Buffer.alloc(size))
    await rm(path.join(blobs, hexOf(two)))
    await mend('--deep')
    await rm(path.join(blobs, hexOf(digestIn(child))))
    await mend()
    await rm(path.join(blobs, hexOf(digestIn(api))))
    await mend()
    await rm(path.join(folder, 'prod'), { recursive: true })
    await mend()
    expect((await run('repair', 'prod', '--deep')).stdout).toContain('nothing to repair')
  })
})
