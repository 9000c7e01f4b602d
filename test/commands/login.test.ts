import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type CliOptions, type CliResult, runPromote, testFolder } from '../support/cli.ts'
import type { FaultAuth } from '../support/fault-registry/auth.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { runInTerminal } from '../support/terminal.ts'

const PASSWORD = 'canary-77aa-password'
const WRONG = 'canary-99ff-wrong'
const BASIC: FaultAuth = { kind: 'basic', username: 'ann', password: PASSWORD }
const BEARER: FaultAuth = { kind: 'bearer', users: { ann: PASSWORD } }

interface Scene {
  readonly registry: FaultRegistry
  readonly host: string
  readonly folder: string
  /** Runs promote at home in the folder, where no helper of this machine is found. */
  run(words: readonly string[], options?: Partial<CliOptions>): Promise<CliResult>
  /** Docker's config file as text; empty where there is none. */
  config(): Promise<string>
}

async function scene(auth: FaultAuth | undefined): Promise<Scene> {
  const registry = await startFaultRegistry(auth === undefined ? {} : { auth })
  onTestFinished(() => registry.close())
  const folder = await testFolder()
  const file = path.join(folder, '.docker', 'config.json')
  return {
    registry,
    host: registry.host,
    folder,
    run: (words, options = {}) =>
      runPromote(words, { cwd: folder, ...options, env: { PATH: path.join(folder, 'bin'), ...options.env } }),
    config: () => readFile(file, 'utf8').catch(() => ''),
  }
}

async function writeConfig(folder: string, text: string): Promise<string> {
  const file = path.join(folder, '.docker', 'config.json')
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, text)
  return file
}

/** A credential helper in the folder where promote looks for it. */
async function writeHelper(folder: string, suffix: string, script: string): Promise<void> {
  const file = path.join(folder, 'bin', `docker-credential-${suffix}`)
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `#!${process.execPath}\n${script}\n`)
  await chmod(file, 0o755)
}

/** No form of a password in anything that was said. */
function expectNoSecret(...results: readonly CliResult[]): void {
  for (const { stdout, stderr } of results) {
    for (const secret of [PASSWORD, WRONG]) {
      for (const form of [secret, btoa(secret), btoa(`ann:${secret}`)]) {
        expect(stdout + stderr).not.toContain(form)
      }
    }
  }
}

