import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { commandsIn, runStep } from './running.ts'

const opened: { close(): Promise<unknown> }[] = []
const route = { from: 'test', to: 'prod' }

afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function scene(
  options: FaultRegistryOptions = {},
  more = 'defaults: { retries: 0 }',
): Promise<{ registry: FaultRegistry; folder: string }> {
  const registry = await startFaultRegistry(options)
  opened.push(registry)
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const text = promotionFile(registry.host, { api: '1.0.0' }, more)
  return { registry, folder: await testFolder({ 'promotion.yaml': text }) }
}

test('outputs and summary of a promotion, and of one with nothing to do', async () => {
  const { folder } = await scene()
  const first = await runStep(folder, route)
  expect(first.code, first.log).toBe(0)
  expect(Object.keys(first.outputs).sort()).toEqual(
    'applied-entry changed digests failed ledger-entry ledger-head plan plan-digest promoted skipped'.split(
      ' ',
    ),
  )
  expect(first.outputs).toMatchObject({
    changed: 'true',
    promoted: '["api"]',
    skipped: '[]',
    failed: '[]',
    plan: '',
  })
  expect(first.outputs['ledger-head']).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(first.summary).toMatch(/^### ✔ test → prod\n/)
  const second = await runStep(folder, route)
  expect(second.code).toBe(0)
  expect(second.outputs).toMatchObject({ changed: 'false', promoted: '[]', skipped: '["api"]', failed: '[]' })
})

test('an environment with confirm: true is written: who runs the step has said yes', async () => {
  const { registry, folder } = await scene({}, '')
  const file = path.join(folder, 'promotion.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('prod/{image}" }', 'prod/{image}", confirm: true }'))
  // What a job of another CI gets, where nobody said yes: the same folder, the command line.
  const refused = await runPromote(['--from', 'test', '--to', 'prod'], { cwd: folder })
  expect(refused.code).toBe(2)
  expect(registry.writes()).toEqual([])
  const { code, log, outputs } = await runStep(folder, route)
  expect(code, log).toBe(0)
  expect(outputs.promoted).toBe('["api"]')
  expect([...(registry.repositories.get('prod/api')?.tags.keys() ?? [])]).toEqual(['1.0.0'])
})

test('what is promoted is attested with a key of the step, which nothing shows', async () => {
  const { folder } = await scene({}, '')
  const file = path.join(folder, 'promotion.yaml')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('prod/{image}" }', 'prod/{image}", attest: { key: "env:ATTEST_KEY" } }'))
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { code, log, summary } = await runStep(folder, route, { ATTEST_KEY: pem })
  expect(code, log).toBe(0)
  expect(log).toContain('attested   api record, summary')
  const ledger = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
  expect(ledger).toContain('"kind":"attestation"')
  const secret = pem.split('\n')[1] ?? ''
  expect(secret.length).toBeGreaterThan(40)
  for (const shown of [log, summary, ledger]) expect(shown).not.toContain(secret)
  const without = await runStep(folder, { ...route, images: 'api' }, {})
  // All of it is attested: the key is not asked for.
  expect(without.code, without.log).toBe(0)
})

test('wrong inputs end the step before anything is asked', async () => {
  const { registry, folder } = await scene()
  const { code, log, outputs, summary } = await runStep(folder, { ...route, dryrun: 'true' })
  expect(code).toBe(2)
  expect(log).toContain('::error title=promote::There is no input "dryrun". Did you mean dry-run?')
  expect(outputs.promoted).toBe('[]')
  expect(summary).toContain('### ✖ The inputs of this step are wrong.')
  expect(registry.requests).toHaveLength(0)
})

