import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { digestOf } from '../../src/oci/digest.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import type { FaultRule } from '../support/fault-registry/rules.ts'
import { makeImage, makeIndex } from '../support/images.ts'

interface Stage {
  readonly test: FaultRegistry
  readonly prod: FaultRegistry
  readonly folder: string
}

async function stage(): Promise<Stage> {
  const [test, prod] = [await startFaultRegistry(), await startFaultRegistry()]
  onTestFinished(async () => {
    await test.close()
    await prod.close()
  })
  const amd64 = await makeImage({ seed: 'amd64', layers: [90_000] })
  const arm64 = await makeImage({
    seed: 'arm64',
    layers: [90_000],
    platform: { os: 'linux', architecture: 'arm64' },
  })
  test.seed('shop/api', makeIndex([amd64, arm64]), ['1.0.0'])
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'environments:',
      `  - { name: test, repository: "${test.host}/shop/{image}" }`,
      `  - { name: prod, repository: "${prod.host}/shop/{image}", referrers: { copy: none } }`,
      'images: [{ name: api, select: ["1.0.0"] }]',
      'defaults: { retries: 1, timeout: 2s }',
    ].join('\n'),
  })
  return { test, prod, folder }
}

const run = ({ folder }: Stage) => runPromote(['--from', 'test', '--to', 'prod', '--yes'], { cwd: folder })

const manifests = { method: 'GET', path: /manifests/ }
const children = { method: 'GET', path: /manifests\/sha256/ }
const layers = { method: 'GET', path: /blobs/ }
const lie = { 'docker-content-digest': digestOf('a lie') }
const huge = JSON.stringify({ schemaVersion: 2, padding: 'x'.repeat(5 * 1024 * 1024) })

/** What goes wrong, where, the exit code, and words of the sentence. */
const cases: readonly (readonly [string, 'test' | 'prod', FaultRule, number, RegExp])[] = [
  [
    'a manifest over 4 MiB',
    'test',
    { ...manifests, fault: { do: 'answer', status: 200, body: huge } },
    1,
    /longer than the 4194304 bytes/,
  ],
  [
    'an index whose child is missing',
    'test',
    { ...children, fault: { do: 'answer', status: 404 } },
    1,
    /lists a manifest that sha256:\w+ is not in the repository/,
  ],
  [
    'a child that is another manifest',
    'test',
    { ...children, fault: { do: 'corrupt', at: 30 } },
    5,
    /answered with sha256:/,
  ],
  [
    'a layer that is too short',
    'test',
    { ...layers, fault: { do: 'truncate', to: 100, honest: true } },
    5,
    /has 100 bytes of it, not \d+/,
  ],
  [
    'a layer with a wrong byte',
    'test',
    { ...layers, fault: { do: 'corrupt', at: 100 } },
    5,
    /does not match its content/,
  ],
  [
    'a layer that comes compressed',
    'test',
    { ...layers, fault: { do: 'gzip' } },
    1,
    /compressed its answer \(gzip\)/,
  ],
  [
    'a layer that stops',
    'test',
    { ...layers, fault: { do: 'hang', at: 'body', after: 0 } },
    1,
    /did not answer in time/,
  ],
  [
    'a redirect loop',
    'test',
    { ...layers, fault: { do: 'answer', status: 307, headers: { location: '?again' } } },
    1,
    /answered 307/,
  ],
  [
    'a redirect to link-local',
    'test',
    { ...layers, fault: { do: 'answer', status: 307, headers: { location: 'ftp://169.254.169.254/' } } },
    1,
    /which is not HTTP/,
  ],
  [
    'a lie about a manifest that was stored',
    'prod',
    { method: 'PUT', path: /manifests/, fault: { do: 'headers', set: lie } },
    5,
    /stored sha256:\w+ instead of/,
  ],
  [
    'a lie about a blob that was stored',
    'prod',
    { method: 'PUT', path: /uploads/, fault: { do: 'headers', set: lie } },
    5,
    /stored sha256:/,
  ],
  [
    'a manifest that was not stored after all',
    'prod',
    { method: 'PUT', path: /manifests/, fault: { do: 'answer', status: 201 } },
    5,
    /does not have the manifest/,
  ],
  [
    'an upload that takes no bytes',
    'prod',
    { method: 'PUT', path: /uploads/, fault: { do: 'hang', at: 'headers' } },
    1,
    /did not answer in time/,
  ],
  [
    'an upload that opens nowhere',
    'prod',
    { method: 'POST', fault: { do: 'headers', drop: ['location'] } },
    1,
    /opened an upload without saying where/,
  ],
]

test.each(cases)(
  '%s (%s): a sentence with the side, the exit code, and no tag',
  async (_, where, rule, code, words) => {
    const scene = await stage()
    const injected = scene[where].inject(rule)
    const result = await run(scene)
    expect(injected.struck).toBeGreaterThan(0)
    expect(result.code, result.stderr).toBe(code)
    const side = where === 'test' ? 'source' : 'destination'
    const said = `${result.stdout}\n${result.stderr}`
    expect(said).toMatch(new RegExp(`✖ api \\(${side}\\): .*`))
    expect(said).toMatch(words)
    expect(said).not.toMatch(/\n\s+at |undefined|\[object/)
    expect([...(scene.prod.repositories.get('shop/api')?.tags.keys() ?? [])]).toEqual([])
    const ledger = path.join(scene.folder, 'promotions.jsonl')
    if (existsSync(ledger)) expect(await readFile(ledger, 'utf8')).not.toContain('"result":"done"')
  },
)

test.each([
  ['a wrong Content-Type', { ...manifests, fault: { do: 'headers', set: { 'content-type': 'text/plain' } } }],
  ['no Content-Type', { ...manifests, fault: { do: 'headers', drop: ['content-type'] } }],
  ['a Docker-Content-Digest that lies', { ...manifests, fault: { do: 'headers', set: lie } }],
  ['a connection that breaks', { ...layers, times: 2, fault: { do: 'reset', after: 10_000 } }],
  ['a layer that changed on the way once', { ...layers, times: 1, fault: { do: 'corrupt', at: 9 } }],
] as const)('%s: the run goes on and ends well', async (_, rule) => {
  const scene = await stage()
  scene.test.inject(rule as FaultRule)
  const result = await run(scene)
  expect(result.code, result.stderr).toBe(0)
  expect(scene.prod.repositories.get('shop/api')?.tags.get('1.0.0')).toBe(
    scene.test.repositories.get('shop/api')?.tags.get('1.0.0'),
  )
})