describe('promote login', () => {
  test('says what docker says, keeps the login for its owner alone, and warns of the file once', async () => {
    const { host, run, config, folder } = await scene(BASIC)
    const first = await run(['login', '-u', 'ann', '-p', PASSWORD, host, '--debug'])
    expect(first).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    expect(first.stderr).toMatch(
      /^WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n/,
    )
    const file = path.join(folder, '.docker', 'config.json')
    expect(first.stderr).toContain(`WARNING! Your credentials are stored unencrypted in '${file}'.\n`)
    expect(JSON.parse(await config())).toEqual({ auths: { [host]: { auth: btoa(`ann:${PASSWORD}`) } } })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const again = await run(['login', '-u', 'ann', '--password-stdin', `https://${host}/v1/`], {
      input: `${PASSWORD}\n`,
    })
    expect(again).toMatchObject({ code: 0, stdout: 'Login Succeeded\n', stderr: '' })
    expectNoSecret(first, again)
  })

  test('an identity token takes the place of the password, in no output', async () => {
    const { host, run, config } = await scene(BEARER)
    const result = await run(['login', '-u', 'ann', '--password-stdin', host, '--debug', '--json'], {
      input: PASSWORD,
    })
    expect(result.code, result.stderr).toBe(0)
    const { auth, identitytoken } = JSON.parse(await config()).auths[host]
    expect(atob(auth)).toBe('ann:')
    expect(result.stdout + result.stderr).not.toContain(identitytoken)
    expectNoSecret(result)
    expect(await run(['login', '--get-login', host])).toMatchObject({ code: 0, stdout: 'ann\n' })
    const existing = await run(['login', host])
    expect(existing).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    expect(existing.stderr).toMatch(/^Authenticating with existing credentials\.\.\. \[Username: ann\]\n/)
  })

  test.each([
    ['basic', BASIC],
    ['bearer', BEARER],
  ])('a wrong password is shown once (%s), ends with exit 6, and nothing is kept', async (_, auth) => {
    const { host, run, config, registry } = await scene(auth)
    const result = await run(['login', '-u', 'ann', '--password-stdin', host, '--debug'], { input: WRONG })
    expect(result.code).toBe(6)
    expect(result.stderr).toMatch(/Could not log in to \S+ as ann: unauthorized: /)
    const shown = registry.requests.filter(({ headers }) => headers.authorization !== undefined)
    expect(shown).toHaveLength(1)
    expect(await config()).toBe('')
    expectNoSecret(result)
  })

  test.each([
    [['-p', WRONG, '--password-stdin', '-u', 'ann'], 'cannot specify both --password and --password-stdin'],
    [['--password-stdin'], 'the --password-stdin option requires --username to be set'],
    [['-u', 'ann'], 'Cannot perform an interactive login from a non TTY device.'],
    [['-p', WRONG], 'Cannot perform an interactive login from a non TTY device.'],
    [['-u', 'ann', '--password-stdin'], 'The password on stdin is empty.'],
    [['--pasword', WRONG], 'There is no flag --pasword. Did you mean --password'],
    [[`--pasword=${WRONG}`], 'There is no flag --pasword'],
    [[`-P${WRONG}`], 'There is no flag'],
    [['ann', WRONG], '2 arguments too many'],
    [['--from-env'], 'There is no login to '],
    [['--swr-ak', 'AK', '--swr-sk-stdin'], 'is no registry of Huawei Cloud SWR'],
  ])('%j is wrong usage, in words without a secret', async (flags, message) => {
    const { host, run, registry } = await scene(BASIC)
    const result = await run(['login', host, ...flags, '--debug'])
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expect(result.stderr).toContain(message)
    expectNoSecret(result, await run(['login', host, ...flags, '--json']))
    expect(registry.requests).toEqual([])
  })

  test.each(['not a host', 'http://', 'host:99999', `ann:${WRONG}@registry.example.com`])(
    'the SERVER %j is wrong usage',
    async (server) => {
      const { run } = await scene(BASIC)
      const result = await run(['login', '-u', 'ann', '-p', PASSWORD, server])
      expect(result.code).toBe(2)
      expect(result.stderr).toContain('is not the name of a registry')
      expectNoSecret(result)
    },
  )

  test('a login that is there and is refused, with nobody to ask, ends with exit 6', async () => {
    const { host, run, folder } = await scene(BASIC)
    await writeConfig(folder, JSON.stringify({ auths: { [host]: { auth: btoa(`ann:${WRONG}`) } } }))
    const result = await run(['login', host])
    expect(result.code).toBe(6)
    expect(result.stderr).toContain('as ann: unauthorized: incorrect username or password.')
    expectNoSecret(result)
  })

  test('a registry that asks for no login takes any, as with docker, and that is said', async () => {
    const { host, run, config } = await scene(undefined)
    const result = await run(['login', '-u', 'ann', '--password-stdin', host], { input: PASSWORD })
    expect(result).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    expect(result.stderr).toContain(`${host} asks for no login: whether this one is right is not known.`)
    expect(await config()).toContain(host)
  })

  test.each(['{ "auths": ', '[]', '{ "auths": { "z.example.com": { "auth": "!" } } }'])(
    'a config file that is broken (%j) is named and left as it is',
    async (broken) => {
      const { host, run, folder, config } = await scene(BASIC)
      const file = await writeConfig(folder, broken)
      const result = await run(['login', '-u', 'ann', '--password-stdin', host], { input: PASSWORD })
      expect(result.code).toBe(2)
      expect(result.stderr).toContain(file)
      expect(await config()).toBe(broken)
      expectNoSecret(result)
    },
  )

  test.each([
    ['is missing', undefined, /docker-credential-odd .*is not on PATH/],
    [
      'prints rubbish',
      `console.log('}{ ${PASSWORD}'); process.exit(3)`,
      /docker-credential-odd .*exit code 3/,
    ],
    [
      'says why in words',
      "console.log('the keychain is locked'); process.exit(1)",
      /docker-credential-odd .*the keychain is locked/,
    ],
  ])('a helper that %s is an error that names it, and the password goes nowhere', async (_, script, why) => {
    const { host, run, folder, config } = await scene(BASIC)
    if (script !== undefined) await writeHelper(folder, 'odd', script)
    await writeConfig(folder, '{"credsStore":"odd"}')
    const result = await run(['login', '-u', 'ann', '--password-stdin', host, '--debug'], { input: PASSWORD })
    expect(result.code).toBe(1)
    expect(result.stderr.replaceAll('\n', ' ')).toMatch(why)
    expect(await config()).toBe('{"credsStore":"odd"}')
    expectNoSecret(result)
  })

  test('two logins at once are both kept', async () => {
    const { host, run, config } = await scene(BASIC)
    const hosts = [host, host.replace('127.0.0.1', 'localhost')]
    const results = await Promise.all(
      hosts.map((one) => run(['login', '-u', 'ann', '--password-stdin', one], { input: PASSWORD })),
    )
    expect(results.map(({ code }) => code)).toEqual([0, 0])
    expect(Object.keys(JSON.parse(await config()).auths).sort()).toEqual(hosts.toSorted())
  })

  test("CI's variables log in to GitLab's registry, and the token shows nowhere", async () => {
    const { host, run, config } = await scene({
      kind: 'bearer',
      users: { 'gitlab-ci-token': PASSWORD },
    })
    const env = { CI_REGISTRY: host, CI_JOB_TOKEN: PASSWORD }
    const result = await run(['login', '--from-env', '--debug'], { env })
    expect(result).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    expect(await config()).toContain(host)
    expectNoSecret(result)
  })

  test('a promotion file that is there says how the registry is reached', async () => {
    const { host, run, folder } = await scene(BASIC)
    const name = host.replace('127.0.0.1', 'localhost')
    await writeFile(path.join(folder, 'promotion.yaml'), `registries: { "${name}": { plainHttp: false } }\n`)
    const words = ['login', '-u', 'ann', '--password-stdin', name]
    const refused = await run(words, { input: PASSWORD })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('--plain-http') })
    expect(await run([...words, '--plain-http'], { input: PASSWORD })).toMatchObject({ code: 0 })
  })
})

