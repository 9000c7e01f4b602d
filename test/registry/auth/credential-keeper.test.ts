import { spawnSync } from 'node:child_process'
import { chmod, lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type {
  CredentialKeeper,
  CredentialSource,
  Login,
} from '../../../src/registry/auth/credentials/credential.ts'
import { createDockerCredentials } from '../../../src/registry/auth/credentials/docker.ts'
import { temporaryFolder } from '../../support/folders.ts'
import { makeImage } from '../../support/images.ts'
import { toolPath } from '../../support/programs.ts'
import { pushImage } from '../../support/push.ts'
import { describeWith, startRegistry } from '../../support/real-registries.ts'
import { testClient } from '../../support/registry-client.ts'

const CANARY = 'canary-s3cret'
const HOST = 'registry.example.com'
const LOGIN: Login = { kind: 'basic', username: 'ada', password: CANARY }

let home: string
let env: Record<string, string>
let config: string

beforeEach(async () => {
  home = await temporaryFolder()
  // No helper of this machine is found: only those that a test makes.
  env = { PATH: path.join(home, 'bin'), XDG_RUNTIME_DIR: path.join(home, 'run') }
  config = path.join(home, '.docker', 'config.json')
})

const credentials = (): CredentialSource & CredentialKeeper =>
  createDockerCredentials({ env, home, platform: 'linux' })
const encoded = (text: string): string => Buffer.from(text).toString('base64')
const text = (file = config): Promise<string> => readFile(file, 'utf8')
const document = async (file = config): Promise<unknown> => JSON.parse(await text(file))

async function write(content: string | object, file = config): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, '\t'))
}

/** A helper that keeps what it is told in files, in docker's protocol. */
async function helper(
  suffix: string,
): Promise<{ readonly kept: (server: string) => Promise<string | undefined> }> {
  const kept = path.join(home, `kept-${suffix}`)
  await mkdir(kept, { recursive: true })
  await program(
    `docker-credential-${suffix}`,
    `const fs = require('node:fs'), { join } = require('node:path')
const input = fs.readFileSync(0, 'utf8')
const fileOf = (server) => join(${JSON.stringify(kept)}, Buffer.from(server).toString('hex'))
const none = () => { process.stdout.write('credentials not found in native keychain\\n'); process.exit(1) }
switch (process.argv[2]) {
  case 'store': fs.writeFileSync(fileOf(JSON.parse(input).ServerURL), input); break
  case 'get': try { process.stdout.write(fs.readFileSync(fileOf(input))) } catch { none() } break
  case 'list': process.stdout.write(JSON.stringify(Object.fromEntries(fs.readdirSync(${JSON.stringify(kept)}).map((name) => [Buffer.from(name, 'hex').toString(), 'ada'])))); break
  case 'erase': try { fs.rmSync(fileOf(input)) } catch { none() } break
}`,
  )
  return {
    kept: (server) =>
      readFile(path.join(kept, Buffer.from(server).toString('hex')), 'utf8').catch(() => undefined),
  }
}

async function program(name: string, script: string): Promise<void> {
  const file = path.join(home, 'bin', name)
  await write(`#!${process.execPath}\n${script}\n`, file)
  await chmod(file, 0o755)
}

