import { afterEach, describe, expect, test } from 'vitest'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const NAMES = ['dev', 'test', 'prod'] as const
const opened: FaultRegistry[] = []

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

interface Scene {
  readonly registries: Readonly<Record<(typeof NAMES)[number], FaultRegistry>>
  run(...words: readonly string[]): Promise<CliResult>
  json(...words: readonly string[]): Promise<{ readonly code: number | null; readonly document: Document }>
}

// biome-ignore lint/suspicious/noExplicitAny: what the tests look into
type Document = any

/** Three environments on a registry each, with api and web 1.0.0 in all of them, api 1.1.0 in dev. */
async function scene(more = (_: Scene['registries']): string => ''): Promise<Scene> {
  const start = async (): Promise<FaultRegistry> => {
    const registry = await startFaultRegistry()
    opened.push(registry)
    return registry
  }
  const registries = { dev: await start(), test: await start(), prod: await start() }
  for (const registry of Object.values(registries)) {
    for (const image of ['api', 'web'])
      registry.seed(`shop/${image}`, await makeImage({ seed: image }), ['1.0.0'])
  }
  registries.dev.seed('shop/api', await makeImage({ seed: 'newer' }), ['1.1.0'])
  const selects = { api: 'select: { semver: "*", newest: 1 }', web: 'select: "1.0.0"' }
  const cwd = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'defaults: { retries: 0 }',
      more(registries),
      'environments:',
      ...NAMES.map((name) => `  - { name: ${name}, repository: "${registries[name].host}/shop/{image}" }`),
      'images:',
      ...Object.entries(selects).map(([name, select]) => `  - { name: ${name}, ${select} }`),
      '',
    ].join('\n'),
  })
  const run = (...words: readonly string[]): Promise<CliResult> => runPromote(words, { cwd })
  return {
    registries,
    run,
    json: async (...words) => {
      const { code, stdout } = await run(...words, '--json')
      return { code, document: JSON.parse(stdout) }
    },
  }
}

function answer(registry: FaultRegistry, status: number, path = /\/v2\/shop\//): void {
  registry.inject({ fault: { do: 'answer', status, body: '{}' }, path })
}

describe('one registry that nobody listens at', () => {
  test('the matrix shows the others, marks the column, and says why', async () => {
    const { registries, run, json } = await scene()
    const { host } = registries.prod
    await registries.prod.close()
    const text = await run('diff', '--exit-code')
    expect(text.code).toBe(1)
    expect(text.stdout).toMatch(/^image +dev +test +prod ✖\n/)
    expect(text.stdout).toMatch(/^api +1\.1\.0 +1\.0\.0 +✖$/m)
    expect(text.stdout).toContain(
      `\n✖ prod could not be read: nothing listens at ${host}.\n  Check that the host is up`,
    )
    expect(text.stdout).toContain('dev → test 1 behind · test → prod 2 not read')
    const markdown = await run('diff', '--format', 'markdown')
    expect(markdown).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('| Image | dev | test | prod ✖ |'),
    })
    expect(markdown.stdout).toContain(`✖ prod could not be read: nothing listens at ${host}`)
    const { code, document } = await json('diff')
    expect(code).toBe(1)
    expectValid('diff', document)
    expect(document).toMatchObject({
      different: true,
      gaps: [{ environments: ['prod'], host, images: ['api', 'web'], code: 'unreachable' }],
    })
    expect(document.rows[0].cells[2]).toMatchObject({ environment: 'prod', current: null, unread: true })
    expect(document.routes[1].rows[0]).toMatchObject({ state: 'unread', from: { current: { tag: '1.0.0' } } })
  })

  test('a comparison with it is no "in step", whichever side it is', async () => {
    const { registries, run, json } = await scene()
    await registries.prod.close()
    const text = await run('diff', '--from', 'test', '--to', 'prod')
    expect(text.code).toBe(1)
    expect(text.stdout).toMatch(/✖ api +1\.0\.0 +not compared: prod could not be read/)
    expect(text.stdout).toMatch(/\n2 not read\n$/)
    expect(text.stdout).not.toContain('in step')
    expect((await run('diff', '--from', 'dev', '--to', 'test')).code).toBe(0)
    await registries.test.close()
    const both = await json('diff', '--from', 'test', '--to', 'prod')
    expect(both.document.gaps).toMatchObject([{ environments: ['test'] }, { environments: ['prod'] }])
    await registries.dev.close()
    const all = await run('diff')
    expect(all.code).toBe(1)
    for (const registry of Object.values(registries))
      expect(all.stdout).toContain(`nothing listens at ${registry.host}`)
  })

  test('the source of a comparison', async () => {
    const { registries, json } = await scene()
    await registries.test.close()
    const { code, document } = await json('diff', '--from', 'test', '--to', 'prod')
    expect(code).toBe(1)
    expect(document.gaps).toMatchObject([{ environments: ['test'], images: ['api', 'web'] }])
    expect(document.rows[0]).toMatchObject({
      state: 'unread',
      from: { current: null, unread: true },
      to: { current: { tag: '1.0.0' } },
    })
  })

  test('status shows the others', async () => {
    const { registries, run, json } = await scene()
    await registries.test.close()
    const text = await run('status')
    expect(text.code).toBe(1)
    expect(text.stdout).toMatch(/^image +dev +test ✖ +prod\n/)
    expect(text.stdout).toContain(`✖ test could not be read: nothing listens at ${registries.test.host}.`)
    const { document } = await json('status')
    expectValid('status', document)
    expect(document.rows[1].cells).toMatchObject([
      { tag: '1.0.0' },
      { tag: null, unread: true },
      { tag: '1.0.0' },
    ])
    expect(document.gaps).toMatchObject([{ environments: ['test'] }])
  })

  test('a dry run and a promotion need both, and stay errors', async () => {
    const { registries, run } = await scene()
    await registries.test.close()
    for (const words of [['--dry-run'], ['--yes']]) {
      const ended = await run('--from', 'dev', '--to', 'test', ...words)
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing listens at') })
    }
  })
})

