import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CliResult } from '../support/cli.ts'
import { runInTerminal } from '../support/terminal.ts'
import { rollbackScene } from './rollback-scene.ts'

function short(digest: string): string {
  return digest.slice(7, 15)
}

describe('rollback', () => {
  test('a dry run says what happens, the run does it, and what was taken out is held until it is released', async () => {
    const scene = await rollbackScene()
    const { run, one, two } = scene
    const dry = await run('rollback', 'prod', '--dry-run')
    expect(dry.code, dry.stderr).toBe(0)
    expect(dry.stdout.replace(/plan [0-9a-f]{8}/, 'plan')).toBe(
      [
        'rollback of prod to entry 2                           plan',
        `  ~ api   1.1.0 → 1.0.0   ${short(one)} is current again   content is there`,
        `          tags 1.0.0 (in place), 1 (goes back from ${short(two)}), 1.1.0 (was not there: taken away)`,
        `          held in prod from then on: ${short(two)}`,
        'Nothing was written. 1 step would run.',
        '',
      ].join('\n'),
    )
    expect(scene.registry.writes()).toEqual([])
    expect(await scene.entries()).toHaveLength(4)

    const done = await run('rollback', 'prod', '--reason', 'it is \u001b[31mslow', '--report', 'r.md')
    expect(done.code, done.stderr).toBe(0)
    expect(done.stdout).toContain('✔ tagged     api 1 1.1.0 (taken away)')
    expect(done.stdout).toContain(`✔ held       api ${short(two)}`)
    expect(done.stdout).toMatch(/^rollback of prod to entry 2: 1 rolled back, /m)
    expect(scene.held()).toEqual({ '1': one, '1.0.0': one })
    const report = await readFile(path.join(scene.folder, 'r.md'), 'utf8')
    expect(report).toContain('### ✔ rollback of prod to entry 2')
    const again = await run('rollback', 'prod')
    expect(again).toMatchObject({ code: 0 })
    expect(again.stdout).toContain('There is nothing to roll back: prod is as it was before entry 4.')

    const nightly = await run('--from', 'test', '--to', 'prod')
    expect(nightly.code, nightly.stdout).toBe(3)
    expect(nightly.stdout).toContain('hold')
    expect(scene.held()).toEqual({ '1': one, '1.0.0': one })
    const history = await run('history', '--env', 'prod')
    expect(history.stdout).toMatch(/^6 .*rollback of prod {2}✔ done/m)
    expect(history.stdout).not.toContain('\u001b')
    expect((await run('diff')).stdout).toMatch(/1\.1\.0 +1\.0\.0/)
    expect((await run('verify', 'prod')).code).toBe(0)
    const explained = await run('explain', two, 'prod')
    expect(explained.stdout, explained.stderr).toContain('taken away')
    expect(explained.stdout).toContain('1.1.0')
    const byTag = await run('explain', 'api:1.1.0', 'prod')
    expect(byTag.stdout, byTag.stderr).toBe(explained.stdout)

    const denied = await run('rollback', 'prod', '--to', '4', '--dry-run')
    expect(denied.code).toBe(3)
    expect((await run('hold', 'release', '7', '--reason', 'fixed')).code).toBe(0)
    const undone = await run('rollback', 'prod', '--to', '4')
    expect(undone.code, undone.stderr + undone.stdout).toBe(0)
    expect(scene.held()).toEqual({ '1': two, '1.0.0': one, '1.1.0': two })
    expect((await run('verify', 'prod')).code).toBe(0)
  })

  test('what is typed wrong, and what the ledger does not have', async () => {
    const scene = await rollbackScene()
    const said = async (...words: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await scene.run('rollback', ...words)
      return `${code} ${stderr}${stdout}`
    }
    const [first] = await scene.entries()
    const answers: readonly (readonly [words: readonly string[], said: RegExp])[] = [
      [[], /^2 .*Which environment is to go back\?/],
      [['prd'], /^2 .*no environment "prd"[\s\S]*Did you mean prod\?/],
      [['prod', 'apo'], /^2 .*no image "apo"/],
      [['prod', 'api:1.0.0'], /^2 .*takes images by their names: api/],
      [['prod', '--to', 'abcdef'], /^2 .*no entry "abcdef"/],
      [['prod', '--to', '1'], /^2 .*Entry 1 is an intent/],
      [['prod', '--to', first?.id ?? ''], /^2 .*Entry 1 is an intent/],
      [['prod', '--before', 'yesterday'], /^2 .*"yesterday" is not a time/],
      [['prod', '--before', '2020-01-01'], /^2 .*nothing of prod from before 2020-01-01/],
      [['prod', '--steps', '3'], /^2 .*The ledger has 2 promotions to prod to go back over, not 3/],
      [['prod', '--steps', '0'], /^2 /],
      [['prod', '--steps', '2', '--to', '2'], /^2 .*Only one of --to, --before and --steps/],
      [['test'], /^1 .*There is nothing to roll back: the ledger has no promotion of api to test/],
    ]
    for (const [words, pattern] of answers) expect(await said(...words), words.join(' ')).toMatch(pattern)
    expect(scene.registry.writes()).toEqual([])
    expect(await scene.entries()).toHaveLength(4)
    const json = await scene.run('rollback', 'prod', '--steps', '3', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 2 })
  })

  test('an environment that is to be confirmed asks, and says what it would do', async () => {
    const scene = await rollbackScene(', confirm: true')
    const refused = await scene.run('rollback', 'prod')
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain('say yes beforehand: promote rollback prod --yes')
    const steps = [{ prompt: 'Roll prod back? [y/N] ', keys: 'n\r' }]
    const asked = await runInTerminal(['rollback', 'prod'], { cwd: scene.folder, steps })
    expect(asked.code).toBe(1)
    expect(asked.lines.join('\n')).toContain('is current again')
    expect(asked.lines.join('\n')).toContain('nothing was rolled back in prod')
    expect(await scene.entries()).toHaveLength(4)
    expect((await scene.run('rollback', 'prod', '--yes')).code).toBe(0)
    expect(scene.held()).toEqual({ '1': scene.one, '1.0.0': scene.one })
  })

  test('while a promotion moves tags a rollback stops with exit 4 and names it; so does a second promotion', async () => {
    let hold: Promise<void> | undefined
    const reached = Promise.withResolvers<void>()
    const scene = await rollbackScene('', {
      onRequest: async (_, { method, path: at }) => {
        if (hold === undefined || method !== 'PUT' || !at.endsWith('/prod/api/manifests/1.0.0')) return
        reached.resolve()
        await hold
      },
    })
    const gate = Promise.withResolvers<void>()
    scene.registry.repositories.get('prod/api')?.tags.delete('1.0.0')
    hold = gate.promise
    const first: Promise<CliResult> = scene.run('--from', 'test', '--to', 'prod', 'api:1.0.0')
    await reached.promise
    const back = await scene.run('rollback', 'prod')
    expect(back.code, back.stdout + back.stderr).toBe(4)
    expect(back.stderr).toMatch(/A run into prod is not finished: entry 5 of release-manager/)
    const second = await scene.run('--from', 'test', '--to', 'prod', 'api:1.0.0', '--no-wait')
    expect(second.code).toBe(4)
    expect(second.stderr).toMatch(
      /A promotion to prod by release-manager has been under way since .* \(process \d+\)/,
    )
    const resumed = await scene.run('resume', 'prod')
    expect(resumed.code, resumed.stdout).toBe(4)
    expect(resumed.stdout).toContain('Entry 5 is not to be ended by another run')
    gate.resolve()
    expect((await first).code).toBe(0)
  })
})
