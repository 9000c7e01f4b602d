import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type CliResult, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const PASSWORD = 'canary-4d1f-password'
const opened: FaultRegistry[] = []

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

/** The password as it is, as it travels in Basic, and percent-encoded. */
function forms(): readonly string[] {
  return [
    PASSWORD,
    Buffer.from(`robot:${PASSWORD}`).toString('base64'),
    Buffer.from(PASSWORD).toString('base64'),
  ]
}

async function expectNoCanary(
  folder: string,
  results: readonly CliResult[],
  keep: readonly string[],
): Promise<void> {
  const texts = results.flatMap(({ stdout, stderr }) => [stdout, stderr])
  for (const name of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(name.parentPath, name.name)
    if (name.isFile() && !keep.includes(path.relative(folder, file))) texts.push(await readFile(file, 'utf8'))
  }
  for (const text of texts) for (const form of forms()) expect(text).not.toContain(form)
}

async function scene(kind: 'basic' | 'bearer'): Promise<{ registry: FaultRegistry; folder: string }> {
  const registry = await startFaultRegistry({ auth: { kind, username: 'robot', password: PASSWORD } })
  opened.push(registry)
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const folder = await testFolder({
    'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }, 'defaults: { retries: 1 }'),
  })
  return { registry, folder }
}

const commands = [
  ['--from', 'test', '--to', 'prod', '--dry-run', '--debug'],
  ['plan', '--from', 'test', '--to', 'prod', '-o', 'plan.json', '--debug'],
  ['plan', 'show', 'plan.json', '--debug'],
  ['approve', 'plan.json', '--debug'],
  ['approvals', 'plan.json', '--debug'],
  ['--from', 'test', '--to', 'prod', '--debug'],
  ['--from', 'test', '--to', 'prod', '--debug', '--json'],
  ['diff', '--debug'],
  ['status', '--json'],
  ['gates', '--debug'],
  ['verify', '--deep', '--debug'],
  ['repair', 'prod', '--deep', '--reason', 'x', '--debug'],
  ['rollback', 'prod', '--dry-run', '--debug'],
  ['history', '--json'],
  ['explain', 'api', '--debug'],
  ['hold', 'add', 'prod', 'api:1.0.0', '--reason', 'x', '--debug'],
  ['hold', 'ls', '--debug'],
  ['hold', 'release', 'prod', 'api', '--reason', 'x', '--debug'],
  ['reject', 'api:1.0.0', '--reason', 'x', '--debug'],
  ['reject', 'api:1.0.0', '--undo', '--reason', 'x', '--debug'],
  ['guard', '--debug'],
  ['apply', 'plan.json', '--debug'],
  ['validate', '--debug'],
  ['ledger', 'verify', '--debug'],
  ['ledger', 'show', '1', '--debug'],
  ['ledger', 'export', '--debug'],
  ['tags', 'HOST/test/api', '--detail', '--debug'],
  ['inspect', 'HOST/test/api:1.0.0', '--history', '--debug'],
  ['inspect', 'HOST/test/api:1.0.0', '--json'],
  ['login', 'HOST', '--debug'],
  ['login', '--get-login', 'HOST', '--json'],
  ['pull', 'HOST/test/api:1.0.0', '--debug'],
  ['pull', 'HOST/test/api:1.0.0', '--output', 'api.tar', '--debug'],
  ['tag', 'HOST/test/api:1.0.0', 'HOST/pushed/api:1', '--debug'],
  ['push', 'HOST/pushed/api:1', '--debug'],
  ['push', '-a', 'HOST/pushed/api', '--json'],
  ['copy', 'HOST/test/api:1.0.0', 'HOST/copied/api:1', '--referrers', '--debug'],
  ['images', '--digests', '--debug'],
]

/** Those that end otherwise than well at a registry that has no search, or that take away what others need. */
const lastCommands = [
  ['verify', '--json'],
  ['search', 'HOST/api', '--debug'],
  ['rmi', 'HOST/pushed/api:1', '--debug'],
  ['logout', 'HOST', '--debug'],
  ['resume', '--debug'],
  ['ledger', 'abandon', '1', '--reason', 'x', '--debug'],
]

