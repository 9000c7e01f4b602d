import { copyFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { isWrite, startCountingProxy } from '../support/counting-proxy.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { temporaryFolder } from '../support/folders.ts'
import { startForwardProxy } from '../support/forward-proxy.ts'
import { makeImage } from '../support/images.ts'
import { quay } from '../support/profile-server/plays/quay.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { pushToRegistry } from '../support/push.ts'
import { describeWith, startRegistry } from '../support/real-registries.ts'
import { makeClientCertificate, makeServerCertificate } from '../support/tls.ts'
import { startTlsFront } from '../support/tls-front.ts'

const image = await makeImage({ seed: 'api', layers: [40_000, 50_000] })

/** A registry with one image. */
async function registryWithImage() {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  registry.seed('shop/api', image, ['1.0.0'])
  return registry
}

test("docker's certs.d at home lets a registry command and a promotion in, with the client certificate there", async () => {
  const registry = await registryWithImage()
  const certificates = await temporaryFolder()
  const certificate = await makeServerCertificate(certificates)
  const client = await makeClientCertificate(certificates, 'ci', certificate)
  const front = await startTlsFront(registry.host, certificate, { clientCaFile: certificate.caFile })
  onTestFinished(() => front.close())
  const { host } = front
  const cwd = await testFolder()
  const untrusted = await runPromote(['tags', `${host}/shop/api`, '--ca-file', certificate.caFile], { cwd })
  expect(untrusted.code).toBe(1)
  expect(untrusted.stderr).toContain(`${host} wants a client certificate`)
  const folder = path.join(cwd, '.docker', 'certs.d', host)
  await mkdir(folder, { recursive: true })
  await copyFile(certificate.caFile, path.join(folder, 'ca.crt'))
  await copyFile(client.certFile, path.join(folder, 'client.cert'))
  await copyFile(client.keyFile, path.join(folder, 'client.key'))
  const pulled = await runPromote(['pull', `${host}/shop/api:1.0.0`], { cwd })
  expect(pulled).toMatchObject({ code: 0, stdout: expect.stringContaining(image.manifest.descriptor.digest) })
  const file = promotionFile(host, { api: '1.0.0' }).replace(`${host}/test/`, `${host}/shop/`)
  const other = await testFolder({ 'promotion.yaml': file })
  const route = ['--from', 'test', '--to', 'prod']
  const env = { HOME: cwd }
  expect(await runPromote(route, { cwd: other, env })).toMatchObject({ code: 0 })
  expect(registry.repositories.get('prod/api')?.tags.get('1.0.0')).toBe(image.manifest.descriptor.digest)
  expect(new Set(front.clients)).toEqual(new Set(['CN=ci']))
  await copyFile(client.certFile, path.join(folder, 'client.key'))
  const broken = await runPromote(['pull', `${host}/shop/api:1.0.0`], { cwd })
  expect(broken.code).toBe(2)
  expect(broken.stderr).toContain(
    `${path.join('.docker', 'certs.d', host, 'client.key')} holds no private key`,
  )
})

describe('what --ca-file says of another host is not said of a plain one on this machine', () => {
  test('beside which it stands on the command line, either way round', async () => {
    const registry = await registryWithImage()
    const server = await playForTest([quay({ users: { ci: 'secret of ci' } })])
    const auth = Buffer.from('ci:secret of ci').toString('base64')
    const cwd = await testFolder({ 'config.json': JSON.stringify({ auths: { 'quay.io': { auth } } }) })
    const { NODE_EXTRA_CA_CERTS: caFile = '', ...proxies } = server.env
    const options = { cwd, env: { ...proxies, DOCKER_CONFIG: cwd } }
    const [here, there] = [`${registry.host}/shop/api:1.0.0`, 'quay.io/acme/api:1.0.0']
    const { digest } = image.manifest.descriptor
    for (const trust of [['--ca-file', caFile], ['--insecure']]) {
      server.registry('quay').repositories.get('acme/api')?.tags.clear()
      expect(await runPromote(['copy', here, there, ...trust], options)).toMatchObject({ code: 0 })
      expect(server.registry('quay').repositories.get('acme/api')?.tags.get('1.0.0')).toBe(digest)
      const back = await runPromote(['copy', there, `${registry.host}/shop/back`, ...trust], options)
      expect(back).toMatchObject({ code: 0 })
    }
    expect(registry.repositories.get('shop/back')?.tags.get('1.0.0')).toBe(digest)
  })

  test('that is a mirror of it', async () => {
    const registry = await registryWithImage()
    const server = await playForTest([quay()])
    server.registry('quay').seed('shop/api', image, ['1.0.0'])
    const cwd = await testFolder({
      'promotion.yaml': `registries: { quay.io: { mirrors: ["${registry.host}"] } }\n`,
    })
    const { NODE_EXTRA_CA_CERTS: caFile = '', ...env } = server.env
    const pulled = await runPromote(['pull', 'quay.io/shop/api:1.0.0', '--ca-file', caFile], { cwd, env })
    expect(pulled).toMatchObject({ code: 0 })
    expect(registry.requests.filter(({ path }) => path.includes('/blobs/')).length).toBeGreaterThan(0)
  })
})

describe('a registry command goes through a proxy', () => {
  test('with TLS in a tunnel, --ca-file and --insecure, and not where NO_PROXY names the host', async () => {
    const registry = await registryWithImage()
    const certificate = await makeServerCertificate(await temporaryFolder(), ['registry.example.com'])
    const front = await startTlsFront(registry.host, certificate)
    onTestFinished(() => front.close())
    await using proxy = await startForwardProxy(front.host)
    const cwd = await testFolder()
    const env = { HTTPS_PROXY: `http://${proxy.host}` }
    const tags = ['tags', 'registry.example.com/shop/api']
    const trusted = await runPromote([...tags, '--ca-file', certificate.caFile], { cwd, env })
    expect(trusted).toMatchObject({ code: 0, stdout: expect.stringContaining('1.0.0') })
    const insecure = await runPromote([...tags, '--insecure'], { cwd, env })
    expect(insecure).toMatchObject({ code: 0, stderr: expect.stringMatching(/^WARNING! --insecure/) })
    const unknown = await runPromote(tags, { cwd, env })
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toMatch(
      /the certificate of registry\.example\.com is signed by "test authority", which this machine does not trust/,
    )
    const count = proxy.asked.length
    expect(new Set(proxy.asked)).toEqual(new Set(['CONNECT registry.example.com:443']))
    const direct = await runPromote([...tags, '--ca-file', certificate.caFile], {
      cwd,
      env: { ...env, NO_PROXY: 'registry.example.com' },
    })
    expect(direct.code).toBe(1)
    expect(proxy.asked).toHaveLength(count)
  })

  test('with --plain-http forwarded', async () => {
    const registry = await registryWithImage()
    await using proxy = await startForwardProxy(registry.host)
    const answer = await runPromote(['tags', 'registry.example.com/shop/api', '--plain-http'], {
      cwd: await testFolder(),
      env: { HTTP_PROXY: `http://me:secret@${proxy.host}` },
    })
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining('1.0.0') })
    expect(proxy.asked[0]).toMatch(/^GET http:\/\/registry\.example\.com\/v2\/shop\/api\/tags\/list/)
    expect([...proxy.authorizations]).toEqual([`Basic ${btoa('me:secret')}`])
  })
})

