import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const route = ['--from', 'test', '--to', 'prod']
let registry: FaultRegistry

beforeAll(async () => {
  registry = await startFaultRegistry()
  for (const tag of ['1.4.1', '1.4.2', '1.4.3', '1.5.0-rc.1']) {
    registry.seed('test/api', await makeImage({ seed: tag }), [tag])
  }
  for (const image of ['web', 'team/a', 'team/b']) {
    registry.seed(`test/${image}`, await makeImage({ seed: image }), ['1.0.0'])
  }
})

afterAll(async () => {
  await registry.close()
})

async function scene(file: string): Promise<(...words: readonly string[]) => Promise<CliResult>> {
  const cwd = await testFolder({ 'promotion.yaml': file })
  return (...words) => runPromote(words, { cwd })
}

describe('exclude in the promotion file', () => {
  const excluding = (select: string, exclude: string): string =>
    promotionFile(registry.host, { api: 'x' }).replace('["x"]', `${select}, exclude: ${exclude}`)

  test('is taken away before newest counts, and a tag that is named is promoted with a warning', async () => {
    const run = await scene(excluding('{ regex: ".*", newest: 1 }', '["1.4.3", "*-rc*"]'))
    const plan = JSON.parse((await run(...route, '--dry-run', '--json')).stdout)
    expect(plan.plan.plan.steps.map((step: { source: { tag: string } }) => step.source.tag)).toEqual([
      '1.4.2',
    ])
    const named = await run(...route, 'api:1.4.3', '--dry-run')
    expect(named.stdout).toContain(
      '! api:1.4.3 is left out by "exclude" in the promotion file, and promoted as it was asked for by name.',
    )
    expect(named.code).toBe(0)
    expect(JSON.parse((await run('status', '--json')).stdout).rows[0].cells[0]).toMatchObject({
      tag: '1.4.2',
    })
  })

  test('that leaves nothing in the registry fails as a select does that matches nothing', async () => {
    const glob = await (await scene(excluding('["1.4.*"]', '["1.4.[0-9]"]')))(...route, '--dry-run')
    expect(glob.code).toBe(1)
    expect(glob.stdout).toContain('api 1.4.* matches no tag that "exclude" leaves in test')
    const exact = await (await scene(excluding('["{env}"]', '["test"]')))(...route, '--dry-run')
    expect(exact.code).toBe(1)
    expect(exact.stdout).toContain('api {env} is left out in test by "exclude" (test)')
  })
})

describe('--exclude', () => {
  const all = (): string =>
    promotionFile(registry.host, { api: '1.4.2', web: '1.0.0', 'team/a': '1.0.0', 'team/b': '1.0.0' })

  test('leaves images out of a plan, and says so', async () => {
    const run = await scene(all())
    const dry = await run(...route, '--dry-run', '--exclude', 'web', '--exclude', 'team/*')
    expect(dry.code, dry.stderr).toBe(0)
    expect(dry.stdout).toContain('left out: web, team/a and team/b (--exclude)')
    expect(dry.stdout).not.toMatch(/^ +\+ (web|team)/m)
    const json = JSON.parse((await run(...route, '--dry-run', '--exclude=web', '--json')).stdout)
    expect(json.plan.leftOut).toEqual(['web'])
    expectValid('result', json)
    expect(json.plan.plan.steps.map(({ image }: { image: string }) => image)).toEqual([
      'api',
      'team/a',
      'team/b',
    ])
    const saved = await run('plan', ...route, '--exclude', 'team/?', '-o', 'plan.json', '--report', 'plan.md')
    expect(saved.stdout).toContain('left out: team/a and team/b (--exclude)')
    const applied = await run('apply', 'plan.json', '--yes')
    expect(applied.code, applied.stderr).toBe(0)
    const again = await run(...route, '--exclude', 'team/*', '--report', 'result.md')
    expect(again.stdout).toContain('left out: team/a and team/b (--exclude)')
  })

  test('leaves images out of diff, status and verify', async () => {
    const run = await scene(all())
    for (const words of [['diff', ...route], ['diff'], ['status'], ['verify', 'test']]) {
      const text = await run(...words, '--exclude', 'web', '--exclude', 'team/*', 'api', 'web')
      expect(text.stdout, words.join(' ')).toContain('left out: web (--exclude)')
      expect(text.stdout).not.toContain('team')
      const json = JSON.parse((await run(...words, '--exclude', 'web', '--json')).stdout)
      expect(json.leftOut).toEqual(['web'])
      expectValid(words[0] ?? '', json)
    }
    const markdown = await run('diff', '--exclude', 'web', '--format', 'markdown')
    expect(markdown.stdout).toContain('left out: web (--exclude)')
  })

  test.each([
    [['--exclude', 'wbe'], 'The promotion file has no image "wbe".', 'Did you mean web?'],
    [['--exclude', 'x*'], '"x*" in --exclude matches no image', 'There are: api, web, team/a, team/b.'],
    [['--exclude', 'web:1.0.0'], 'without a tag or a digest', 'by "exclude" of the image'],
    [['--exclude', '*'], 'Every image is left out: * in --exclude covers api, web, team/a, team/b.', 'fewer'],
    [['web', '--exclude', 'web'], 'Every image is left out: web in --exclude covers web.', 'fewer'],
  ])('%s is refused', async (words, message, hint) => {
    const run = await scene(all())
    const ended = await run(...route, '--dry-run', ...words)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain(message)
    expect(ended.stderr).toContain(hint)
  })
})
