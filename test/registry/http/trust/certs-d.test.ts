import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { RegistryOptions } from '../../../../src/model/config.ts'
import { certificateFolders, folderNames } from '../../../../src/registry/http/trust/certs-d.ts'
import { type FaultRegistry, startFaultRegistry } from '../../../support/fault-registry/registry.ts'
import { temporaryFolder } from '../../../support/folders.ts'
import { testClient } from '../../../support/registry-client.ts'
import { makeClientCertificate, makeServerCertificate, type ServerCertificate } from '../../../support/tls.ts'
import { startTlsFront, type TlsFront } from '../../../support/tls-front.ts'
import { startAnswering } from '../../answering.ts'

let folder = ''
let certificate: ServerCertificate
let client: { readonly certFile: string; readonly keyFile: string }
let other: { readonly certFile: string; readonly keyFile: string }
let registry: FaultRegistry

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'certs-d-'))
  certificate = await makeServerCertificate(folder)
  client = await makeClientCertificate(folder, 'ci', certificate)
  other = await makeClientCertificate(folder, 'other', certificate)
  registry = await startFaultRegistry()
})

afterAll(async () => {
  await registry.close()
  await rm(folder, { recursive: true, force: true })
})

async function front(options: { readonly clientCaFile?: string } = {}): Promise<TlsFront> {
  const started = await startTlsFront(registry.host, certificate, options)
  onTestFinished(() => started.close())
  return started
}

/** A `certs.d` with one host's folder, which has copies of these files. */
async function certsD(host: string, files: Readonly<Record<string, string>>): Promise<string> {
  const root = await temporaryFolder()
  await mkdir(path.join(root, host))
  for (const [name, from] of Object.entries(files)) await copyFile(from, path.join(root, host, name))
  return root
}

/** Asks for a tag of nothing; false is the right answer. */
async function probe(
  host: string,
  certificateFolders: readonly string[],
  options?: RegistryOptions,
): Promise<boolean> {
  const asking = testClient({
    retries: 0,
    certificateFolders,
    registries: options === undefined ? {} : { [host]: options },
  })
  try {
    const store = asking.repository({ kind: 'registry', host, repository: 'a/b' })
    return (await store.resolve('1.0')) !== undefined
  } finally {
    await asking.close()
  }
}

describe('certs.d', () => {
  test("a host's folder has its authority, in any of the places, and says that it speaks TLS", async () => {
    const { host } = await front()
    const absent = path.join(folder, 'absent')
    const named = await certsD(host, { 'ca.crt': certificate.caFile })
    expect(await probe(host, [absent, named])).toBe(false)
    await expect(probe(host, [absent], { plainHttp: false })).rejects.toMatchObject({ code: 'unreachable' })
    const ofAnother = await certsD('127.0.0.1:1', { 'ca.crt': certificate.caFile })
    await expect(probe(host, [ofAnother], { plainHttp: false })).rejects.toMatchObject({
      code: 'unreachable',
    })
  })

  test('authorities of all places count, and caFile beside them', async () => {
    const { host } = await front()
    const strange = await makeServerCertificate(await temporaryFolder())
    const first = await certsD(host, { 'a.crt': strange.caFile })
    const second = await certsD(host, { 'b.crt': certificate.caFile })
    expect(await probe(host, [first, second])).toBe(false)
    expect(await probe(host, [first], { caFile: certificate.caFile })).toBe(false)
    expect(await probe(host, [second], { caFile: strange.caFile })).toBe(false)
  })

  test('a client certificate is shown; the first by name, and that of the promotion file before it', async () => {
    const started = await front({ clientCaFile: certificate.caFile })
    const { host, clients } = started
    const root = await certsD(host, {
      'ca.crt': certificate.caFile,
      'client.cert': client.certFile,
      'client.key': client.keyFile,
      'later.cert': other.certFile,
      'later.key': other.keyFile,
    })
    expect(await probe(host, [root])).toBe(false)
    expect(await probe(host, [root], { clientCert: other.certFile, clientKey: other.keyFile })).toBe(false)
    expect(clients).toEqual(['CN=ci', 'CN=other'])
  })

  test('without one a registry that wants it says so, and what to do', async () => {
    const { host } = await front({ clientCaFile: certificate.caFile })
    await expect(probe(host, [], { caFile: certificate.caFile })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining(`${host} wants a client certificate`),
      details: { hint: expect.stringMatching(/clientCert and \.clientKey .*certs\.d\/.*client\.cert/) },
    })
  })

  test('nginx, which refuses the request and not the connection, is understood too', async () => {
    await using server = await startAnswering((_, response) =>
      response
        .writeHead(400, { 'content-type': 'text/html' })
        .end('<html><head><title>400 No required SSL certificate was sent</title></head></html>'),
    )
    const asking = testClient({ retries: 0 })
    onTestFinished(() => asking.close())
    const store = asking.repository({ kind: 'registry', host: server.host, repository: 'a/b' })
    await expect(store.manifest('1.0')).rejects.toMatchObject({
      details: { hint: expect.stringContaining(`registries."${server.host}".clientCert`) },
    })
  })

  test.each([
    ['no PEM', 'ca.crt', 'rubbish', /ca\.crt holds no PEM certificate\.$/],
    [
      'a broken PEM',
      'ca.crt',
      '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n',
      /ca\.crt has a certificate that cannot be read\.$/,
    ],
    ['a certificate alone', 'client.cert', 'x', /client\.cert lacks client\.key beside it\.$/],
    ['a key alone', 'client.key', 'x', /client\.key lacks client\.cert beside it\.$/],
  ])('a broken file is named: %s', async (_, name, content, words) => {
    const { host } = await front()
    const root = await certsD(host, {})
    await writeFile(path.join(root, host, name), content)
    await expect(probe(host, [root])).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(words),
    })
  })

  test('a key of another certificate, one with a passphrase, and a link to nothing are named', async () => {
    const { host } = await front()
    const foreign = await certsD(host, { 'client.cert': client.certFile, 'client.key': other.keyFile })
    await expect(probe(host, [foreign])).rejects.toThrow(/client\.key is the key of another certificate\.$/)
    const locked = await certsD(host, { 'client.cert': client.certFile })
    const pem = '-----BEGIN ENCRYPTED PRIVATE KEY-----\nMA==\n-----END ENCRYPTED PRIVATE KEY-----\n'
    await writeFile(path.join(locked, host, 'client.key'), pem)
    await expect(probe(host, [locked])).rejects.toThrow(/client\.key is locked with a passphrase/)
    const dangling = await certsD(host, {})
    await symlink('nowhere', path.join(dangling, host, 'ca.crt'))
    await expect(probe(host, [dangling])).rejects.toThrow(/ca\.crt cannot be read: there is no such file\.$/)
  })

  test('a pipe in place of one is not waited for', async () => {
    const { host } = await front()
    const root = await certsD(host, {})
    execFileSync('mkfifo', [path.join(root, host, 'ca.crt')])
    await expect(probe(host, [root])).rejects.toThrow(/ca\.crt cannot be read: it is no file\.$/)
  })

  test('other files are left alone, and so is what is no folder', async () => {
    const { host } = await front()
    const root = await certsD(host, { 'ca.crt': certificate.caFile, 'README.txt': certificate.keyFile })
    const flat = await temporaryFolder()
    await writeFile(path.join(flat, host), 'not a folder')
    expect(await probe(host, [flat, root])).toBe(false)
  })
})

