import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { createRegistryClient } from '../../src/registry/client.ts'
import { repositoriesOf } from '../../src/registry/repository/repositories.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { isWrite, startCountingProxy } from '../support/counting-proxy.ts'
import { makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { toolPath } from '../support/programs.ts'
import { pushImage, pushToRegistry } from '../support/push.ts'
import {
  availableRegistries,
  describeWith,
  type RegistryKind,
  type RegistryOptions,
  type RunningRegistry,
  startRegistry,
} from '../support/real-registries.ts'

const run = promisify(execFile)
const opened: { close(): Promise<unknown> }[] = []

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function registry(
  options: RegistryOptions = {},
  kind: RegistryKind = 'distribution3',
): Promise<RunningRegistry> {
  const started = await startRegistry(kind, options)
  opened.push(started)
  return started
}

function file(test: string, prod: string, more: readonly string[] = []): string {
  return [
    'version: 1',
    'environments:',
    `  - { name: test, repository: "${test}/shop/{image}" }`,
    `  - { name: prod, repository: "${prod}/prod/{image}", tags: ["{tag}", "{major}.{minor}"] }`,
    'images:',
    '  - { name: api, select: ["1.4.2"] }',
    ...more,
    '',
  ].join('\n')
}

async function multiArch(): Promise<TestImage> {
  const arm = await makeImage({ seed: 'arm', platform: { os: 'linux', architecture: 'arm64' } })
  return makeIndex([await makeImage({ seed: 'amd' }), arm], { attestations: true })
}

/** Pushes with crane, from an OCI layout: nothing of ours but the bytes. */
async function cranePush(crane: string, image: TestImage, reference: string): Promise<void> {
  const folder = await testFolder()
  const layout = path.join(folder, 'image')
  await pushImage(openLayout(layout), image)
  await run(crane, ['push', '--insecure', '--index', layout, reference])
}

describeWith('distribution3', 'with another tool on both sides', () => {
  const crane = toolPath('crane')

  test.skipIf(crane === undefined)(
    'an image that crane pushed to one registry is what crane reads in another',
    async () => {
      const [test, prod] = [await registry(), await registry()]
      const image = await multiArch()
      await cranePush(crane as string, image, `${test.host}/shop/api:1.4.2`)
      const pushed = (
        await run(crane as string, ['digest', '--insecure', `${test.host}/shop/api:1.4.2`])
      ).stdout.trim()
      const folder = await testFolder({ 'promotion.yaml': file(test.host, prod.host) })
      const result = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
      expect(result.stderr).not.toContain('✖')
      expect(result.code).toBe(0)
      for (const tag of ['1.4.2', '1.4']) {
        const read = await run(crane as string, ['digest', '--insecure', `${prod.host}/prod/api:${tag}`])
        expect(read.stdout.trim()).toBe(pushed)
      }
    },
  )
})

describeWith('distribution3', 'requests', () => {
  async function oneImage(
    kind: RegistryKind,
    copy: 'all' | 'none',
  ): Promise<{
    image: TestImage
    proxy: Awaited<ReturnType<typeof startCountingProxy>>
    folder: string
  }> {
    const real = await registry({}, kind)
    const proxy = await startCountingProxy(real.host)
    opened.push(proxy)
    const image = await makeImage({ layers: Array.from({ length: 10 }, () => 64 * 1024) })
    await pushToRegistry(real.host, 'shop/api', image, ['1.4.2'])
    const text = file(proxy.host, proxy.host).replace(
      ', tags: ["{tag}", "{major}.{minor}"]',
      `, referrers: { copy: ${copy} }`,
    )
    return { image, proxy, folder: await testFolder({ 'promotion.yaml': text }) }
  }

  test('one image of 11 blobs takes 18 within one registry, and 2 when there is nothing to do', async () => {
    const { proxy, folder } = await oneImage('distribution3', 'none')
    const first = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
    expect(first.code).toBe(0)
    expect(proxy.requests).toHaveLength(18)
    expect(
      proxy.requests.filter((request) => request.method === 'POST' && request.status === 201),
    ).toHaveLength(11)
    proxy.requests.length = 0
    const second = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
    expect(second.code).toBe(0)
    expect(proxy.requests.map((request) => request.method).sort()).toEqual(['GET', 'HEAD'])
  })

  test('looking for referrers where there are none takes 2 more, with or without the referrers API', async () => {
    for (const kind of availableRegistries().filter((one) => one !== 'ggcr')) {
      const { proxy, folder } = await oneImage(kind, 'all')
      const looked = (): readonly string[] =>
        proxy.requests.flatMap(({ method, path }) =>
          /\/(referrers\/|tags\/list)/.test(path) ? [`${method} ${path.replace(/sha256:.*/, '')}`] : [],
        )
      const first = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
      expect(first.code, first.stderr).toBe(0)
      expect(looked().toSorted(), kind).toEqual(['GET /v2/shop/api/referrers/', 'GET /v2/shop/api/tags/list'])
      expect(proxy.requests.length, kind).toBeLessThanOrEqual(20)
      proxy.requests.length = 0
      await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
      expect(proxy.requests, kind).toHaveLength(4)
    }
  })

  test('a dry run, a diff, a status, a plan and a verify send no write and leave the ledger as it was', async () => {
    const { proxy, folder } = await oneImage('distribution3', 'all')
    const ledger = path.join(folder, 'promotions.jsonl')
    await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
    const before = await readFile(ledger)
    await pushToRegistry(proxy.host, 'shop/api', await makeImage({ seed: 'new' }), ['1.4.2'])
    proxy.requests.length = 0
    for (const words of [
      ['--from', 'test', '--to', 'prod', '--dry-run'],
      ['diff'],
      ['diff', '--from', 'test', '--to', 'prod'],
      ['status'],
      ['plan', '--from', 'test', '--to', 'prod', '-o', 'plan.json'],
      ['verify', 'prod', '--deep'],
      ['history'],
      ['ledger', 'verify'],
    ]) {
      const result = await runPromote(words, { cwd: folder })
      expect(result.code, `${words.join(' ')}: ${result.stderr}`).toBe(0)
    }
    expect(proxy.requests.length).toBeGreaterThan(0)
    expect(proxy.requests.filter(isWrite)).toEqual([])
    expect(await readFile(ledger)).toEqual(before)
  })
})

describeWith('distribution3', 'with TLS, tokens and passwords', () => {
  const image = makeImage({ seed: 'secret', layers: 2 })

  async function promoted(real: RunningRegistry, login: string): Promise<void> {
    const config = { auths: { [real.host]: { auth: Buffer.from(login).toString('base64') } } }
    const caFile =
      real.caFile === undefined ? [] : ['registries:', `  "${real.host}": { caFile: "${real.caFile}" }`]
    const folder = await testFolder({ 'promotion.yaml': file(real.host, real.host, caFile) })
    const denied = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
    expect(denied.code).toBe(6)
    expect(denied.stderr).toContain(real.host)
    const env = { DOCKER_AUTH_CONFIG: JSON.stringify(config) }
    const result = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder, env })
    expect(result.stderr).not.toContain('✖')
    expect(result.code).toBe(0)
  }

  test('token authentication that checks scopes asks for one token for both repositories', async () => {
    const users = { robot: 'canary-password-1' }
    const real = await registry({ auth: { kind: 'token', server: { users } } })
    await push(real, await image, 'robot:canary-password-1')
    const before = real.tokens?.requests.length ?? 0
    await promoted(real, 'robot:canary-password-1')
    const asked = (real.tokens?.requests ?? []).slice(before).filter((request) => request.user === 'robot')
    expect(asked.map((request) => request.scopes)).toEqual([
      ['repository:prod/api:pull,push', 'repository:shop/api:pull'],
    ])
  })

  test('a private certificate authority and a password file', async () => {
    const auth = { kind: 'htpasswd', user: 'robot', password: 'canary-password-2' } as const
    const real = await registry({ tls: true, auth })
    await push(real, await image, 'robot:canary-password-2')
    await promoted(real, 'robot:canary-password-2')
  })
})