describe('in the file', () => {
  test('one that is not there is made for its owner alone, and read back at once', async () => {
    const source = credentials()
    expect(await source.get(HOST, 'a/b')).toEqual({ kind: 'anonymous' })
    expect(await source.store(HOST, LOGIN)).toEqual({ kind: 'file', path: config, changed: true })
    expect(await document()).toEqual({ auths: { [HOST]: { auth: encoded(`ada:${CANARY}`) } } })
    expect((await stat(config)).mode & 0o777).toBe(0o600)
    expect((await stat(path.dirname(config))).mode & 0o777).toBe(0o700)
    expect(await source.get(HOST, 'a/b')).toEqual(LOGIN)
  })

  test('what others wrote keeps its text to the letter', async () => {
    const others = '{ "big" : 9007199254740993, "odd": [1.0,1e2, "\\u003c"], "auths": {%}, "z": -0 }\n'
    await write(others.replace('%', ''))
    await credentials().store(HOST, LOGIN)
    const auth = encoded(`ada:${CANARY}`)
    const entry = `\n\t\t"${HOST}": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t`
    expect(await text()).toBe(others.replace('%', entry))
    await credentials().erase(HOST)
    expect(await text()).toBe(others.replace('%', ''))
  })

  test.each([
    ['tabs', '\t'],
    ['two spaces', '  '],
  ])('what others wrote stays, in its order and with its mode and %s', async (_, indent) => {
    const before = {
      credHelpers: { 'other.example.com': 'other' },
      HttpHeaders: { 'X-Meta': 'a' },
      auths: { 'z.example.com': { auth: 'eTp6' }, [HOST]: { auth: 'b2xkOnA=', email: 'ada@example.com' } },
      proxies: { default: { httpProxy: 'http://proxy' } },
      psFormat: 'table {{.ID}}',
    }
    await write(`${JSON.stringify(before, undefined, indent)}\n`)
    await chmod(config, 0o640)
    await credentials().store(HOST, LOGIN)
    const auths = {
      'z.example.com': { auth: 'eTp6' },
      [HOST]: { auth: encoded(`ada:${CANARY}`), email: 'ada@example.com' },
    }
    expect(await text()).toBe(`${JSON.stringify({ ...before, auths }, undefined, indent)}\n`)
    expect((await stat(config)).mode & 0o777).toBe(0o640)
    await credentials().erase(HOST)
    const left = { ...before, auths: { 'z.example.com': { auth: 'eTp6' } } }
    expect(await text()).toBe(`${JSON.stringify(left, undefined, indent)}\n`)
  })

  test.each([
    ['to a file', true],
    ['to a file that is not there yet', false],
  ])('a link %s is followed and stays', async (_, isThere) => {
    const target = path.join(home, 'dotfiles', 'docker.json')
    if (isThere) await write({ psFormat: 'x' }, target)
    await mkdir(path.dirname(config), { recursive: true })
    await symlink('../dotfiles/docker.json', config)
    await credentials().store(HOST, LOGIN)
    expect((await lstat(config)).isSymbolicLink()).toBe(true)
    expect(await document(target)).toEqual({
      ...(isThere ? { psFormat: 'x' } : {}),
      auths: { [HOST]: { auth: encoded(`ada:${CANARY}`) } },
    })
  })

  test.each([
    ['is no JSON', `{ "auths": { "${CANARY}": `],
    ['is no object', `["${CANARY}"]`],
    ['has a list of auths', `{ "auths": ["${CANARY}"] }`],
    [
      'has an entry that cannot be read',
      `{ "auths": { "r.example.com": { "auth": "${encoded(CANARY)}" } } }`,
    ],
    ['has a helper that is no name', '{ "credHelpers": { "r.example.com": 1 } }'],
  ])('one that %s is named and never written over', async (_, broken) => {
    await write(broken)
    const changes = [() => credentials().store(HOST, LOGIN), () => credentials().erase(HOST)]
    for (const change of changes) {
      const error = await change().then(
        () => undefined,
        (thrown: Error) => thrown,
      )
      expect(error).toMatchObject({ code: 'invalid-file', message: expect.stringContaining(config) })
      expect(`${error?.message} ${JSON.stringify(error)}`).not.toContain(CANARY)
    }
    expect(await text()).toBe(broken)
  })

  test('a place that cannot be written is an error of the disk', async () => {
    await write('', path.join(home, 'file'))
    env.DOCKER_CONFIG = path.join(home, 'file')
    await expect(credentials().store(HOST, LOGIN)).rejects.toMatchObject({
      message: expect.stringMatching(/config\.json cannot be (read|written) \(ENOTDIR\)/),
    })
  })

  test.each(['docker.io', 'index.docker.io', 'registry-1.docker.io'])(
    "%s is kept under docker's key for Docker Hub",
    async (name) => {
      await credentials().store(name, LOGIN)
      expect(await document()).toEqual({
        auths: { 'https://index.docker.io/v1/': { auth: encoded(`ada:${CANARY}`) } },
      })
      expect(await credentials().get('docker.io', 'library/alpine')).toEqual(LOGIN)
      expect(await credentials().erase('docker.io')).toBe(true)
      expect(await document()).toEqual({ auths: {} })
    },
  )

  test('twenty logins at once are all kept', async () => {
    const hosts = Array.from({ length: 20 }, (_, number) => `r${number}.example.com`)
    await Promise.all(hosts.map((host) => credentials().store(host, LOGIN)))
    expect(Object.keys(JSON.parse(await text()).auths).sort()).toEqual(hosts.sort())
  })

  test('a login that stands there already is not written again', async () => {
    await credentials().store(HOST, LOGIN)
    const { ino } = await stat(config)
    expect(await credentials().store(HOST, LOGIN)).toEqual({ kind: 'file', path: config, changed: false })
    expect((await stat(config)).ino).toBe(ino)
  })

  test('an identity token takes the place of the password', async () => {
    await write({ auths: { [HOST]: { username: 'ada', password: 'old' } } })
    await credentials().store(HOST, { kind: 'identity-token', username: 'ada', token: CANARY })
    expect(await document()).toEqual({ auths: { [HOST]: { auth: encoded('ada:'), identitytoken: CANARY } } })
    expect(await credentials().get(HOST, 'a/b')).toEqual({
      kind: 'identity-token',
      username: 'ada',
      token: CANARY,
    })
  })

  test('every key that means the host is forgotten, and no other', async () => {
    const others = { [`${HOST}/team`]: { auth: 'eTp6' }, [`${HOST}:5000`]: { auth: 'eTp6' } }
    await write({
      auths: { [HOST]: { auth: 'eTp6' }, [`https://${HOST}/v1/`]: { auth: 'eTp6' }, ...others },
    })
    expect(await credentials().erase(HOST)).toBe(true)
    expect(await document()).toEqual({ auths: others })
  })

  test('where nothing is to be forgotten, nothing is written', async () => {
    expect(await credentials().erase(HOST)).toBe(false)
    await expect(lstat(config)).rejects.toMatchObject({ code: 'ENOENT' })
    await write('{"auths":{}}')
    const { ino } = await stat(config)
    expect(await credentials().erase(HOST)).toBe(false)
    expect([await text(), (await stat(config)).ino]).toEqual(['{"auths":{}}', ino])
  })
})

