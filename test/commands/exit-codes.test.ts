import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const opened: FaultRegistry[] = []
const route = ['--from', 'test', '--to', 'prod']

afterEach(async () => {
  for (const registry of opened.splice(0)) await registry.close()
})

async function scene(
  options: FaultRegistryOptions = {},
  more = '',
): Promise<{ registry: FaultRegistry; folder: string }> {
  const registry = await startFaultRegistry(options)
  opened.push(registry)
  registry.seed('test/api', await makeImage({ seed: 'api' }), ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }, more) })
  return { registry, folder }
}

describe('exit codes', () => {
  test('0: done, and again: nothing to do', async () => {
    const { folder } = await scene()
    expect((await runPromote(route, { cwd: folder })).code).toBe(0)
    const again = await runPromote(route, { cwd: folder })
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining('in step') })
  })

  test('1: a tag that is not there', async () => {
    const { folder } = await scene()
    const result = await runPromote([...route, 'api:1.0.1'], { cwd: folder })
    expect(result.code).toBe(1)
    expect(result.stdout + result.stderr).toContain('1.0.0')
  })

  test('1: a registry that is not there, named with the side and what to try', async () => {
    const { registry, folder } = await scene({}, 'defaults: { retries: 0 }')
    const host = registry.host
    await registry.close()
    const result = await runPromote(route, { cwd: folder })
    expect(result.code).toBe(1)
    expect(result.stderr).toContain(host)
    expect(result.stderr.split('\n').filter((line) => /^\s+at /.test(line))).toEqual([])
  })

  test('2: a wrong flag, an unknown environment, a route that is not allowed, a bad file', async () => {
    const { folder } = await scene()
    for (const words of [
      ['--no-such-flag'],
      ['diff', '--from', 'tst', '--to', 'prod'],
      ['--from', 'prod', '--to', 'test'],
      ['nonsense'],
    ]) {
      const result = await runPromote(words, { cwd: folder })
      expect(result).toMatchObject({ code: 2, stdout: '' })
      expect(result.stderr).toMatch(/^✖ /m)
    }
  })

  test('3: an immutable tag, in a dry run too', async () => {
    const { registry, folder } = await scene()
    registry.seed('prod/api', await makeImage({ seed: 'old' }), ['1.0.0'])
    const file = (await readFile(path.join(folder, 'promotion.yaml'), 'utf8')).replace(
      'prod/{image}" }',
      'prod/{image}", immutable: ["*.*.*"] }',
    )
    const denied = await testFolder({ 'promotion.yaml': file })
    for (const words of [route, [...route, '--dry-run']]) {
      const result = await runPromote(words, { cwd: denied })
      expect(result.code).toBe(3)
      expect(result.stdout + result.stderr).toContain('immutable')
    }
    expect(registry.writes()).toEqual([])
  })

  test('3: a registry that does not let the tag move', async () => {
    const { registry, folder } = await scene({ immutable: { tags: () => true, as: 'harbor' } })
    registry.seed('prod/api', await makeImage({ seed: 'old' }), ['1.0.0'])
    const result = await runPromote(route, { cwd: folder })
    expect(result.code).toBe(3)
  })

  test('4: a plan that no longer fits, and a promotion file that changed', async () => {
    const { registry, folder } = await scene()
    expect((await runPromote(['plan', ...route, '-o', 'plan.json'], { cwd: folder })).code).toBe(0)
    registry.seed('prod/api', await makeImage({ seed: 'other' }), ['1.0.0'])
    const stale = await runPromote(['apply', 'plan.json'], { cwd: folder })
    expect(stale.code).toBe(4)
    expect(stale.stderr).toContain('stale')
    const plan = await readFile(path.join(folder, 'plan.json'), 'utf8')
    const other = await testFolder({
      'plan.json': plan,
      'promotion.yaml': promotionFile(registry.host, { api: '1.0.0', web: '1' }),
    })
    expect((await runPromote(['apply', 'plan.json'], { cwd: other })).code).toBe(4)
    expect(registry.writes()).toEqual([])
  })

  test('5: content that does not match, on the source side, tags nothing', async () => {
    const { registry, folder } = await scene({ mounts: 403 }, 'defaults: { retries: 0 }')
    registry.inject({ fault: { do: 'corrupt' }, method: 'GET', path: /\/blobs\// })
    const result = await runPromote(route, { cwd: folder })
    expect(result.code).toBe(5)
    expect(result.stdout + result.stderr).toMatch(/sha256:[0-9a-f]{64}/)
    expect(registry.repositories.get('prod/api')?.tags.size ?? 0).toBe(0)
  })

  test('5: verify finds a tag that someone moved', async () => {
    const { registry, folder } = await scene()
    await runPromote(route, { cwd: folder })
    expect((await runPromote(['verify', 'prod'], { cwd: folder })).code).toBe(0)
    registry.seed('prod/api', await makeImage({ seed: 'someone' }), ['1.0.0'])
    expect((await runPromote(['verify', 'prod'], { cwd: folder })).code).toBe(5)
  })

  test('5: a ledger whose byte was changed', async () => {
    const { folder } = await scene()
    await runPromote(route, { cwd: folder })
    const ledger = path.join(folder, 'promotions.jsonl')
    const changed = (await readFile(ledger, 'utf8')).replace('release-manager', 'somebody-else!!')
    const other = await testFolder({
      'promotion.yaml': await readFile(path.join(folder, 'promotion.yaml'), 'utf8'),
      'promotions.jsonl': changed,
    })
    expect((await runPromote(['ledger', 'verify'], { cwd: other })).code).toBe(5)
  })

  test('5: a ledger that is not there, unless that is expected', async () => {
    const { folder } = await scene()
    const gone = await runPromote(['ledger', 'verify'], { cwd: folder })
    expect(gone.code).toBe(5)
    expect(gone.stdout).toBe(
      [
        '✖ There is no ledger promotions.jsonl, so nothing was checked.',
        '  Is it the right file? The promotion file names it under ledger.file.',
        '  Where nothing was promoted yet: promote ledger verify --allow-empty',
        '',
      ].join('\n'),
    )
    const expected = await runPromote(['ledger', 'verify', '--allow-empty'], { cwd: folder })
    expect(expected.code).toBe(0)
    expect(expected.stdout).toBe('– There is no ledger promotions.jsonl yet, so there is nothing to check.\n')
    const head = ['--head', 'a'.repeat(64)]
    expect((await runPromote(['ledger', 'verify', '--allow-empty', ...head], { cwd: folder })).code).toBe(5)
  })

  test('6: no credentials, and wrong ones', async () => {
    const auth = { kind: 'basic', username: 'robot', password: 'right' } as const
    const { registry, folder } = await scene({ auth })
    expect((await runPromote(route, { cwd: folder })).code).toBe(6)
    const wrong = { auths: { [registry.host]: { auth: Buffer.from('robot:wrong').toString('base64') } } }
    const result = await runPromote(route, {
      cwd: folder,
      env: { DOCKER_AUTH_CONFIG: JSON.stringify(wrong) },
    })
    expect(result.code).toBe(6)
    expect(result.stderr).toContain(registry.host)
  })

  test('7: differences, only under --exit-code', async () => {
    const { folder } = await scene()
    expect((await runPromote(['diff', ...route], { cwd: folder })).code).toBe(0)
    expect((await runPromote(['diff', ...route, '--exit-code'], { cwd: folder })).code).toBe(7)
    await runPromote(route, { cwd: folder })
    expect((await runPromote(['diff', ...route, '--exit-code'], { cwd: folder })).code).toBe(0)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s: %i, nothing tagged, the ledger says cancelled', async (signal, code) => {
    let stop: (() => void) | undefined
    const { registry, folder } = await scene({
      onRequest: (_, request) => {
        if (request.method === 'POST') stop?.()
      },
    })
    registry.inject({ fault: { do: 'hang', at: 'headers' }, method: 'POST' })
    const result = await runPromote(route, {
      cwd: folder,
      onSpawn: (child) => {
        // A second signal would end the process at once.
        stop = () => {
          stop = undefined
          child.kill(signal)
        }
      },
    })
    expect(result.code).toBe(code)
    expect(result.stderr).toMatch(/^! Asked to stop: .* tags that are moving are finished first\./m)
    expect(registry.repositories.get('prod/api')?.tags.size ?? 0).toBe(0)
    const ledger = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
    expect(JSON.parse(ledger.trimEnd())).toMatchObject({ kind: 'outcome', result: 'cancelled' })
  })

  test('a second signal while tags move ends at once, and names the entry that is open and what finishes it', async () => {
    let stop: (() => void) | undefined
    const { registry, folder } = await scene({
      onRequest: (_, request) => {
        if (request.method === 'PUT' && TAG.test(request.path)) stop?.()
      },
    })
    registry.inject({ fault: { do: 'hang', at: 'headers' }, method: 'PUT', path: TAG })
    const result = await runPromote(route, {
      cwd: folder,
      onSpawn: (child) => {
        stop = () => void child.kill('SIGINT')
        child.stderr?.on('data', (chunk) => {
          if (String(chunk).includes('Asked to stop')) child.kill('SIGINT')
        })
      },
    })
    expect(result.code, result.stderr).toBe(130)
    expect(result.stderr).toContain('entry 1 is open')
    expect(result.stderr).toContain('Run the same command again to finish it')
    const ledger = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')
    expect(JSON.parse(ledger.trimEnd())).toMatchObject({ kind: 'intent' })
  })
})

const TAG = /^\/v2\/prod\/[a-z]+\/manifests\/[^:]+$/