describe('both kinds of store', () => {
  test('from an OCI layout to a registry and back is the same to the byte', async () => {
    const real = await registry()
    const image = await multiArch()
    const folder = await testFolder({
      'promotion.yaml': [
        'version: 1',
        'environments:',
        '  - { name: dev, repository: "oci:dev/{image}" }',
        `  - { name: test, repository: "${real.host}/test/{image}" }`,
        '  - { name: archive, repository: "oci:archive/{image}" }',
        'images:',
        '  - { name: api, select: ["1.0.0"] }',
        '',
      ].join('\n'),
    })
    await pushImage(openLayout(path.join(folder, 'dev', 'api')), image, ['1.0.0'])
    for (const [from, to] of [
      ['dev', 'test'],
      ['test', 'archive'],
    ] as const) {
      const result = await runPromote(['--from', from, '--to', to], { cwd: folder })
      expect(result.code, result.stderr).toBe(0)
    }
    const archived = await openLayout(path.join(folder, 'archive', 'api')).manifest('1.0.0')
    expect(Buffer.from(archived?.bytes ?? []).equals(image.manifest.bytes)).toBe(true)
  })
})

async function push(real: RunningRegistry, image: TestImage, login: string): Promise<void> {
  const [username = '', password = ''] = login.split(':')
  const client = createRegistryClient({
    registries: real.caFile === undefined ? {} : { [real.host]: { caFile: real.caFile } },
    credentials: { get: async () => ({ kind: 'basic', username, password }) },
    retries: 0,
    timeoutMs: 10_000,
    userAgent: 'test',
  })
  try {
    const location = { kind: 'registry', host: real.host, repository: 'shop/api' } as const
    await pushImage(repositoriesOf(client).open(location, { push: true }), image, ['1.4.2'])
  } finally {
    await client.close()
  }
}
