import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder, runPromote } from '../support/cli.ts'
import { type CountingProxy, startCountingProxy } from '../support/counting-proxy.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const names = ['api', 'web', 'db']
const environments = ['dev', 'test', 'prod']
let registry: FaultRegistry
let proxy: CountingProxy
let folder: string

/** Three images: 1.1.0 in dev, 1.0.0 in dev, test and prod, put there by promotions. */
beforeAll(async () => {
  registry = await startFaultRegistry()
  proxy = await startCountingProxy(registry.host)
  folder = await makeFolder({
    'promotion.yaml': [
      'version: 1',
      'environments:',
      ...environments.map((name) => `  - { name: ${name}, repository: "${proxy.host}/${name}/{image}" }`),
      'images:',
      ...names.map((name) => `  - { name: ${name}, select: { semver: "*", newest: 1 } }`),
      '',
    ].join('\n'),
  })
  for (const name of names) registry.seed(`dev/${name}`, await makeImage({ seed: `${name}/old` }), ['1.0.0'])
  for (const [from, to] of [
    ['dev', 'test'],
    ['test', 'prod'],
  ] as const) {
    const { code, stderr } = await runPromote(['--from', from, '--to', to], { cwd: folder })
    expect(code, stderr).toBe(0)
  }
  for (const name of names) registry.seed(`dev/${name}`, await makeImage({ seed: `${name}/new` }), ['1.1.0'])
})

afterAll(async () => {
  await proxy.close()
  await registry.close()
  await rm(folder, { recursive: true })
})

// Of each image: its tags and newest manifest in dev (3 lists, 3 manifests), and one HEAD for each tag that is compared.
// Whether the registry has a referrers API is asked once.
test.each<[string[], number]>([
  [['status'], 12],
  [['diff', '--from', 'test', '--to', 'prod'], 10],
  [['--from', 'test', '--to', 'prod', '--dry-run'], 10],
  [['diff', '--from', 'dev', '--to', 'test'], 22],
  [['diff'], 28],
  [['explain', 'api:1.0.0', 'prod'], 5],
  [['explain', 'api:1.0.0'], 14],
])('promote %j asks for nothing twice: %d requests', async (words, count) => {
  proxy.requests.length = 0
  const { code, stderr } = await runPromote(words, { cwd: folder })
  expect(code, stderr).toBe(0)
  const asked = proxy.requests.map(({ method, path, query }) => `${method} ${path}?${query}`)
  expect(asked.filter((one, at) => asked.indexOf(one) !== at)).toEqual([])
  expect(asked).toHaveLength(count)
})