describe('in a helper', () => {
  test("the file's own store keeps the secret, and the file an empty entry", async () => {
    const { kept } = await helper('vault')
    await write({ credsStore: 'vault', auths: {} })
    expect(await credentials().store(HOST, LOGIN)).toEqual({ kind: 'helper', suffix: 'vault', path: config })
    expect(JSON.parse((await kept(HOST)) ?? '')).toEqual({
      ServerURL: HOST,
      Username: 'ada',
      Secret: CANARY,
    })
    expect(await document()).toEqual({ credsStore: 'vault', auths: { [HOST]: {} } })
    expect(await credentials().get(HOST, 'a/b')).toEqual(LOGIN)
    expect(await credentials().erase(HOST)).toBe(true)
    expect(await kept(HOST)).toBeUndefined()
    expect(await document()).toEqual({ credsStore: 'vault', auths: {} })
    expect(await credentials().erase(HOST)).toBe(false)
  })

  test('one that is named for the host goes before the one for all', async () => {
    const [own, all] = [await helper('own'), await helper('all')]
    await write({ credsStore: 'all', credHelpers: { [HOST]: 'own' } })
    const login: Login = { kind: 'identity-token', username: 'ada', token: CANARY }
    await credentials().store(HOST, login)
    expect(JSON.parse((await own.kept(HOST)) ?? '')).toMatchObject({ Username: '<token>', Secret: CANARY })
    expect(await all.kept(HOST)).toBeUndefined()
    expect(await credentials().get(HOST, 'a/b')).toEqual({ kind: 'identity-token', token: CANARY })
  })

  test("the system's own is taken where the file keeps nothing yet, as docker does", async () => {
    const { kept } = await helper('secretservice')
    expect(await credentials().store('docker.io', LOGIN)).toMatchObject({ suffix: 'secretservice' })
    expect(await kept('https://index.docker.io/v1/')).toContain(CANARY)
    expect(await document()).toEqual({
      credsStore: 'secretservice',
      auths: { 'https://index.docker.io/v1/': {} },
    })
  })

  test('with pass on PATH it is that of pass; none where its program is missing', async () => {
    await helper('secretservice')
    await program('pass', '')
    expect(await credentials().store(HOST, LOGIN)).toMatchObject({ kind: 'file' })
  })

  test('a file that keeps logins keeps this one too', async () => {
    await helper('secretservice')
    await write({ auths: { 'z.example.com': { auth: 'eTp6' } } })
    expect(await credentials().store(HOST, LOGIN)).toMatchObject({ kind: 'file' })
  })

  test('one that fails is named, its own words without the secret, and the file stays', async () => {
    await program(
      'docker-credential-bad',
      "process.stdout.write('locked: ' + require('node:fs').readFileSync(0, 'utf8')); process.exit(1)",
    )
    await write({ credsStore: 'bad' })
    const before = await text()
    const error: Error = await credentials()
      .store(HOST, LOGIN)
      .then(
        () => new Error('kept'),
        (thrown: Error) => thrown,
      )
    expect(error.message).toMatch(/docker-credential-bad could not be asked: it failed .*locked: …/)
    expect(error.message).not.toContain(CANARY)
    expect(await text()).toBe(before)
  })

  test('one that is not there is an error, and the secret goes nowhere', async () => {
    await write({ credsStore: 'gone' })
    await expect(credentials().store(HOST, LOGIN)).rejects.toThrow(/not on PATH/)
    expect(await text()).not.toContain('auths')
  })

  test('one that hangs is given up after half a minute', async () => {
    await program('docker-credential-slow', 'setInterval(() => {}, 1000)')
    await write({ credsStore: 'slow' })
    const before = await text()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const stored = credentials().store(HOST, LOGIN)
      const refused = expect(stored).rejects.toThrow(/docker-credential-slow .*did not answer in 30 seconds/)
      // The file is read first: only then is the helper started, and its time begins.
      await vi.waitUntil(() => vi.getTimerCount() > 0, { timeout: 10_000 })
      await vi.advanceTimersByTimeAsync(30_000)
      await refused
    } finally {
      vi.useRealTimers()
    }
    expect(await text()).toBe(before)
  })

  test('all that the file has an entry for, and all that its helper lists, is forgotten', async () => {
    const { kept } = await helper('vault')
    await write({ credsStore: 'vault', credHelpers: { 'cloud.example.com': 'absent' } })
    await credentials().store(HOST, LOGIN)
    await credentials().store('docker.io', LOGIN)
    const before = JSON.parse(await text())
    await write({ ...before, auths: { ...before.auths, 'quay.io/team': { auth: 'eTp6' } } })
    expect([...(await credentials().eraseAll())].sort()).toEqual(['docker.io', 'quay.io/team', HOST].sort())
    expect(await kept(HOST)).toBeUndefined()
    expect(await document()).toEqual({
      credsStore: 'vault',
      credHelpers: { 'cloud.example.com': 'absent' },
      auths: {},
    })
    expect(await credentials().eraseAll()).toEqual([])
  })

  test('where one cannot be forgotten, all others are, and its failure is told', async () => {
    await write({
      credHelpers: { [HOST]: 'absent' },
      auths: { [HOST]: {}, 'z.example.com': { auth: 'eTp6' } },
    })
    await expect(credentials().eraseAll()).rejects.toThrow(/docker-credential-absent .*not on PATH/)
    expect(await document()).toEqual({ credHelpers: { [HOST]: 'absent' }, auths: { [HOST]: {} } })
  })

  test('one that answers null has no credential to give', async () => {
    await program('docker-credential-null', "process.stdout.write('null')")
    await write({ credsStore: 'null' })
    await expect(credentials().get(HOST, 'a/b')).rejects.toThrow(/without Username and Secret/)
  })
})