/** Commands that open no registry, file of logins or environment of one. */
const BLIND = ['completion', 'init', 'schema']

test('every command that can see a login is looked at', async () => {
  const manifest = path.join(import.meta.dirname, '..', '..', 'oclif.manifest.json')
  const ids = Object.keys(JSON.parse(await readFile(manifest, 'utf8')).commands)
  const looked = [...commands, ...lastCommands].map(([first = '', second = '']) =>
    first.startsWith('-')
      ? 'promote'
      : first === 'ledger' || first === 'hold' || second === 'show'
        ? `${first}:${second}`
        : first,
  )
  expect(new Set([...looked, ...BLIND])).toEqual(new Set(ids))
})

test.each(['basic', 'bearer'] as const)(
  'a password of %s authentication shows nowhere, also where a registry says it back',
  async (kind) => {
    const { registry, folder } = await scene(kind)
    await mkdir(path.join(folder, '.docker'))
    const auths = { [registry.host]: { auth: Buffer.from(`robot:${PASSWORD}`).toString('base64') } }
    await writeFile(path.join(folder, '.docker', 'config.json'), JSON.stringify({ auths }))
    const results: CliResult[] = []
    const run = async (words: readonly string[]): Promise<CliResult> =>
      runPromote(
        words.map((word) => word.replace('HOST', registry.host)),
        { cwd: folder },
      )
    for (const words of commands) results.push(await run(words))
    expect(results.map(({ code }) => code)).toEqual(commands.map(() => 0))
    const echo = `{"errors":[{"code":"DENIED","message":"denied for Basic ${forms()[1]} at https://robot:${PASSWORD}@${registry.host}/v2/?token=${PASSWORD}"}]}`
    registry.inject({
      fault: { do: 'answer', status: 403, body: echo },
      method: ['GET', 'HEAD', 'POST', 'PUT'],
      path: /\/v2\//,
    })
    for (const words of [...commands, ...lastCommands]) results.push(await run(words))
    await expectNoCanary(folder, results, [path.join('.docker', 'config.json')])
  },
  // Every command there is, one after the other.
  240_000,
)

test('a password from a credential helper, from the environment and in a broken file shows nowhere', async () => {
  const { registry, folder } = await scene('basic')
  const helper = path.join(folder, 'docker-credential-canary')
  await writeFile(
    helper,
    `#!/bin/sh\ncat >/dev/null\necho '{"ServerURL":"x","Username":"robot","Secret":"${PASSWORD}"}'\n`,
  )
  await chmod(helper, 0o755)
  await mkdir(path.join(folder, '.docker'))
  const config = path.join(folder, '.docker', 'config.json')
  await writeFile(config, JSON.stringify({ credHelpers: { [registry.host]: 'canary' } }))
  const results = [
    await runPromote(['diff', '--debug'], { cwd: folder, env: { PATH: `${folder}:${process.env.PATH}` } }),
  ]
  expect(results[0]?.code).toBe(0)
  const fromEnv = { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [registry.host]: { auth: forms()[1] } } }) }
  results.push(await runPromote(['diff', '--debug'], { cwd: folder, env: fromEnv }))
  expect(results[1]?.code).toBe(0)
  await writeFile(config, `{"auths": {"${registry.host}": {"auth": "${forms()[1]}" "${PASSWORD}"}}}`)
  const broken = await runPromote(['diff', '--debug'], { cwd: folder })
  expect(broken.code).not.toBe(0)
  expect(broken.stderr).toContain('config.json')
  results.push(
    broken,
    await runPromote(['--from', 'test', '--password', PASSWORD, '--json'], { cwd: folder }),
  )
  results.push(await runPromote(['--from', 'test', `--password=${PASSWORD}`], { cwd: folder }))
  await expectNoCanary(folder, results, [path.join('.docker', 'config.json'), 'docker-credential-canary'])
})
