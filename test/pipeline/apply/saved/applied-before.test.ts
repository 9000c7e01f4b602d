import { describe, expect, test } from 'vitest'
import { expectValid } from '../../../report/schemas.ts'
import { makeImage } from '../../../support/images.ts'
import { type Scene, scene, TAG } from '../race-scene.ts'

const route = ['--from', 'test', '--to', 'prod']

/** `api:a` is planned, and what is more. */
async function planned(images: readonly string[] = ['api']): Promise<Scene> {
  const around = await scene(images)
  const wanted = images.map((name) => (name === 'api' ? 'api:a' : name))
  const saved = await around.promote(['plan', ...route, ...wanted, '-o', 'plan.json'])
  expect(saved.code, saved.stderr).toBe(0)
  return around
}

const apply = (around: Scene, ...words: readonly string[]) => around.promote(['apply', 'plan.json', ...words])

describe('a plan that was applied before', () => {
  test('is not applied again while what it set holds: the entry is named, and nothing is written', async () => {
    const around = await planned()
    expect((await apply(around)).code).toBe(0)
    const entries = await around.entries()
    const writes = around.registry.writes().length
    const again = await apply(around)
    expect(again.code, again.stderr).toBe(0)
    expect(again.stdout).toMatch(/^test → prod: applied as entry 2 by release-manager, nothing to do, /m)
    expect(again.stdout).not.toContain('gates')
    const json = JSON.parse((await apply(around, '--json')).stdout)
    expectValid('result', json)
    expect(json).toMatchObject({
      exitCode: 0,
      entry: null,
      applied: { id: entries[1]?.id, sequence: 2, actor: 'release-manager' },
      head: { sequence: 2, hash: entries[1]?.hash },
      steps: [
        {
          outcome: 'unchanged',
          tags: [{ old: around.digests.a, new: around.digests.a, result: 'unchanged' }],
        },
      ],
    })
    expect(await around.entries()).toEqual(entries)
    expect(around.registry.writes()).toHaveLength(writes)
  })

  test('is found out also where its source is gone, and not believed of another plan', async () => {
    const around = await planned()
    expect((await apply(around)).code).toBe(0)
    const source = around.registry.repositories.get('test/api')
    source?.tags.clear()
    source?.manifests.clear()
    expect((await apply(around)).stdout).toContain('applied as entry 2')
    expect((await apply(around, '--digest', '00000000')).code).toBe(4)
  })

  test('by a run that was under way when it was applied again', async () => {
    const around = await planned()
    const content = around.holdContent('a')
    const first = apply(around)
    await content.reached
    let said = ''
    const second = around.promote(['apply', 'plan.json'], {
      onSpawn: (child) =>
        child.stderr?.on('data', (chunk) => {
          said += String(chunk)
          if (said.includes('Waiting: ')) content.release()
        }),
    })
    expect((await first).code).toBe(0)
    const ended = await second
    expect(ended.code, ended.stderr).toBe(0)
    expect(ended.stdout).toContain('applied as entry 2')
    expect(await around.entries()).toHaveLength(2)
  })

  test('is stale where a later promotion or somebody else has moved its tags, and that is said', async () => {
    const around = await planned()
    expect((await apply(around)).code).toBe(0)
    expect((await around.run('b')).code).toBe(0)
    const overtaken = await apply(around)
    expect(overtaken.code).toBe(4)
    expect(overtaken.stderr).toContain(
      `The plan was applied as entry 2, and since then ${around.registry.host}/prod/api:current was moved to ${around.digests.b} by entry 4.`,
    )
    const foreign = await makeImage({ seed: 'foreign' })
    around.registry.seed('prod/api', foreign, ['current'])
    const moved = await apply(around, '--json')
    expect(moved.code).toBe(4)
    expect(JSON.parse(moved.stdout).error).toMatchObject({
      code: 'stale',
      message: expect.stringContaining(`moved to ${foreign.manifest.descriptor.digest} by somebody else.`),
    })
    expect(await around.entries()).toHaveLength(4)
  })

  test('goes on where it was applied in part, and is applied anew where its tags were put back', async () => {
    const around = await planned(['api', 'web'])
    const body = JSON.stringify({ errors: [{ code: 'DENIED', message: 'no' }] })
    around.registry.inject({
      fault: { do: 'answer', status: 403, headers: { 'content-type': 'application/json' }, body },
      method: 'PUT',
      path: /^\/v2\/prod\/web\/manifests\/current$/,
      times: 1,
    })
    expect((await apply(around, '--keep-going')).code).toBe(6)
    expect(around.held()).toBe(around.digests.a)
    const rest = await apply(around)
    expect(rest.code, rest.stdout + rest.stderr).toBe(0)
    expect(rest.stdout).not.toContain('applied as')
    expect((await around.entries()).at(-1)).toMatchObject({
      steps: [{ outcome: 'unchanged' }, { outcome: 'promoted' }],
    })
    expect((await apply(around)).stdout).toContain('applied as entry 4')
    around.registry.seed('prod/api', await makeImage({ seed: 'before' }), ['current'])
    around.registry.repositories.get('prod/web')?.tags.delete('current')
    const anew = await apply(around)
    expect(anew.code, anew.stdout + anew.stderr).toBe(0)
    expect(anew.stdout).toContain('2 promoted')
  })
})

test('asks for nothing but its tags where a plan was applied before', async () => {
  const around = await planned()
  expect((await apply(around)).code).toBe(0)
  const before = around.registry.requests.length
  await apply(around)
  expect(around.registry.requests.slice(before).map(({ method, path }) => `${method} ${path}`)).toEqual([
    `HEAD ${TAG}`,
  ])
})
