import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import type { Fault } from '../support/fault-registry/rules.ts'
import { makeImage } from '../support/images.ts'

const opened: { close(): Promise<unknown> }[] = []
const route = ['--from', 'test', '--to', 'prod']

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function scene(
  more = 'defaults: { retries: 0, timeout: 2s }',
): Promise<{ registry: FaultRegistry; folder: string }> {
  const registry = await startFaultRegistry()
  opened.push(registry)
  registry.seed('test/api', await makeImage({ seed: 'api' }), ['1.0.0'])
  return {
    registry,
    folder: await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }, more) }),
  }
}

const refusals: readonly (readonly [string, Fault, number, RegExp])[] = [
  [
    '401',
    { do: 'answer', status: 401, body: '{"errors":[{"code":"UNAUTHORIZED","message":"who are you"}]}' },
    6,
    /login/,
  ],
  [
    '403',
    { do: 'answer', status: 403, body: '{"errors":[{"code":"DENIED","message":"not yours"}]}' },
    6,
    /403/,
  ],
  ['429', { do: 'answer', status: 429, headers: { 'retry-after': '1' }, body: 'slow down' }, 1, /429/],
  ['500', { do: 'answer', status: 500, body: 'oh no' }, 1, /500/],
  [
    'HTML instead of JSON',
    { do: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>login</html>' },
    1,
    /registry/,
  ],
  ['a reset', { do: 'reset' }, 1, /connection/],
  ['silence', { do: 'hang', at: 'headers' }, 1, /in time/],
]

describe('a registry that refuses is named in one sentence, with the side, and nothing is written', () => {
  for (const [side, pattern] of [
    ['source', /\/v2\/test\/api\/manifests\//],
    ['destination', /\/v2\/prod\/api\/manifests\//],
  ] as const) {
    test.each(refusals)(`%s on the ${side} side`, async (name, fault, code, words) => {
      // A HEAD has no body that could be HTML.
      if (side === 'destination' && name.startsWith('HTML')) return
      const { registry, folder } = await scene()
      registry.inject({ fault, path: pattern })
      const result = await runPromote(route, { cwd: folder })
      expect(result.code).toBe(code)
      const said = result.stderr.trimEnd().split('\n')
      const [first = '', ...rest] = said.filter((line) => !line.startsWith('… reading'))
      expect(first).toMatch(/^✖ api \((source|destination)\): /)
      expect(first).toContain(side)
      expect(first).toContain(`${registry.host}/${side === 'source' ? 'test' : 'prod'}/api`)
      expect(result.stderr).toMatch(words)
      expect(rest.length, result.stderr).toBeGreaterThan(0)
      expect(registry.writes()).toEqual([])
      await expect(readFile(path.join(folder, 'promotions.jsonl'))).rejects.toThrow('ENOENT')
    })
  }

  test('a registry that is not there', async () => {
    const { registry, folder } = await scene()
    const { host } = registry
    await registry.close()
    opened.length = 0
    const { stderr, code } = await runPromote(route, { cwd: folder })
    expect(code).toBe(1)
    expect(stderr).toContain(host)
  })
})

test('a ledger that cannot be written is refused before the first write to a registry', async () => {
  const { registry, folder } = await scene('ledger: { file: promotion.yaml/promotions.jsonl }')
  const { stderr, code } = await runPromote(route, { cwd: folder })
  expect(code).toBe(1)
  expect(stderr).toContain('promotions.jsonl')
  expect(registry.writes()).toEqual([])
})
