import { expect, onTestFinished, test } from 'vitest'
import { runPromote, testFolder } from '../support/cli.ts'
import { type CountedRequest, startCountingProxy } from '../support/counting-proxy.ts'
import { makeArtifact, makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { pushImage, pushToRegistry } from '../support/push.ts'
import { describeWith, type RegistryKind, startRegistry } from '../support/real-registries.ts'
import { testClient } from '../support/registry-client.ts'

const names = ['api', 'web', 'worker']
const tags = ['1.0', '1.0.0']

async function twoPlatforms(seed: string): Promise<TestImage> {
  const arm = await makeImage({ seed: `${seed}/arm`, platform: { os: 'linux', architecture: 'arm64' } })
  return makeIndex([await makeImage({ seed }), arm])
}

/** What three images of two platforms and two tags each, selected by a glob, ask a registry for when they are in step. */
async function askedInStep(kind: RegistryKind, isSigned: boolean): Promise<Record<string, number>> {
  const registry = await startRegistry(kind)
  onTestFinished(() => registry.close())
  const proxy = await startCountingProxy(registry.host)
  onTestFinished(async () => void (await proxy.close()))
  const client = testClient()
  onTestFinished(() => client.close())
  for (const name of names) {
    const image = await twoPlatforms(name)
    await pushToRegistry(registry.host, `test/${name}`, image, tags)
    if (!isSigned) continue
    const source = client.repository(
      { kind: 'registry', host: registry.host, repository: `test/${name}` },
      { push: true },
    )
    await pushImage(source, makeArtifact({ subject: image }))
  }
  const file = [
    'version: 1',
    'environments:',
    `  - { name: test, repository: "${proxy.host}/test/{image}" }`,
    `  - { name: prod, repository: "${proxy.host}/prod/{image}" }`,
    'images:',
    ...names.map((name) => `  - { name: ${name}, select: ["1.*"] }`),
    '',
  ].join('\n')
  const cwd = await testFolder({ 'promotion.yaml': file })
  const promote = () => runPromote(['--from', 'test', '--to', 'prod', '--yes'], { cwd })
  const first = await promote()
  expect(first.code, first.stderr).toBe(0)
  proxy.requests.length = 0
  const second = await promote()
  expect(second.stdout).toContain('6 in step')
  return Object.fromEntries(
    Object.entries(Object.groupBy(proxy.requests, kindOf)).map(([what, all = []]) => [what, all.length]),
  )
}

function kindOf({ method, path }: CountedRequest): string {
  if (path.endsWith('/tags/list')) return 'tag lists'
  if (path.includes('/referrers/')) return 'referrers'
  const isByTag = tags.some((tag) => path.endsWith(`/manifests/${tag}`))
  if (isByTag) return method === 'HEAD' ? 'destination tags' : 'source tags'
  return path.includes('/manifests/sha256-') ? 'fallback tags' : 'manifests'
}

const always = { 'tag lists': 3, 'source tags': 6, 'destination tags': 6 }

describeWith('distribution3', 'nothing to do, without the referrers API', () => {
  test('one list of tags tells of all manifests of an index', async () => {
    expect(await askedInStep('distribution3', false)).toEqual({ ...always, referrers: 1 })
  })

  test('what refers to an index is read once on each side, whatever number of tags it has', async () => {
    // The list of referrers on each side, and the referrer itself in the source.
    const signed = { 'fallback tags': 6, manifests: 3 }
    expect(await askedInStep('distribution3', true)).toEqual({ ...always, referrers: 1, ...signed })
  })
})

describeWith('ociserver', 'nothing to do, with the referrers API', () => {
  test('each manifest is asked for once, whatever number of tags it has', async () => {
    expect(await askedInStep('ociserver', false)).toEqual({ ...always, referrers: 9 })
  })

  test('in the destination only what has referrers in the source', async () => {
    // The referrers themselves may have some: 12 in the source, 3 in the destination.
    expect(await askedInStep('ociserver', true)).toEqual({ ...always, referrers: 15, manifests: 3 })
  })
})