test('what is wrong in the promotion file is annotated at its line and column, from the workspace', async () => {
  const { folder } = await scene()
  const deploy = path.join(folder, 'deploy')
  await mkdir(deploy)
  await writeFile(
    path.join(deploy, 'promotion.yaml'),
    'version: 1\nenvironments:\n  - nmae: test\nimages: []\n',
  )
  const { code, log } = await runStep(folder, { ...route, 'working-directory': 'deploy' })
  expect(code).toBe(2)
  expect(log).toMatch(/^::error title=promote,file=deploy\/promotion\.yaml,line=3,col=5::.*nmae/m)
})

test.each([
  'INPUT_REGISTRIES',
  'INPUT_GITHUB-TOKEN',
  'GITHUB_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'DOCKER_AUTH_CONFIG',
  'REGISTRY_PASSWORD',
  'AWS_SECRET_ACCESS_KEY',
  'npm_token',
])('the promotion file cannot send %s to a registry of its choice', async (name) => {
  const { registry, folder } = await scene()
  const text = promotionFile(registry.host, { api: '1.0.0' }).replace('/prod/', `/\${${name}}/`)
  await writeFile(path.join(folder, 'promotion.yaml'), text)
  const inputs = { ...route, registries: `${registry.host} robot canary4711`, 'github-token': 'canary4711' }
  const held = name.startsWith('INPUT_') ? {} : { [name]: name.startsWith('DOCKER') ? '{}' : 'canary4711' }
  const { code, log, summary } = await runStep(folder, inputs, held)
  expect(code).toBe(2)
  expect(log).toContain(name)
  expect(log).toMatch(/is not (set|a variable of the environment)\./)
  expect(log.replaceAll('::add-mask::canary4711', '') + summary).not.toContain('canary4711')
  expect(registry.requests).toHaveLength(0)
})

test('the promotion file is given what names hosts and paths', async () => {
  const { registry, folder } = await scene()
  const text = promotionFile(registry.host, { api: '1.0.0' }).replace('/prod/', '/${TEAM_KEYBOARD}/')
  await writeFile(path.join(folder, 'promotion.yaml'), text)
  const { code, log } = await runStep(folder, route, { TEAM_KEYBOARD: 'shop' })
  expect(code, log).toBe(0)
  expect(registry.requests.some(({ path: asked }) => asked.startsWith('/v2/shop/api/'))).toBe(true)
})

test('a denied step says why, what to try, and where the rule stands', async () => {
  const { registry, folder } = await scene()
  const text = promotionFile(registry.host, { api: '1.0.0' }).replace(
    'prod/{image}" }',
    'prod/{image}", immutable: ["*"] }',
  )
  await writeFile(path.join(folder, 'promotion.yaml'), text)
  registry.seed('prod/api', await makeImage({ seed: 'older' }), ['1.0.0'])
  const { code, log, outputs, summary } = await runStep(folder, route)
  expect(code).toBe(3)
  expect(outputs).toMatchObject({ changed: 'false', promoted: '[]', failed: '["api"]' })
  const column = (text.split('\n')[4] ?? '').indexOf('immutable') + 1
  expect(log).toContain(`::error title=promote,file=promotion.yaml,line=5,col=${column}::api: `)
  expect(summary.match(/is immutable and holds/g)).toHaveLength(1)
  expect(summary).toContain('Promote under another tag')
})

test('an image that is not in the source is annotated where it is selected', async () => {
  const { folder } = await scene()
  const { code, log, outputs } = await runStep(folder, { ...route, images: 'api:9.9.9' })
  expect(code).toBe(1)
  expect(outputs.failed).toBe('["api"]')
  expect(log).toMatch(/^::error title=promote,file=promotion\.yaml,line=7,col=\d+::api: .*9\.9\.9/m)
})