/** A registry under a name of its own, that takes one login and is reached through the proxy of its surroundings. */
function named(host: string, username: string, password: string) {
  const auth: FaultAuth = { kind: 'basic', username, password }
  return playForTest([{ kind: 'named', hosts: [host], auth, facts: [] }])
}

describe('clouds', () => {
  const SWR = 'swr.cn-north-4.myhuaweicloud.com'
  // printf AKEXAMPLE | openssl dgst -sha256 -hmac SKEXAMPLE
  const DERIVED = '0e88cbb99273df9955697b92044912a5883c7ea4463f1cae99013c9478dba7c0'
  const KEYS = ['login', '--swr-ak', 'AKEXAMPLE', '--swr-sk-stdin', SWR, '--debug']

  test("SWR's login is made of an access key, and neither key nor password is shown", async () => {
    const [{ run, config }, { env }] = [
      await scene(undefined),
      await named(SWR, 'cn-north-4@AKEXAMPLE', DERIVED),
    ]
    const result = await run(KEYS, { env, input: 'SKEXAMPLE\n' })
    expect(result, result.stderr).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    expect(result.stdout + result.stderr).not.toMatch(new RegExp(`SKEXAMPLE|${DERIVED}`))
    const { auth } = JSON.parse(await config()).auths[SWR]
    expect(atob(auth)).toBe(`cn-north-4@AKEXAMPLE:${DERIVED}`)
    const wrong = await run(KEYS, { env, input: 'another key' })
    expect(wrong.code).toBe(6)
    expect(wrong.stdout + wrong.stderr).not.toContain('another key')
  })

  test("GitHub's token logs in to ghcr.io, with the actor's name", async () => {
    const [{ run, config }, { env }] = [await scene(undefined), await named('ghcr.io', 'octo', PASSWORD)]
    const github = { ...env, GITHUB_TOKEN: PASSWORD, GITHUB_ACTOR: 'octo' }
    const result = await run(['login', '--from-env', '--debug', '--json'], { env: github })
    expect(JSON.parse(result.stdout)).toMatchObject({ registry: 'ghcr.io', username: 'octo', checked: true })
    expect(Object.keys(JSON.parse(await config()).auths)).toEqual(['ghcr.io'])
    expectNoSecret(result)
  })

  test('a user name that the registry has none of is told in the hint', async () => {
    const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'
    const [{ run }, { env }] = [await scene(undefined), await named(ecr, 'AWS', PASSWORD)]
    const result = await run(['login', '-u', 'ann', '--password-stdin', ecr], { env, input: PASSWORD })
    expect(result.code).toBe(6)
    expect(result.stderr.replaceAll(/\s+/g, ' ')).toContain('"ann" is no user name of Amazon ECR: it is AWS.')
  })

  test('a password that goes over the network in the open is warned of', async () => {
    const [{ run }, { env }] = [await scene(undefined), await named('registry.example.com', 'ann', PASSWORD)]
    const words = ['login', '-u', 'ann', '--password-stdin', 'registry.example.com']
    const plain = await run([...words, '--plain-http', '--quiet'], { env, input: PASSWORD })
    expect(plain).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    expect(plain.stderr).toContain('WARNING! registry.example.com speaks plain HTTP')
    const secure = await run(words, { env, input: PASSWORD })
    expect(secure).toMatchObject({ code: 0, stderr: '' })
  })
})

