import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { expectValid } from '../report/schemas.ts'
import { makeImage } from '../support/images.ts'
import { digestIn, type RepairScene, repairScene } from './repair-scene.ts'

const REASON = ['--reason', 'pushed over by hand'] as const

/** Somebody pushed over the immutable `api:1.4.2` and the floating `api:1.4`, and removed `web:2.0`. */
function disturb({ registries, other }: RepairScene): void {
  registries.prod.seed('shop/api', other, ['1.4.2', '1.4', 'nightly'])
  registries.prod.repositories.get('shop/web')?.tags.delete('2.0')
}

/** What diff, status and a dry run say, without digests of entries and times of day. */
async function agreed(scene: RepairScene): Promise<string[]> {
  const shown = await Promise.all([
    scene.run('diff'),
    scene.run('--from', 'staging', '--to', 'prod', '--dry-run'),
    scene.run('status'),
  ])
  return shown.map(({ stdout }) => stdout.replace(/ledger at entry.*/, '').replace(/plan [0-9a-f]{8}/, ''))
}

describe('repair', () => {
  test('puts moved and removed tags back, immutable ones too, records why, and changes nothing that is current', async () => {
    const scene = await repairScene()
    const before = await agreed(scene)
    disturb(scene)
    const dry = await scene.run('repair', 'prod', '--dry-run')
    expect(dry.code, dry.stderr).toBe(0)
    const short = digestIn(scene.api).slice(7, 15)
    expect(dry.stdout).toContain(`~ api   1.4.2   ${short} is put back   content is there`)
    const holds = `holds ${digestIn(scene.other).slice(7, 15)}`
    expect(dry.stdout).toContain(`tags 1.4.2 (${holds}), 1.4 (${holds})`)
    expect(dry.stdout).toContain('tags 2.0.0 (in step), 2.0 (is gone)')
    expect(scene.registries.prod.writes()).toEqual([])
    expect(await scene.entries()).toHaveLength(2)

    const { code, stdout, stderr } = await scene.run('repair', 'prod', ...REASON)
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^repair of prod: 2 repaired, /m)
    expect(scene.held('api', '1.4.2')).toBe(digestIn(scene.api))
    expect(scene.held('api', '1.4')).toBe(digestIn(scene.api))
    expect(scene.held('web', '2.0')).toBe(digestIn(scene.web))
    // The ledger never had it.
    expect(scene.held('api', 'nightly')).toBe(digestIn(scene.other))
    const [, , intent, outcome, ...more] = await scene.entries()
    const purpose = { kind: 'repair', reason: 'pushed over by hand' }
    const old = digestIn(scene.other)
    expect(intent).toMatchObject({ kind: 'intent', purpose, from: 'prod', to: 'prod' })
    expect(outcome).toMatchObject({
      ...{ kind: 'outcome', purpose, result: 'done', run: { actor: 'release-manager' } },
      steps: [
        {
          outcome: 'repaired',
          tags: [
            { tag: '1.4.2', old, result: 'moved' },
            { tag: '1.4', old, result: 'moved' },
          ],
        },
        {
          outcome: 'repaired',
          tags: [
            { tag: '2.0.0', result: 'unchanged' },
            { tag: '2.0', old: null, result: 'moved' },
          ],
        },
      ],
    })
    expect(more).toEqual([])
    expect((await scene.run('verify', 'prod')).code).toBe(0)
    expect(await agreed(scene)).toEqual(before)

    const history = await scene.run('history')
    expect(history.stdout).toMatch(/^4 {2}.* {2}repair of prod {2}✔ done/m)
    expect(history.stdout).toContain('reason: pushed over by hand')
    const explained = await scene.run('explain', 'api', 'prod')
    expect(explained.stdout).toContain('prod   1.4 and 1.4.2, entry 2')
    expect(explained.stdout).toMatch(/repair of prod {2}✔ repaired[\s\S]*because: pushed over by hand/)
    const shown = await scene.run('ledger', 'show', '4')
    expect(shown.stdout).toContain('for        repair: pushed over by hand')
    const exported = await scene.run('ledger', 'export')
    expect(exported.stdout).toMatch(/^4,.*,prod,prod,.*,repaired,.*,pushed over by hand,/m)

    const again = await scene.run('repair', 'prod')
    expect(again.code, again.stderr).toBe(0)
    expect(again.stdout).toMatch(/^repair of prod: nothing to repair, /m)
    expect(await scene.entries()).toHaveLength(4)
  })

  test('manifests that are gone, and a signature, come from the environment that the ledger names', async () => {
    const scene = await repairScene()
    const { prod, staging, test: first } = scene.registries
    const there = prod.repositories.get('shop/api')
    there?.tags.delete('1.4.2')
    there?.tags.delete('1.4')
    there?.manifests.delete(digestIn(scene.api))
    there?.manifests.delete(digestIn(scene.signature))
    const dry = await scene.run('repair', 'prod', 'api', '--dry-run')
    expect(dry.stdout).toContain('1.4.2 (is gone), 1.4 (is gone)')
    expect(dry.stdout).toContain(`from ${staging.host}/shop/api`)
    expect(dry.stdout).toContain('referrers 1: signature')
    const { code, stdout, stderr } = await scene.run('repair', 'prod', 'api', ...REASON)
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('✔ referrers  api signature')
    expect(first.requests).toEqual([])
    const verified = await scene.run('verify', 'prod', '--deep')
    expect(verified.code, verified.stdout).toBe(0)
  })

  test('where the environment that it came from has it no more, another one does; where none does that is said', async () => {
    const scene = await repairScene()
    const { prod, staging, test: first } = scene.registries
    const drop = (registry: typeof prod): void => {
      registry.repositories.get('shop/web')?.manifests.delete(digestIn(scene.web))
      registry.repositories.get('shop/web')?.tags.clear()
    }
    drop(prod)
    drop(staging)
    const found = await scene.run('repair', 'prod', '--dry-run')
    expect(found.stdout).toContain(`from ${first.host}/shop/web`)
    drop(first)
    disturb(scene)
    const nowhere = await scene.run('repair', 'prod', ...REASON)
    expect(nowhere.code).toBe(1)
    expect(nowhere.stdout).toContain(
      `${digestIn(scene.web)} (2.0.0, 2.0) cannot be put back: none of prod, staging, test has it.`,
    )
    expect(nowhere.stdout).toContain('With --keep-going the rest is repaired: api.')
    expect(prod.writes()).toEqual([])
    const rest = await scene.run('repair', 'prod', '--keep-going', ...REASON)
    expect(rest.code).toBe(1)
    expect(rest.stdout).toContain('1 repaired, 1 missing')
    expect(scene.held('api', '1.4.2')).toBe(digestIn(scene.api))
  })

  test('a layer that is gone is seen and brought again under --deep, though its manifest is there', async () => {
    const scene = await repairScene()
    const { prod } = scene.registries
    const [layer] = [...scene.api.blobs.keys()].slice(-1)
    if (layer === undefined) throw new Error('an image without layers')
    prod.repositories.get('shop/api')?.blobs.delete(layer)
    const verified = await scene.run('verify', 'prod', '--deep')
    expect(verified.code).toBe(5)
    expect(verified.stdout).toContain('promote repair prod api --deep --dry-run')
    expect((await scene.run('repair', 'prod', '--dry-run')).stdout).toContain('nothing to do')
    const dry = await scene.run('repair', 'prod', '--deep', '--dry-run')
    expect(dry.stdout).toMatch(/lost 1 blob +copy 1 blob \(/)
    const { code, stdout, stderr } = await scene.run('repair', 'prod', '--deep', ...REASON)
    expect(code, stderr).toBe(0)
    expect(stdout).not.toContain('tagged')
    expect((await scene.entries()).at(-1)).toMatchObject({
      purpose: { kind: 'repair' },
      intents: [],
      steps: [{ image: 'api', outcome: 'repaired', blobs: { copied: 1 } }],
    })
    expect((await scene.run('verify', 'prod', '--deep')).code).toBe(0)
  })

  test('a registry that says it has a lost layer is sent it all the same, and held to giving it back', async () => {
    const scene = await repairScene()
    const { prod } = scene.registries
    const [layer] = [...scene.api.blobs.keys()].slice(-1)
    prod.repositories.get('shop/api')?.blobs.delete(layer as never)
    const lie = { method: ['HEAD'], path: new RegExp(`/blobs/${layer}`) }
    prod.inject({ ...lie, fault: { do: 'answer', status: 200, headers: { 'content-length': '1' } } })
    const { code, stderr } = await scene.run('repair', 'prod', '--deep', ...REASON)
    expect(code, stderr).toBe(0)
    expect((await scene.run('verify', 'prod', '--deep')).code).toBe(0)
    prod.repositories.get('shop/api')?.blobs.delete(layer as never)
    prod.inject({
      method: ['GET'],
      path: new RegExp(`/blobs/${layer}`),
      fault: { do: 'answer', status: 404 },
    })
    const kept = await scene.run('repair', 'prod', '--deep', ...REASON)
    expect(kept.code).toBe(5)
    expect(kept.stdout).toContain('does not give it back whole')
  })

  test('without a terminal to confirm at says all that is lacking, the reason too', async () => {
    const scene = await repairScene({ more: ', confirm: true' })
    const lacking = await scene.run('repair', 'prod')
    expect(lacking.code).toBe(2)
    expect(lacking.stderr).toContain('say yes beforehand: promote repair prod --reason TEXT --yes')
    expect((await scene.run('repair', 'prod', ...REASON)).stderr).not.toContain('--reason TEXT')
  })

  test('what is typed wrong, what the ledger does not have, and a reason that is missing', async () => {
    const scene = await repairScene()
    disturb(scene)
    const said = async (...words: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await scene.run('repair', ...words)
      return `${code} ${stderr}${stdout}`
    }
    expect(await said('prd', ...REASON)).toMatch(/^2 .*no environment "prd"[\s\S]*Did you mean prod\?/)
    expect(await said('prod', 'apo', ...REASON)).toMatch(/^2 .*no image "apo"[\s\S]*Did you mean api\?/)
    expect(await said()).toMatch(/^2 .*Which environment/)
    expect(await said('prod', 'api:9', ...REASON)).toMatch(/^1 .*The ledger has no api 9 in prod/)
    const other = digestIn(scene.other)
    expect(await said('prod', `api:1.4@${other}`, ...REASON)).toMatch(/^2 .*The ledger says that api:1\.4 is/)
    expect(await said('staging', 'api')).toMatch(/^0 [\s\S]*The ledger says nothing of api in staging/)
    const missing = await said('prod', 'api')
    expect(missing).toMatch(/^2 .*a repair is recorded with its reason: say it with --reason/)
    expect(missing).toContain('promote repair prod api --reason "')
    expect(await said('prod', '--reason', '  ')).toMatch(/^2 /)
    expect(scene.registries.prod.writes()).toEqual([])
    expect(await scene.entries()).toHaveLength(2)
    const one = await said('prod', 'api:1.4', ...REASON)
    expect(one).toMatch(/^0 /)
    expect(scene.held('api', '1.4')).toBe(digestIn(scene.api))
    expect(scene.held('api', '1.4.2')).toBe(other)
    await rm(path.join(scene.folder, 'promotions.jsonl'))
    expect(await said('prod', ...REASON)).toMatch(/^1 .*nothing says what is to be put back/)
  })

  test('an environment that is to be confirmed is not repaired without a yes', async () => {
    const scene = await repairScene({ more: ', confirm: true' })
    disturb(scene)
    const refused = await scene.run('repair', 'prod', ...REASON)
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain("promote repair prod --reason 'pushed over by hand' --yes")
    expect(scene.registries.prod.writes()).toEqual([])
    expect((await scene.run('repair', 'prod', '--yes', ...REASON)).code).toBe(0)
  })

  test('--json is described by the schema of results, and --report has the same as Markdown', async () => {
    const scene = await repairScene()
    disturb(scene)
    for (const words of [['--dry-run'], [...REASON, '--report', 'report.md']]) {
      const { code, stdout } = await scene.run('repair', 'prod', '--json', ...words)
      const document = JSON.parse(stdout)
      expectValid('result', document)
      expect({ code, kind: document.kind }).toEqual({ code: 0, kind: 'repair' })
      expect(document.plan.plan).toMatchObject({ purpose: 'repair', from: 'prod', to: 'prod' })
    }
    for (const entry of await scene.entries()) expectValid('ledger-entry', entry)
    for (const schema of ['history', 'explain'] as const) {
      const words = schema === 'explain' ? ['explain', 'api', 'prod'] : [schema]
      expectValid(schema, JSON.parse((await scene.run(...words, '--json')).stdout))
    }
  })

  test('a registry that does not let an immutable tag move says so, and the others go back with --keep-going', async () => {
    let isLocked = false
    const scene = await repairScene({
      prod: { immutable: { tags: (tag) => isLocked && tag === '1.4.2', as: 'harbor' } },
    })
    disturb(scene)
    isLocked = true
    const { code, stdout } = await scene.run('repair', 'prod', '--keep-going', ...REASON)
    expect(code).toBe(3)
    expect(stdout).toContain('1.4.2')
    expect(scene.held('api', '1.4')).toBe(digestIn(scene.api))
    expect(scene.held('web', '2.0')).toBe(digestIn(scene.web))
    expect((await scene.entries()).at(-1)).toMatchObject({
      result: 'failed',
      steps: [{ outcome: 'partial' }, {}],
    })
  })

  test('a tag that somebody moves meanwhile is stale, and nothing is touched', async () => {
    let third: Awaited<ReturnType<typeof makeImage>> | undefined
    let isArmed = false
    const scene: RepairScene = await repairScene({
      prod: {
        onRequest: (_, { method, path: asked }) => {
          // The reading that comes before the intent is a GET of the tag, the one after it a HEAD.
          if (!isArmed || method !== 'HEAD' || !asked.endsWith('/manifests/1.4') || third === undefined)
            return
          isArmed = false
          scene.registries.prod.seed('shop/api', third, ['1.4'])
        },
      },
    })
    third = await makeImage({ seed: 'third' })
    disturb(scene)
    isArmed = true
    const { code, stdout } = await scene.run('repair', 'prod', 'api', ...REASON)
    expect(code, stdout).toBe(4)
    expect(stdout).toContain('The plan is stale')
    // A repair has no plan that could be made again.
    expect(stdout).toContain(
      'It was not touched. Run the same command again; a saved plan has to be made anew.',
    )
    expect(scene.held('api', '1.4')).toBe(digestIn(third))
    expect(scene.held('api', '1.4.2')).toBe(digestIn(scene.other))
    expect(await scene.entries()).toHaveLength(4)
    expect((await scene.run('repair', 'prod', ...REASON)).code).toBe(0)
  })

  test('a saved plan cannot be one of a repair', async () => {
    const scene = await repairScene()
    disturb(scene)
    const { stdout } = await scene.run('repair', 'prod', '--dry-run', '--json')
    await writeFile(path.join(scene.folder, 'plan.json'), JSON.stringify(JSON.parse(stdout).plan))
    const { code, stderr } = await scene.run('apply', 'plan.json')
    expect(code).toBe(2)
    expect(stderr).toContain('promote repair prod')
  })
})