test.each([
  '::set-output name=promoted::["evil"]',
  '\n::add-mask::sha256',
  'x\r\n::error file=a::b',
  '\u2028::stop-commands::x',
  '##[add-mask]sha256',
  '%0A::set-env name=PATH::/tmp',
])('a registry that says %j gives no command to the runner', async (message) => {
  const { registry, folder } = await scene()
  registry.inject({
    path: /manifests/,
    fault: {
      do: 'answer',
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ errors: [{ code: message, message, detail: message }] }),
    },
  })
  const { code, log, outputs } = await runStep(folder, route, { RUNNER_DEBUG: '1' })
  expect(code).toBe(6)
  expect(log).toContain('127.0.0.1')
  expect(commandsIn(log)).toEqual([])
  expect(outputs.promoted).toBe('[]')
})

test('both ways to log in work, and no password shows but to be masked', async () => {
  const password = 'canary pass%word'
  const { registry, folder } = await scene({ auth: { kind: 'basic', username: 'robot', password } })
  const refused = await runStep(folder, route)
  expect(refused.code).toBe(6)

  const lines = await runStep(folder, { ...route, registries: `\n  ${registry.host} robot ${password}\n` })
  expect(lines.code, lines.log).toBe(0)
  const shown = lines.log.split('\n').filter((line) => line.includes('canary'))
  expect(shown).toEqual(['::add-mask::canary pass%25word'])
  expect(lines.summary).not.toContain('canary')

  const auth = Buffer.from(`robot:${password}`).toString('base64')
  await mkdir(path.join(folder, 'docker'))
  await writeFile(
    path.join(folder, 'docker', 'config.json'),
    JSON.stringify({ auths: { [registry.host]: { auth } } }),
  )
  const login = await runStep(
    folder,
    { command: 'verify', to: 'prod' },
    { DOCKER_CONFIG: path.join(folder, 'docker') },
  )
  expect(login.code, login.log).toBe(0)
  expect(login.summary).toContain('1 tag verified.')
})

test('a line of registries that cannot be read is named, and nothing of it shown', async () => {
  const { registry, folder } = await scene()
  const { code, log, summary } = await runStep(folder, {
    ...route,
    registries: 'ghcr.io a b\nhttps://canary.example canary-user canary-pass',
  })
  expect(code).toBe(2)
  expect(log).toContain('::error title=promote::Line 2: it does not begin with a host')
  for (const text of [log.replaceAll(/^::add-mask::.*$/gm, ''), summary]) expect(text).not.toContain('canary')
  expect(registry.requests).toHaveLength(0)
})

test('a plan is refused when the promotion file has changed since, or is another one', async () => {
  const { registry, folder } = await scene()
  const plan = await runStep(folder, { ...route, command: 'plan', plan: 'out.json' })
  expect(plan.code, plan.log).toBe(0)
  expect(plan.outputs).toMatchObject({ changed: 'true', plan: 'out.json' })
  expect(plan.summary).toContain(plan.outputs['plan-digest']?.replace(':', '&#58;'))
  registry.clearRequests()
  for (const change of [{ api: '2.0.0' }, { web: '1.0.0' }]) {
    const text = promotionFile(registry.host, change).replace(
      'project: shop',
      'web' in change ? 'project: other' : 'project: shop',
    )
    await writeFile(path.join(folder, 'promotion.yaml'), text)
    const applied = await runStep(folder, { command: 'apply', plan: 'out.json' })
    expect(applied.code).toBe(4)
    expect(applied.summary).toContain('Make a new plan.')
  }
  expect(registry.requests).toHaveLength(0)
})

test('a plan that was changed, or is none, is refused', async () => {
  const { folder } = await scene()
  await writeFile(path.join(folder, 'plan.json'), '{}')
  expect((await runStep(folder, { command: 'apply', plan: 'plan.json' })).code).toBe(2)
  expect((await runStep(folder, { command: 'apply', plan: 'absent.json' })).code).toBe(2)
})

test('fail-on-difference ends with 7, and without it a difference is no failure', async () => {
  const { folder } = await scene()
  const diff = { command: 'diff', 'fail-on-difference': 'true' }
  const failed = await runStep(folder, diff)
  expect(failed.code).toBe(7)
  expect(failed.outputs.changed).toBe('true')
  expect((await runStep(folder, { ...diff, 'fail-on-difference': 'false' })).code).toBe(0)
})