describeWith('distribution3', 'a promotion file lends', () => {
  test('its mirrors and limits to promotions and to registry commands', async () => {
    const [home, near] = [await startRegistry('distribution3'), await startRegistry('distribution3')]
    for (const one of [home, near]) onTestFinished(() => one.close())
    const [host, mirror] = [await startCountingProxy(home.host), await startCountingProxy(near.host)]
    for (const one of [host, mirror]) onTestFinished(() => one.close())
    const target = await startFaultRegistry()
    onTestFinished(() => target.close())
    await pushToRegistry(home.host, 'test/api', image, ['1.0.0'])
    await pushToRegistry(near.host, 'test/api', image)
    const registries = [
      'registries:',
      `  "${host.host}": { mirrors: ["${mirror.host}"], requestsPerSecond: 40, metadataConcurrency: 2 }`,
    ].join('\n')
    const file = promotionFile(host.host, { api: '1.0.0' }, registries).replace(
      `${host.host}/prod/`,
      `${target.host}/prod/`,
    )
    const cwd = await testFolder({ 'promotion.yaml': file })
    const run = await runPromote(['--from', 'test', '--to', 'prod', '--debug'], { cwd })
    expect(run).toMatchObject({ code: 0 })
    expect(run.stderr).toMatch(/waiting \d+ ms for \S+: 40 requests a second \(requestsPerSecond\)/)
    const digest = image.manifest.descriptor.digest
    expect(target.repositories.get('prod/api')?.tags.get('1.0.0')).toBe(digest)
    const reads = () => mirror.requests.map(({ method, path: at }) => `${method} ${at}`).sort()
    const all = [`manifests/${digest}`, ...[...image.blobs.keys()].map((one) => `blobs/${one}`)]
    expect(new Set(reads())).toEqual(new Set(all.map((one) => `GET /v2/test/api/${one}`)))
    expect(
      host.requests.filter(({ method, path: at }) => method === 'GET' && /manifests|blobs/.test(at)),
    ).toEqual([])
    mirror.requests.length = 0
    const pulled = await runPromote(['pull', `${host.host}/test/api:1.0.0`], { cwd })
    expect(pulled).toMatchObject({ code: 0, stdout: expect.stringContaining(digest) })
    expect(new Set(reads())).toEqual(new Set(all.map((one) => `GET /v2/test/api/${one}`)))
    expect([...host.requests, ...mirror.requests].filter(isWrite)).toEqual([])
  })
})
