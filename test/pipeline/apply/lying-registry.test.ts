import { afterEach, describe, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { makeImage } from '../../support/images.ts'

const opened: FaultRegistry[] = []
const route = ['--from', 'test', '--to', 'prod']
const TAG = /^\/v2\/prod\/api\/manifests\/1\.0\.0$/

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

async function scene() {
  const registry = await startFaultRegistry()
  opened.push(registry)
  const [image, old] = [await makeImage({ seed: 'new' }), await makeImage({ seed: 'old' })]
  registry.seed('test/api', image, ['1.0.0'])
  registry.seed('prod/api', old, ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const lie = { 'docker-content-digest': image.manifest.descriptor.digest }
  return { registry, folder, lie, image, old }
}

describe('a registry whose headers say what its bytes do not', () => {
  test('does not make a tag pass that never moved', async () => {
    const { registry, folder, lie, old } = await scene()
    // It takes the tag and forgets it, and from then on says that it has it.
    registry.inject({ fault: { do: 'answer', status: 201 }, method: 'PUT', path: TAG })
    registry.inject({ fault: { do: 'headers', set: lie }, method: 'GET', path: TAG })
    const result = await runPromote(route, { cwd: folder })
    expect(result.code, result.stdout + result.stderr).toBe(5)
    expect(result.stdout).toContain(`holds ${old.manifest.descriptor.digest}`)
  })

  test('does not make a tag count as moved already when it is read again', async () => {
    const { registry, folder, lie, old } = await scene()
    // The first look is planning's; the second comes once the intent holds the tag.
    const lied = registry.inject({ fault: { do: 'headers', set: lie }, method: 'HEAD', path: TAG, nth: 2 })
    const result = await runPromote(route, { cwd: folder })
    expect(lied.struck).toBe(1)
    expect(result.code, result.stdout + result.stderr).toBe(5)
    expect(registry.repositories.get('prod/api')?.tags.get('1.0.0')).toBe(old.manifest.descriptor.digest)
  })

  test('does not make verify pass', async () => {
    const { registry, folder, lie, old } = await scene()
    expect((await runPromote(route, { cwd: folder })).code).toBe(0)
    registry.repositories.get('prod/api')?.tags.set('1.0.0', old.manifest.descriptor.digest)
    registry.inject({ fault: { do: 'headers', set: lie }, method: ['GET', 'HEAD'], path: TAG })
    const result = await runPromote(['verify', 'prod', '--json'], { cwd: folder })
    expect(result.code).toBe(5)
    expect(JSON.parse(result.stdout).findings).toMatchObject([
      { state: 'drift', found: old.manifest.descriptor.digest },
    ])
  })

  test('verify reads a tag once, and takes nothing for its digest but its bytes', async () => {
    const { registry, folder } = await scene()
    await runPromote(route, { cwd: folder })
    registry.clearRequests()
    expect((await runPromote(['verify', 'prod'], { cwd: folder })).code).toBe(0)
    expect(registry.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v2/prod/api/manifests/1.0.0',
    ])
  })
})