describe('Docker Hub', () => {
  const hub = () => playForTest([dockerHub({ users: { ann: PASSWORD } })])

  test.each([
    [[]],
    [['docker.io']],
    [['index.docker.io']],
    [['https://index.docker.io/v1/']],
    [['registry-1.docker.io']],
  ])('is what %j means, under the key that docker has for it', async (server) => {
    const [{ run, config }, { env }] = [await scene(undefined), await hub()]
    const words = ['login', '-u', 'ann', '--password-stdin', ...server]
    const result = await run(words, { env, input: PASSWORD })
    expect(result, result.stderr).toMatchObject({ code: 0, stdout: 'Login Succeeded\n' })
    expect(Object.keys(JSON.parse(await config()).auths)).toEqual(['https://index.docker.io/v1/'])
    expect(await run(['logout', ...server])).toMatchObject({
      code: 0,
      stdout: 'Removing login credentials for https://index.docker.io/v1/\n',
    })
  })

  test('refuses a wrong password in its own words', async () => {
    const [{ run }, { env }] = [await scene(undefined), await hub()]
    const result = await run(['login', '-u', 'ann', '--password-stdin'], { env, input: WRONG })
    expect(result.code).toBe(6)
    expect(result.stderr).toContain(
      'Could not log in to docker.io as ann: unauthorized: incorrect username or password.',
    )
  })
})