test('concurrency goes before what the promotion file says', async () => {
  const { registry, folder } = await scene({ mounts: 405 }, 'defaults: { retries: 0, concurrency: 16 }')
  const big = Array.from({ length: 6 }, () => 1024 * 1024 + 1)
  /** The most uploads that were begun and not yet sent. */
  const mostOpen = async (seed: string, inputs: Readonly<Record<string, string>>): Promise<number> => {
    registry.seed('test/api', await makeImage({ seed, layers: big }), ['1.0.0'])
    registry.clearRequests()
    const run = await runStep(folder, { ...route, ...inputs })
    expect(run.code, run.log).toBe(0)
    const uploads = registry.requests.filter(
      ({ path: at, query }) => at.includes('/uploads/') && !query.has('mount'),
    )
    let open = 0
    return Math.max(...uploads.map(({ method }) => (open += method === 'POST' ? 1 : -1)))
  }
  // The config is small, and small blobs have a limit of their own.
  expect(await mostOpen('one by one', { concurrency: '1' })).toBeLessThanOrEqual(2)
  expect(await mostOpen('at once', {})).toBeGreaterThan(2)
})

test("a summary stops where GitHub's limit is, with a note", async () => {
  const { folder } = await scene()
  const limit = 1024 * 1024
  const { code, summary } = await runStep(folder, route, {}, 'x'.repeat(limit - 400))
  expect(code).toBe(0)
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(limit)
  expect(summary).toMatch(
    /### ✔ test → prod[\s\S]*more lines do not fit here: see the log of this step\.\n+$/,
  )
  const full = await runStep(folder, route, {}, 'x'.repeat(limit))
  expect(full.code).toBe(0)
  expect(Buffer.byteLength(full.summary)).toBeLessThanOrEqual(limit + 1)
})

test('where approvals are wanted the plan is saved, and applied once there are enough', async () => {
  const { registry, folder } = await scene()
  const file = path.join(folder, 'promotion.yaml')
  const gates = `, gates: { approvals: { count: 1, unsigned: allow } } }\nimages:`
  await writeFile(file, (await readFile(file, 'utf8')).replace(' }\nimages:', gates))
  const planned = await runStep(folder, { ...route, command: 'plan', plan: 'out.json' })
  expect(planned.code, planned.log).toBe(0)
  const denied = await runStep(folder, { ...route, plan: 'waits.json' })
  expect(denied.code).toBe(3)
  const digest = denied.outputs['plan-digest'] ?? ''
  expect(denied.outputs).toMatchObject({ changed: 'false', plan: 'waits.json' })
  expect(digest).toBe(planned.outputs['plan-digest'])
  for (const { summary, name } of [
    { summary: denied.summary, name: 'waits.json' },
    { summary: planned.summary, name: 'out.json' },
  ]) {
    expect(summary).toContain(`<code>promote approve ${name}</code>`)
    expect(summary).toContain(`<code>promote apply ${name} --digest ${digest.replace(':', '&#58;')}</code>`)
  }
  const apply = { command: 'apply', plan: 'waits.json', 'plan-digest': digest }
  const early = await runStep(folder, apply)
  expect([early.code, early.log]).toEqual([3, expect.stringContaining(': 1 more is needed.')])
  const approved = await runPromote(['approve', 'waits.json'], {
    cwd: folder,
    env: { PROMOTE_ACTOR: 'kari' },
  })
  expect(approved.code, approved.stderr).toBe(0)
  const applied = await runStep(folder, apply)
  expect(applied.code, applied.log).toBe(0)
  expect(applied.outputs).toMatchObject({ changed: 'true', plan: '' })
  expect(registry.requests.length).toBeGreaterThan(0)
})
