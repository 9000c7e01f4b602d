import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../../support/fault-registry/registry.ts'
import { makeImage } from '../../support/images.ts'

const opened: FaultRegistry[] = []
const route = ['--from', 'test', '--to', 'prod']

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

/** The answers are Harbor's as recorded: 412 PRECONDITION, for the same digest too. The file declares nothing immutable. */
async function scene(tags = '["{tag}"]') {
  const registry = await startFaultRegistry({
    immutable: { tags: (tag) => /^1\.4\.\d$/.test(tag), as: 'harbor' },
  })
  opened.push(registry)
  for (const name of ['api', 'web']) {
    registry.seed(`test/${name}`, await makeImage({ seed: `new ${name}` }), ['1.4.2'])
  }
  const old = await makeImage({ seed: 'old' })
  registry.seed('prod/api', old, ['1.4.2', '1.4'])
  const file = promotionFile(registry.host, { api: '1.4.2', web: '1.4.2' }).replace(
    'prod/{image}" }',
    `prod/{image}", tags: ${tags} }`,
  )
  const folder = await testFolder({ 'promotion.yaml': file })
  const held = (image: string, tag: string): string | undefined =>
    registry.repositories.get(`prod/${image}`)?.tags.get(tag)
  const digestOf = async (seed: string): Promise<string> =>
    (await makeImage({ seed })).manifest.descriptor.digest
  const ledger = async () =>
    (await readFile(path.join(folder, 'promotions.jsonl'), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  return { registry, folder, held, digestOf, ledger, old: old.manifest.descriptor.digest }
}

describe('a tag that Harbor does not let move', () => {
  test('takes no other image with it under --keep-going, and puts nothing of it back', async () => {
    const { folder, held, digestOf, ledger, old } = await scene()
    const result = await runPromote([...route, '--keep-going', '--json'], { cwd: folder })
    expect(result.code, result.stderr).toBe(3)
    expect(held('web', '1.4.2')).toBe(await digestOf('new web'))
    expect(held('api', '1.4.2')).toBe(old)
    const document = JSON.parse(result.stdout)
    const [intent, outcome] = await ledger()
    expect([intent.plan, outcome.plan]).toEqual([document.plan.digest, document.plan.digest])
    expect(outcome).toMatchObject({
      result: 'failed',
      steps: [
        { image: 'api', outcome: 'failed', tags: [{ tag: '1.4.2', result: 'failed' }] },
        { image: 'web', outcome: 'promoted', tags: [{ tag: '1.4.2', result: 'moved' }] },
      ],
    })
    expect(document.steps).toEqual(outcome.steps)
  })

  test('puts everything back without --keep-going', async () => {
    const { folder, held, ledger, old } = await scene()
    expect((await runPromote(route, { cwd: folder })).code).toBe(3)
    expect([held('web', '1.4.2'), held('api', '1.4.2')]).toEqual([undefined, old])
    expect((await ledger()).at(-1).steps).toMatchObject([
      { image: 'api', tags: [{ result: 'failed' }] },
      { image: 'web', outcome: 'restored', tags: [{ result: 'restored' }] },
    ])
  })

  test.each([[[]], [['--keep-going']]])(
    'keeps the floating tags of its version where they are: %j',
    async (more) => {
      const { folder, held, ledger, old, digestOf } = await scene('["{tag}", "{major}.{minor}"]')
      const result = await runPromote([...route, ...more, '--report', 'report.md'], { cwd: folder })
      expect(result.code).toBe(3)
      const said =
        more.length > 0 ? /not tagged +api 1\.4\.2: not moved, 1\.4: left out/ : /put back|Nothing was tagged/
      expect(result.stdout).toMatch(said)
      expect([held('api', '1.4.2'), held('api', '1.4')]).toEqual([old, old])
      const goesOn = more.length > 0
      const markdown = await readFile(path.join(folder, 'report.md'), 'utf8')
      expect(markdown).toContain(goesOn ? '<code>1.4</code> (left out)' : '<code>1.4</code> (not begun)')
      expect(held('web', '1.4')).toBe(goesOn ? await digestOf('new web') : undefined)
      expect((await ledger()).at(-1).steps[0].tags).toMatchObject([
        { tag: '1.4.2', result: 'failed' },
        { tag: '1.4', result: goesOn ? 'left-out' : 'not-begun' },
      ])
    },
  )

  test('that holds the digest already is not written again', async () => {
    const { registry, folder, held, digestOf } = await scene('["{tag}", "{major}.{minor}"]')
    registry.seed('prod/api', await makeImage({ seed: 'new api' }), ['1.4.2'])
    expect((await runPromote(route, { cwd: folder })).code).toBe(0)
    expect(held('api', '1.4')).toBe(await digestOf('new api'))
    const writes = registry.writes().filter(({ path: at }) => at.endsWith('/prod/api/manifests/1.4.2'))
    expect(writes).toEqual([])
  })
})