describe('promote logout', () => {
  test('says what docker says, of a login that was there and of one that was not', async () => {
    const { host, run, config, folder } = await scene(BASIC)
    await writeConfig(folder, JSON.stringify({ auths: { [host]: { auth: btoa('ann:x') } }, psFormat: 'x' }))
    expect(await run(['logout', host])).toEqual({
      code: 0,
      signal: null,
      stdout: `Removing login credentials for ${host}\n`,
      stderr: '',
    })
    expect(await run(['logout', `http://${host}`])).toMatchObject({
      code: 0,
      stdout: `Not logged in to ${host}\n`,
    })
    expect(await run(['logout'])).toMatchObject({
      stdout: 'Not logged in to https://index.docker.io/v1/\n',
    })
    expect(JSON.parse(await config())).toEqual({ auths: {}, psFormat: 'x' })
  })

  test('--all forgets every login; with SERVER it is wrong usage', async () => {
    const { run, config, folder } = await scene(undefined)
    const auth = btoa('ann:x')
    await writeConfig(
      folder,
      JSON.stringify({ auths: { 'a.example.com': { auth }, 'b.example.com': { auth } } }),
    )
    expect(await run(['logout', '--all', 'a.example.com'])).toMatchObject({ code: 2 })
    expect((await run(['logout', '--all'])).stdout).toBe(
      'Removing login credentials for a.example.com\nRemoving login credentials for b.example.com\n',
    )
    expect(JSON.parse(await config())).toEqual({ auths: {} })
    expect((await run(['logout', '-a'])).stdout).toBe('Not logged in to any registry\n')
  })

  test('a login that podman keeps stays, and is named', async () => {
    const { run, folder } = await scene(undefined)
    const file = path.join(folder, 'auth.json')
    await writeFile(file, JSON.stringify({ auths: { 'quay.io': { auth: btoa(`ann:${PASSWORD}`) } } }))
    const result = await run(['logout', 'quay.io'], { env: { REGISTRY_AUTH_FILE: file } })
    expect(result).toMatchObject({ code: 0, stdout: 'Not logged in to quay.io\n' })
    expect(result.stderr).toContain('podman logout quay.io')
    expectNoSecret(result)
  })
})

describe('at a terminal', () => {
  test('user name and password are asked for as docker does, and the password is not on the screen', async () => {
    const { host, folder, config } = await scene(BASIC)
    const { screen, code } = await runInTerminal(['login', host], {
      cwd: folder,
      env: { DOCKER_CONFIG: path.join(folder, '.docker') },
      steps: [
        { prompt: 'Username: ', keys: 'amm\x7f\x7fnn\r' },
        { prompt: 'Password: ', keys: `wrong\x15${PASSWORD}\r` },
      ],
    })
    expect(code, screen).toBe(0)
    expect(screen).toContain('Login Succeeded')
    expect(screen).not.toContain(PASSWORD)
    expect(screen).not.toContain('wrong')
    expect(JSON.parse(await config()).auths[host]).toEqual({ auth: btoa(`ann:${PASSWORD}`) })
  })

  test('what is typed ahead of the password is not shown either', async () => {
    const { host, folder } = await scene(BASIC)
    const { screen, code } = await runInTerminal(['login', host], {
      cwd: folder,
      steps: [{ prompt: 'Username: ', keys: `ann\r${PASSWORD}\r` }],
    })
    expect(code, screen).toBe(0)
    expect(screen).not.toContain(PASSWORD)
  })

  test('a login that is there and refused leads to the question, with its user name', async () => {
    const { host, folder, config } = await scene(BASIC)
    await writeConfig(folder, JSON.stringify({ auths: { [host]: { auth: btoa(`ann:${WRONG}`) } } }))
    const { screen, code } = await runInTerminal(['login', host], {
      cwd: folder,
      steps: [
        { prompt: 'Username (ann): ', keys: '\r' },
        { prompt: 'Password: ', keys: `${PASSWORD}\r` },
      ],
    })
    expect(code, screen).toBe(0)
    expect(screen).toContain('Authenticating with existing credentials... [Username: ann]')
    expect(screen).toContain('Login did not succeed, error: ')
    expect(await config()).toContain(btoa(`ann:${PASSWORD}`))
  })

  test.each([
    ['Ctrl-C', '\x03', 130],
    ['Ctrl-D', '\x04', 1],
    ['nothing', '\r', 2],
  ])('%s in place of a password ends it, and the terminal echoes again', async (_, keys, wanted) => {
    const { host, folder, config } = await scene(BASIC)
    const { screen, code } = await runInTerminal(['login', '-u', 'ann', host], {
      cwd: folder,
      steps: [{ prompt: 'Password: ', keys }],
    })
    expect(code, screen).toBe(wanted)
    expect(await config()).toBe('')
  })
})
