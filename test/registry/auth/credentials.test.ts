import { access, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Credential, CredentialSource } from '../../../src/registry/auth/credentials/credential.ts'
import { createDockerCredentials } from '../../../src/registry/auth/credentials/docker.ts'

const CANARY = 'canary-s3cret'
let home = ''
let env: Record<string, string>
let warnings: string[]

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'credentials-'))
  env = {
    PATH: `${path.join(home, 'bin')}:${process.env.PATH ?? ''}`,
    XDG_RUNTIME_DIR: path.join(home, 'run'),
  }
  warnings = []
})

afterEach(() => rm(home, { recursive: true, force: true }))

const source = (): CredentialSource =>
  createDockerCredentials({ env, home, platform: 'linux', onWarning: (text) => warnings.push(text) })
const find = (host: string, repository = 'a/b'): Promise<Credential> => source().get(host, repository)
const auth = (user: string, password = CANARY): { auth: string } => ({
  auth: Buffer.from(`${user}:${password}`).toString('base64'),
})
const login = (username: string, password = CANARY): Credential => ({ kind: 'basic', username, password })

async function write(name: string, content: unknown): Promise<string> {
  const file = path.join(home, name)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

/** A helper that notes what it was asked and runs `body` (shell; the server is in $server). */
async function helper(suffix: string, body: string): Promise<() => Promise<string[]>> {
  const log = path.join(home, `${suffix}.log`)
  const script = `#!/bin/sh\nserver=$(cat)\nprintf '%s %s\\n' "$1" "$server" >> '${log}'\n${body}\n`
  await chmod(await write(`bin/docker-credential-${suffix}`, script), 0o755)
  return async () => (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').filter(Boolean)
}

describe('docker config.json', () => {
  test('none at all is nobody', async () => {
    expect(await find('registry.example.com')).toEqual({ kind: 'anonymous' })
  })

  test.each([
    ['the host itself', { 'registry.example.com': auth('me') }],
    ['a URL of the host', { 'https://registry.example.com': auth('me') }],
    ['a URL with v1', { 'https://registry.example.com/v1/': auth('me') }],
    ['a URL with v2', { 'https://registry.example.com/v2/': auth('me') }],
    ['user and password in the open', { 'registry.example.com': { username: 'me', password: CANARY } }],
    ['zero bytes at the end', { 'registry.example.com': auth('me', `${CANARY}\0\0`) }],
  ])('is read by %s', async (_, auths) => {
    await write('.docker/config.json', { auths })
    expect(await find('registry.example.com')).toEqual(login('me'))
    expect(await find('other.example.com')).toEqual({ kind: 'anonymous' })
    expect(await find('registry.example.com:5000')).toEqual({ kind: 'anonymous' })
  })

  test('the exact key wins over one that means the same host', async () => {
    await write('.docker/config.json', {
      auths: { 'https://registry.example.com/v1/': auth('old'), 'registry.example.com': auth('me') },
    })
    expect(await find('registry.example.com')).toEqual(login('me'))
  })

  test('a password may hold colons', async () => {
    await write('.docker/config.json', { auths: { 'r.example.com': auth('me', 'a:b:c') } })
    expect(await find('r.example.com')).toEqual(login('me', 'a:b:c'))
  })

  test.each(['https://index.docker.io/v1/', 'docker.io', 'index.docker.io'])(
    'Docker Hub is %s',
    async (key) => {
      await write('.docker/config.json', { auths: { [key]: auth('hub') } })
      expect(await find('docker.io', 'library/alpine')).toEqual(login('hub'))
    },
  )

  test('identity and registry tokens go before a password', async () => {
    await write('.docker/config.json', {
      auths: {
        'a.example.com': { ...auth('me'), identitytoken: 'refresh' },
        'b.example.com': { registrytoken: 'access' },
        'c.example.com': {},
      },
    })
    expect(await find('a.example.com')).toEqual({ kind: 'identity-token', username: 'me', token: 'refresh' })
    expect(await find('b.example.com')).toEqual({ kind: 'bearer', token: 'access' })
    expect(await find('c.example.com')).toEqual({ kind: 'anonymous' })
  })

  test('lies where DOCKER_CONFIG says', async () => {
    await write('.docker/config.json', { auths: { 'r.example.com': auth('home') } })
    await write('elsewhere/config.json', { auths: { 'r.example.com': auth('elsewhere') } })
    env.DOCKER_CONFIG = path.join(home, 'elsewhere')
    expect(await find('r.example.com')).toEqual(login('elsewhere'))
  })

  test.each([
    ['no JSON', `{"auths": {"r.example.com": {"auth": "${CANARY}"`],
    ['no object', '[]'],
    [
      'an auth that is no pair',
      { auths: { 'r.example.com': { auth: Buffer.from(CANARY).toString('base64') } } },
    ],
    ['auths that are none', { auths: CANARY }],
    ['an entry that is none', { auths: { 'r.example.com': CANARY } }],
    ['a helper that is no name', { credHelpers: { 'r.example.com': 1 } }],
  ])('with %s is an error that names the file, not its content', async (_, content) => {
    const file = await write('.docker/config.json', content)
    const error: Error = await find('r.example.com').then(
      () => new Error('no error'),
      (failure: Error) => failure,
    )
    expect(error).toMatchObject({ code: 'invalid-file', message: expect.stringContaining(file) })
    expect(`${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain(CANARY)
  })

  test('that is empty, or begins with a byte order mark, is fine', async () => {
    await write('.docker/config.json', '')
    expect(await find('r.example.com')).toEqual({ kind: 'anonymous' })
    await write('.docker/config.json', `\uFEFF${JSON.stringify({ auths: { 'r.example.com': auth('me') } })}`)
    expect(await find('r.example.com')).toEqual(login('me'))
  })
})

describe('DOCKER_AUTH_CONFIG', () => {
  test('goes before the file; a miss falls through to it', async () => {
    await write('.docker/config.json', {
      auths: { 'a.example.com': auth('file'), 'b.example.com': auth('file') },
    })
    env.DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { 'a.example.com': auth('variable') } })
    expect(await find('a.example.com')).toEqual(login('variable'))
    expect(await find('b.example.com')).toEqual(login('file'))
  })

  test('with more in it than docker takes is left out, with a warning', async () => {
    env.DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { 'a.example.com': auth('variable') }, credsStore: 'x' })
    expect(await find('a.example.com')).toEqual({ kind: 'anonymous' })
    expect(warnings).toEqual([expect.stringContaining('"credsStore"')])
    expect(warnings.join()).not.toContain(CANARY)
  })

  test('that is no JSON is an error without its content', async () => {
    env.DOCKER_AUTH_CONFIG = `{"auths": ${CANARY}`
    await expect(find('a.example.com')).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.not.stringContaining(CANARY),
    })
  })
})

describe('helpers', () => {
  const answer = `printf '{"ServerURL":"%s","Username":"helped","Secret":"${CANARY}"}' "$server"`
  const nothing = "echo 'credentials not found in native keychain'; exit 1"

  test("are asked in docker's protocol, once for a host", async () => {
    const asked = await helper('one', answer)
    await write('.docker/config.json', { credsStore: 'one' })
    const credentials = source()
    const found = await Promise.all(
      ['a/b', 'a/b', 'c/d'].map((name) => credentials.get('r.example.com', name)),
    )
    expect(found).toEqual([login('helped'), login('helped'), login('helped')])
    expect(await asked()).toEqual(['get r.example.com'])
  })

  test('are asked again where what they gave has run out, and files are read again', async () => {
    const asked = await helper('one', answer)
    await write('.docker/config.json', { credHelpers: { 'r.example.com': 'one' } })
    const credentials = source()
    await credentials.get('r.example.com', 'a/b')
    expect(await credentials.get('r.example.com', 'a/b', { renew: true })).toEqual(login('helped'))
    expect(await asked()).toHaveLength(2)
    await write('.docker/config.json', { auths: { 'r.example.com': auth('new') } })
    expect(await credentials.get('r.example.com', 'c/d')).toEqual(login('helped'))
    expect(await credentials.get('r.example.com', 'c/d', { renew: true })).toEqual(login('new'))
  })

  test('know Docker Hub by its old name', async () => {
    const asked = await helper('one', answer)
    await write('.docker/config.json', { credHelpers: { 'https://index.docker.io/v1/': 'one' } })
    expect(await find('docker.io')).toEqual(login('helped'))
    expect(await asked()).toEqual(['get https://index.docker.io/v1/'])
  })

  test('of a host go before the store', async () => {
    const [one, two] = [await helper('one', answer), await helper('two', answer)]
    await write('.docker/config.json', { credsStore: 'one', credHelpers: { 'r.example.com': 'two' } })
    await find('r.example.com')
    expect([await one(), await two()]).toEqual([[], ['get r.example.com']])
  })

  test('that know nothing have the last word over the file, not over podman', async () => {
    await helper('one', nothing)
    await write('.docker/config.json', { credsStore: 'one', auths: { 'r.example.com': auth('file') } })
    expect(await find('r.example.com')).toEqual({ kind: 'anonymous' })
    await write('run/containers/auth.json', { auths: { 'r.example.com': auth('podman') } })
    expect(await find('r.example.com')).toEqual(login('podman'))
  })

  test('may give an identity token', async () => {
    await helper('one', `printf '{"ServerURL":"","Username":"<token>","Secret":"refresh"}'`)
    await write('.docker/config.json', { credsStore: 'one' })
    expect(await find('r.example.com')).toEqual({ kind: 'identity-token', token: 'refresh' })
  })

  test.each([
    ['fails', `echo 'the vault is sealed, Bearer ${CANARY}'; exit 1`],
    ['answers, and fails then', `echo '{"Username":"x","Secret":"${CANARY}"}'; exit 1`],
    ['fails with nothing but the secret', `echo '${CANARY}'; exit 1`],
    ['is killed', 'kill -9 $$'],
    ['answers with something else', `echo '${CANARY}'`],
    ['answers with half of it', `echo '{"Username":"x"}'`],
    ['dies without reading', 'exit 3'],
  ])('that %s is an error with its name and that of the file', async (_, body) => {
    await helper('one', body)
    const file = await write('.docker/config.json', { credsStore: 'one' })
    const error: Error & { details?: { hint?: string } } = await find('r.example.com').then(
      () => new Error('no error'),
      (failure: Error) => failure,
    )
    expect(error).toMatchObject({ code: 'failed', message: expect.stringContaining('docker-credential-one') })
    expect(error.details?.hint).toContain(file)
    expect(error.message).not.toContain(CANARY)
  })

  test('that are not there are an error', async () => {
    await write('.docker/config.json', { credsStore: 'absent' })
    await expect(find('r.example.com')).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('docker-credential-absent'),
    })
  })

  test('cannot be made to run something else', async () => {
    await write('.docker/config.json', { credsStore: 'x/../../../bin/sh' })
    await expect(find('r.example.com')).rejects.toMatchObject({ code: 'failed' })
  })

  test('that hang end with the run', async () => {
    const started = path.join(home, 'started')
    await helper('one', `: > '${started}'; exec sleep 60`)
    await write('.docker/config.json', { credsStore: 'one' })
    const controller = new AbortController()
    const asking = source().get('r.example.com', 'a', { signal: controller.signal })
    const failed = expect(asking).rejects.toThrow('enough')
    await vi.waitFor(() => access(started), { timeout: 10_000 })
    controller.abort(new Error('enough'))
    await failed
  })
})

describe('podman', () => {
  test('keeps namespaced keys: the most specific one counts', async () => {
    await write('run/containers/auth.json', {
      auths: {
        'r.example.com': auth('host'),
        'r.example.com/team': auth('team'),
        'r.example.com/team/app': auth('app'),
      },
    })
    expect(await find('r.example.com', 'team/app')).toEqual(login('app'))
    expect(await find('r.example.com', 'team/app/part')).toEqual(login('app'))
    expect(await find('r.example.com', 'team/other')).toEqual(login('team'))
    expect(await find('r.example.com', 'teams/app')).toEqual(login('host'))
  })

  test('comes after docker', async () => {
    await write('run/containers/auth.json', { auths: { 'r.example.com': auth('podman') } })
    await write('.docker/config.json', { auths: { 'r.example.com': auth('docker') } })
    expect(await find('r.example.com')).toEqual(login('docker'))
  })

  test('has two files, and REGISTRY_AUTH_FILE in place of both', async () => {
    await write('.config/containers/auth.json', { auths: { 'r.example.com': auth('config') } })
    expect(await find('r.example.com')).toEqual(login('config'))
    await write('run/containers/auth.json', { auths: { 'r.example.com': auth('run') } })
    expect(await find('r.example.com')).toEqual(login('run'))
    env.REGISTRY_AUTH_FILE = await write('named.json', { auths: { 'r.example.com': auth('named') } })
    expect(await find('r.example.com')).toEqual(login('named'))
    env.REGISTRY_AUTH_FILE = await write('other.json', { auths: {} })
    expect(await find('r.example.com')).toEqual({ kind: 'anonymous' })
  })

  test('writes Docker Hub as docker.io', async () => {
    await write('run/containers/auth.json', {
      auths: { 'docker.io/acme': auth('acme'), 'docker.io': auth('hub') },
    })
    expect(await find('docker.io', 'acme/web')).toEqual(login('acme'))
    expect(await find('docker.io', 'library/alpine')).toEqual(login('hub'))
  })
})

test('files are read once, when first needed', async () => {
  const credentials = source()
  const file = await write('.docker/config.json', { auths: { 'r.example.com': auth('me') } })
  expect(await credentials.get('r.example.com', 'a')).toEqual(login('me'))
  await rm(file)
  expect(await credentials.get('r.example.com', 'a')).toEqual(login('me'))
  expect(await credentials.get('r.example.com', 'b')).toEqual(login('me'))
})

test("regctl's file is looked into last, and its helpers are not run", async () => {
  const hosts = {
    'r.example.com': { tls: 'disabled', user: 'reg', pass: 'word' },
    'docker.io': { user: 'hub', pass: 'word' },
    'h.example.com': { credHelper: 'docker-credential-absent' },
  }
  await write('.regctl/config.json', { hosts })
  const basic = (username: string) => ({ kind: 'basic', username, password: 'word' })
  expect(await find('r.example.com')).toEqual(basic('reg'))
  expect(await find('docker.io', 'acme/web')).toEqual(basic('hub'))
  expect(await find('h.example.com')).toEqual({ kind: 'anonymous' })
  await write('run/containers/auth.json', { auths: { 'r.example.com': auth('run') } })
  expect(await find('r.example.com')).toEqual(login('run'))
  env.REGCTL_CONFIG = await write('named.json', { hosts: { 'q.example.com': hosts['r.example.com'] } })
  expect(await find('q.example.com')).toEqual(basic('reg'))
  expect(await find('docker.io', 'acme/web')).toEqual({ kind: 'anonymous' })
  env.REGCTL_CONFIG = await write('broken.json', 'no JSON')
  await expect(find('q.example.com')).rejects.toMatchObject({ code: 'invalid-file' })
})