test('the places are those of docker and of containers, a user before the machine', () => {
  const env = { XDG_CONFIG_HOME: '/config', PROGRAMDATA: 'C:\\Data' }
  expect(certificateFolders({ env: {}, home: '/home/me', platform: 'linux' })).toEqual([
    '/home/me/.config/containers/certs.d',
    '/home/me/.config/docker/certs.d',
    '/home/me/.docker/certs.d',
    '/etc/containers/certs.d',
    '/etc/docker/certs.d',
  ])
  expect(certificateFolders({ env, home: '/home/me', platform: 'linux' })[0]).toBe(
    '/config/containers/certs.d',
  )
  expect(certificateFolders({ env, home: '/home/me', platform: 'win32' }).at(-1)).toContain('C:\\Data')
})

test('a folder may name the port of HTTPS, and has no colon on Windows', () => {
  expect(folderNames('registry.example.com', 'linux')).toEqual([
    'registry.example.com',
    'registry.example.com:443',
  ])
  expect(folderNames('registry.example.com:5000', 'linux')).toEqual(['registry.example.com:5000'])
  expect(folderNames('registry-1.docker.io', 'linux')).toContain('docker.io')
  expect(folderNames('registry.example.com:5000', 'win32')).toEqual(['registry.example.com5000'])
})

describe('a certificate that is refused says why, and what to do', () => {
  async function refusal(
    shown: ServerCertificate,
    options: RegistryOptions,
  ): Promise<{ readonly message: string; readonly hint: string }> {
    await using started = await startTlsFront(registry.host, shown)
    const { host } = started
    try {
      await probe(host, [], { plainHttp: false, ...options })
    } catch (error) {
      const { message, details } = error as { message: string; details: { hint: string } }
      const at = (text: string): string => text.replaceAll(host, 'HOST')
      return { message: at(message), hint: at(details.hint) }
    }
    throw new Error('the certificate was taken')
  }

  test('nobody that is trusted signed it', async () => {
    const { message, hint } = await refusal(certificate, {})
    expect(message).toBe(
      'Could not look up HOST/a/b:1.0: the certificate of HOST is signed by "test authority", which this machine does not trust (UNABLE_TO_VERIFY_LEAF_SIGNATURE).',
    )
    expect(hint).toMatch(
      /\/etc\/docker\/certs\.d\/HOST\/ca\.crt or ~\/\.config\/containers\/certs\.d\/HOST\/ca\.crt; .*registries\."HOST"\.caFile .*--ca-file/,
    )
  })

  test('it signed itself', async () => {
    const self = { ...certificate, certFile: certificate.caFile, keyFile: certificate.caKeyFile }
    const { message } = await refusal(self, {})
    expect(message).toContain('the certificate of HOST is signed by nobody but itself')
  })

  test('it has run out', async () => {
    const expired = await makeServerCertificate(await temporaryFolder(), [], { days: -1 })
    const { message, hint } = await refusal(expired, { caFile: expired.caFile })
    expect(message).toMatch(/the certificate of HOST ran out on \d{4}-\d\d-\d\d \(CERT_HAS_EXPIRED\)\.$/)
    expect(hint).toMatch(/has to renew it\. The clock of this machine says \d{4}-\d\d-\d\d/)
  })

  test('it is for another host', async () => {
    const elsewhere = await makeServerCertificate(await temporaryFolder(), [], {
      onlyFor: 'registry.example.com',
    })
    const { message, hint } = await refusal(elsewhere, { caFile: elsewhere.caFile })
    expect(message).toContain('the certificate of HOST is for registry.example.com, not for this name')
    expect(hint).toMatch(/one of the names in its certificate, or have 127\.0\.0\.1 added to it/)
  })
})
