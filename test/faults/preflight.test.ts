import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import type { ContentStore } from '../../src/oci/store.ts'
import { json, startAnswering } from '../registry/answering.ts'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import type { BearerOptions, FaultAuth } from '../support/fault-registry/auth.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { testClient } from '../support/registry-client.ts'

type Grant = NonNullable<BearerOptions['grant']>

const pullOnly: Grant = (_, actions) => actions.filter((action) => action === 'pull')
const nothing: Grant = () => []

interface Opened {
  readonly registry: FaultRegistry
  readonly store: ContentStore
}

async function opened(auth?: FaultAuth): Promise<Opened> {
  const registry = await startFaultRegistry(auth === undefined ? {} : { auth })
  const client = testClient()
  onTestFinished(async () => {
    await client.close()
    await registry.close()
  })
  registry.seed('test/api', await makeImage(), ['1.0'])
  const store = client.repository(
    { kind: 'registry', host: registry.host, repository: 'test/api' },
    { push: true },
  )
  return { registry, store }
}

test('a token that lacks push says so before the first byte, with no request of its own', async () => {
  const { registry, store } = await opened({ kind: 'bearer', grant: pullOnly })
  expect(await store.resolve('1.0')).toBeDefined()
  registry.clearRequests()
  expect(await store.writeRefusal?.()).toMatchObject({
    code: 'unauthorized',
    message: expect.stringContaining(`Nothing may be pushed to ${registry.host}/test/api`),
    details: { hint: expect.stringContaining(`promote login ${registry.host}`) },
  })
  expect(registry.requests).toEqual([])
})

test('a token for nothing at all (Harbor gives 200 and no actions) is read, not believed', async () => {
  const { registry, store } = await opened({ kind: 'bearer', grant: nothing })
  await expect(store.resolve('1.0')).rejects.toMatchObject({ code: 'unauthorized' })
  expect(await store.writeRefusal?.()).toMatchObject({ code: 'unauthorized' })
  expect(registry.writes()).toEqual([])
})

test('a token that holds push is no refusal', async () => {
  const { registry, store } = await opened({ kind: 'bearer' })
  await store.resolve('1.0')
  expect(await store.writeRefusal?.()).toBeUndefined()
  expect(registry.tokens).toBe(1)
  expect(registry.writes()).toEqual([])
})

test.each([undefined, { kind: 'basic', username: 'me', password: 'x' }] as const)(
  'where there are no tokens only a write would tell, and nothing is asked',
  async (auth) => {
    const { registry, store } = await opened(auth)
    await store.resolve('1.0').catch(() => undefined)
    registry.clearRequests()
    expect(await store.writeRefusal?.()).toBeUndefined()
    expect(registry.requests).toEqual([])
  },
)

test('a token that does not say what it holds is no refusal', async () => {
  await using server = await startAnswering((request, response) => {
    if (request.url?.startsWith('/token') === true) json(response, 200, { token: 'opaque' })
    else if (request.headers.authorization === undefined) {
      const challenge = `Bearer realm="http://${request.headers.host}/token"`
      json(response, 401, {}, { 'www-authenticate': challenge })
    } else json(response, 404, {})
  })
  const client = testClient()
  const store = client.repository({ kind: 'registry', host: server.host, repository: 'a/b' }, { push: true })
  await store.resolve('1.0')
  expect(await store.writeRefusal?.()).toBeUndefined()
  await client.close()
})

test('a layout whose folder cannot be written says so; one that is not there yet can be made', async () => {
  const folder = await testFolder({ file: '' })
  expect(await openLayout(path.join(folder, 'new', 'api')).writeRefusal?.()).toBeUndefined()
  expect(await openLayout(path.join(folder, 'file', 'api')).writeRefusal?.()).toMatchObject({ code: 'disk' })
})

async function stage(): Promise<{ readonly registry: FaultRegistry; readonly folder: string }> {
  const grant: Grant = (repository, actions) =>
    repository === 'prod/web' ? actions.filter((action) => action === 'pull') : actions
  const registry = await startFaultRegistry({ auth: { kind: 'bearer', grant } })
  onTestFinished(() => registry.close())
  for (const name of ['api', 'web']) registry.seed(`test/${name}`, await makeImage({ seed: name }), ['1.0.0'])
  const folder = await testFolder()
  const file = promotionFile(registry.host, { api: '1.0.0', web: '1.0.0' })
  await writeFile(path.join(folder, 'promotion.yaml'), file)
  return { registry, folder }
}

const route = ['--from', 'test', '--to', 'prod']

test('a run without the right to push ends with 6 before it has written anything', async () => {
  const { registry, folder } = await stage()
  const result = await runPromote(route, { cwd: folder })
  expect(result.code, `${result.stdout}${result.stderr}`).toBe(6)
  expect(result.stdout).toContain(`✖ web (destination): Nothing may be pushed to ${registry.host}/prod/web`)
  expect(registry.writes()).toEqual([])
})

test('with --keep-going the other images are promoted', async () => {
  const { registry, folder } = await stage()
  const result = await runPromote([...route, '--keep-going'], { cwd: folder })
  expect(result.code, `${result.stdout}${result.stderr}`).toBe(6)
  expect(registry.repositories.get('prod/api')?.tags.has('1.0.0')).toBe(true)
  expect(registry.repositories.has('prod/web')).toBe(false)
})

test('a dry run says it too, exits as the run would, and writes nothing', async () => {
  const { registry, folder } = await stage()
  const result = await runPromote([...route, '--dry-run'], { cwd: folder })
  expect(result.code, `${result.stdout}${result.stderr}`).toBe(6)
  expect(`${result.stdout}${result.stderr}`).toContain(`Nothing may be pushed to ${registry.host}/prod/web`)
  expect(`${result.stdout}${result.stderr}`).not.toContain('prod/api:')
  expect(registry.writes()).toEqual([])
})