const docker = toolPath('docker')
describe.skipIf(docker === undefined)("docker's own client [skipped where docker is not on PATH]", () => {
  /** Runs docker with this test's home and no daemon. */
  function runDocker(
    args: readonly string[],
    input = '',
  ): { readonly code: number | null; readonly said: string } {
    const { status, stdout, stderr } = spawnSync(docker ?? 'docker', args, {
      input,
      encoding: 'utf8',
      env: { HOME: home, PATH: env.PATH, DOCKER_HOST: `unix://${path.join(home, 'no-daemon.sock')}` },
    })
    return { code: status, said: `${stdout}${stderr}` }
  }

  test('logs out of what was kept here', async () => {
    await credentials().store(HOST, LOGIN)
    await credentials().store('docker.io', LOGIN)
    expect(runDocker(['logout', HOST]).code).toBe(0)
    expect(await credentials().get(HOST, 'a/b')).toEqual({ kind: 'anonymous' })
    expect(await credentials().get('docker.io', 'a/b')).toEqual(LOGIN)
    expect(runDocker(['logout']).code).toBe(0)
    expect(await document()).toEqual({ auths: {} })
  })

  test('and out of what a helper keeps', async () => {
    const { kept } = await helper('vault')
    await write({ credsStore: 'vault' })
    await credentials().store(HOST, LOGIN)
    expect(runDocker(['logout', HOST]).code).toBe(0)
    expect(await kept(HOST)).toBeUndefined()
  })

  describeWith('distribution3', 'with a registry that asks for a password', () => {
    test('each logs in with what the other kept', async () => {
      const registry = await startRegistry('distribution3', {
        auth: { kind: 'htpasswd', user: 'ada', password: CANARY },
      })
      try {
        await credentials().store(registry.host, LOGIN)
        const client = testClient({ credentials: credentials() })
        const location = { kind: 'registry', host: registry.host, repository: 'shop/api' } as const
        await pushImage(client.repository(location, { push: true }), await makeImage(), ['1.0'])
        await client.close()
        // A question that docker's client asks itself, without its daemon.
        const inspect = ['manifest', 'inspect', '--insecure', `${registry.host}/shop/api:1.0`]
        expect(runDocker(inspect).said).toContain('schemaVersion')
        expect(await credentials().erase(registry.host)).toBe(true)
        expect(runDocker(inspect).said).not.toContain('schemaVersion')
        const args = ['login', registry.host, '-u', 'ada', '--password-stdin']
        expect(runDocker(args, CANARY).said).toContain('Login Succeeded')
        expect(await credentials().get(registry.host, 'a/b')).toEqual(LOGIN)
        const others = await text()
        await credentials().store(HOST, LOGIN)
        await credentials().erase(HOST)
        expect(await document()).toEqual(JSON.parse(others))
      } finally {
        await registry.close()
      }
    })
  })
})