test('a registry that refuses is no absence: exit 6, for the images that it refuses', async () => {
  const { registries, run, json } = await scene()
  answer(registries.prod, 403, /\/v2\/shop\/web\//)
  const text = await run('diff')
  expect(text.code).toBe(6)
  expect(text.stdout).toMatch(/^image +dev +test +prod\n/)
  expect(text.stdout).toContain(`✖ prod (web) could not be read: ${registries.prod.host} answered 403`)
  expect(text.stdout).toContain('test → prod 1 not read')
  const { code, document } = await json('diff', '--from', 'test', '--to', 'prod', '--exit-code')
  expect(code).toBe(6)
  expect(document.rows.map(({ state }: { state: string }) => state)).toEqual(['same', 'unread'])
  expect((await run('status')).code).toBe(6)
})

test('different failures are all told, by host and reason', async () => {
  const { registries, json } = await scene()
  answer(registries.dev, 503)
  answer(registries.test, 401, /\/v2\/shop\/api\//)
  await registries.prod.close()
  const { code, document } = await json('status')
  expect(code).toBe(6)
  expect(document.gaps).toMatchObject([
    {
      environments: ['dev'],
      images: ['api', 'web'],
      code: 'failed',
      reason: expect.stringContaining('answered 503'),
    },
    { environments: ['test'], images: ['api'], code: 'unauthorized' },
    { environments: ['prod'], code: 'unreachable' },
  ])
})

test('a run that lacks both sides is told of both', async () => {
  const { registries, run, json } = await scene()
  answer(registries.dev, 403)
  await registries.test.close()
  const dry = await run('--from', 'dev', '--to', 'test', '--dry-run')
  expect(dry.code).toBe(6)
  expect(dry.stderr).toContain('dev and test could not be read, for 2 reasons.')
  expect(dry.stderr).toContain(`dev could not be read: ${registries.dev.host} answered 403`)
  expect(dry.stderr).toContain(`test (web) could not be read: nothing listens at ${registries.test.host}.`)
  const plan = await json('plan', '--from', 'dev', '--to', 'test', '-o', 'plan.json')
  expect(plan).toMatchObject({ code: 6, document: { error: { code: 'forbidden', problems: [{}, {}] } } })
  expectValid('error', plan.document)
})

test('a registry that does not speak TLS where it should', async () => {
  const { run } = await scene(({ prod }) => `registries: { "${prod.host}": { plainHttp: false } }`)
  const text = await run('diff')
  expect(text.code).toBe(1)
  expect(text.stdout).toMatch(/✖ prod could not be read: .* TLS /)
  expect(text.stdout).toMatch(/^web +1\.0\.0 +1\.0\.0 = +✖$/m)
})

test('a 5xx that stays after the retries', async () => {
  const { registries, run } = await scene()
  answer(registries.test, 502)
  for (const words of [['diff'], ['status'], ['diff', '--from', 'test', '--to', 'prod']]) {
    const ended = await run(...words)
    expect(ended.code).toBe(1)
    expect(ended.stdout).toContain(`✖ test could not be read: ${registries.test.host} answered 502`)
  }
})
