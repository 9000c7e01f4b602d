import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Digest, shortDigest } from '../../src/oci/digest.ts'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, makeFolder, promotionFile, runPromote } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage, makeIndex } from '../support/images.ts'

let registry: FaultRegistry
let folder: string
let api: Digest
let amd64: Digest
let web: Digest

beforeAll(async () => {
  registry = await startFaultRegistry()
  const [one, two, three] = await Promise.all(['amd64', 'arm64', 'web'].map((seed) => makeImage({ seed })))
  if (one === undefined || two === undefined || three === undefined) throw new Error('no image')
  const index = makeIndex([one, two])
  ;[api, amd64, web] = [index, one, three].map(({ manifest }) => manifest.descriptor.digest) as [
    Digest,
    Digest,
    Digest,
  ]
  registry.seed('test/api', index, ['1.0.0', 'stable'])
  registry.seed('test/web', three, ['2.0.0'])
  folder = await makeFolder({
    'promotion.yaml': promotionFile(registry.host, { api: '1.0.0', web: '2.0.0' }).replace(
      'prod/{image}" }',
      'prod/{image}", confirm: true }',
    ),
  })
})

afterAll(() => registry.close())

function run(...words: readonly string[]): Promise<CliResult> {
  return runPromote(words, { cwd: folder, env: { COLUMNS: '200' } })
}

async function entries(): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(path.join(folder, 'promotions.jsonl'), 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
}

const route = ['--from', 'test', '--to', 'prod', '--yes']
const why = ['--reason', 'logins fail']

test('a hold denies, is said where it matters, and is released', async () => {
  const held = await run('hold', 'add', 'prod', 'api:stable', ...why)
  expect(held.code, held.stderr).toBe(0)
  expect(held.stdout).toContain(`✔ entry 1 in promotions.jsonl: api ${shortDigest(api)} may not go into prod`)
  expect(held.stdout).toContain('take back  promote hold release 1 --reason TEXT')
  const again = await run('hold', 'add', 'prod', `api@${shortDigest(api)}`, ...why)
  expect(again.stdout).toContain('already, for that reason: entry 1')
  for (const words of [route, [...route, '--dry-run'], [...route, '--keep-going', '--dry-run']]) {
    const denied = await run(...words)
    expect(denied.code).toBe(3)
    expect(denied.stdout + denied.stderr).toContain(`${shortDigest(api)} is held in prod by `)
    expect(denied.stdout + denied.stderr).toContain('promote hold release 1 --reason TEXT')
  }
  const overridden = await run(...route, '--override', 'hold', '--reason', 'x')
  expect(overridden.code).not.toBe(0)
  expect(registry.writes()).toEqual([])
  const diff = await run('diff', '--from', 'test', '--to', 'prod')
  expect(diff.stdout).toContain(`✖ api ${shortDigest(api)}: held in prod by `)
  const status = await run('status')
  expect(status.stdout).toContain(`✖ api ${shortDigest(api)}  held in prod by `)
  const listed = await run('hold', 'ls', 'prod')
  expect(listed.stdout).toContain(`✖ api ${shortDigest(api)}  held in prod by `)
  const asks = await run('hold', 'release', '1', '--reason', 'fixed')
  expect(asks).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') })
  const released = await run(
    'hold',
    'release',
    'prod',
    `api@${shortDigest(api)}`,
    '--reason',
    'fixed',
    '--yes',
  )
  expect(released.code, released.stderr).toBe(0)
  expect(released.stdout).toContain('is not held in prod by entry 1 any more')
  expect(await entries()).toMatchObject([
    { kind: 'hold', environment: 'prod', image: 'api', digest: api, reason: 'logins fail', cause: null },
    { kind: 'release', environment: 'prod', image: 'api', digest: api, reason: 'fixed' },
  ])
  expect((await run('hold', 'ls')).stdout).toContain('Nothing is held, and nothing is rejected')
  const history = await run('history', '--image', 'api')
  expect(history.stdout).toMatch(/✔ released .*reason: fixed/)
  expect(history.stdout).toMatch(/✖ held .*reason: logins fail/)
})

test('a rejected platform of an index keeps the index out everywhere, until that is undone', async () => {
  const rejected = await run('reject', amd64.slice(7, 15), '--reason', 'CVE-2026-1', '--json')
  expect(rejected.code, rejected.stderr).toBe(0)
  const report = JSON.parse(rejected.stdout)
  expectValid('reject', report)
  expect(report).toMatchObject({
    undone: false,
    digests: [{ recorded: true, rejection: { digest: amd64, image: null } }],
  })
  const denied = await run(...route, '--dry-run')
  expect(denied.code).toBe(3)
  expect(denied.stdout).toContain(`${shortDigest(amd64)}, which ${shortDigest(api)} lists, is rejected`)
  expect((await run('diff')).stdout).toContain(`✖ api ${shortDigest(api)}: rejected by `)
  for (const digest of [api, amd64]) {
    const explained = await run('explain', shortDigest(digest))
    expect(explained.stdout, explained.stderr).toContain(`✖ ${shortDigest(amd64)}  rejected by `)
  }
  const undone = await run('reject', shortDigest(amd64), '--undo', '--reason', 'a false alarm', '--yes')
  expect(undone.code, undone.stderr).toBe(0)
  expect((await run(...route, '--dry-run')).code).toBe(0)
})

test('of a rejected plan all that it would bring is rejected, and taken back together', async () => {
  expect((await run('plan', '--from', 'test', '--to', 'prod', '-o', 'plan.json')).code).toBe(0)
  const rejected = await run('reject', 'plan.json', '--reason', 'not now')
  expect(rejected.code, rejected.stderr).toBe(0)
  expect(rejected.stdout.match(/is rejected: no environment takes it/g)).toHaveLength(2)
  const applied = await run('apply', 'plan.json', '--yes')
  expect(applied.code).toBe(3)
  expect(registry.writes()).toEqual([])
  const one = await run('reject', 'web:2.0.0', '--undo', '--reason', 'web is fine', '--yes')
  expect(one.code, one.stderr).toBe(0)
  expect((await run('hold', 'ls', '--json')).stdout).not.toContain(web)
  const rest = await run('reject', 'plan.json', '--undo', '--reason', 'now', '--yes')
  expect(rest.code, rest.stderr).toBe(0)
  const promoted = await run('apply', 'plan.json', '--yes')
  expect(promoted.code, promoted.stderr).toBe(0)
  const current = await run('reject', 'web:2.0.0', '--reason', 'too late')
  expect(current.stdout).toContain(`web ${shortDigest(web)} is current (web in prod), and stays there`)
})

test.each<[string, readonly string[], RegExp]>([
  ['an unknown environment', ['hold', 'add', 'prd', 'api', ...why], /no environment "prd".*\n.*prod/],
  ['an unknown image', ['hold', 'add', 'prod', 'apj', ...why], /no image "apj".*\n.*api/],
  ['a digest without an image', ['hold', 'add', 'prod', '0123456789ab', ...why], /names no image/],
  ['an empty reason', ['hold', 'add', 'prod', 'api', '--reason', ' '], /reason is empty/],
  ['no reason', ['reject', 'api:1.0.0'], /--reason/],
  ['no hold', ['hold', 'release', 'prod', 'api', '--reason', 'x'], /No hold on api stands in prod/],
  [
    'a tag',
    ['hold', 'release', 'prod', 'api:1.0.0', '--reason', 'x'],
    /on a digest, not on a tag: "api:1.0.0" does not tell which\.\n.*promote hold ls/,
  ],
  ['an entry that is no hold', ['hold', 'release', '1', '--reason', 'x'], /"1" is no hold that stands/],
  ['a whole image', ['reject', 'api', '--reason', 'x'], /names an image and no digest/],
  ['no rejection', ['reject', 'api:1.0.0', '--undo', '--reason', 'x'], /No rejection of api:1.0.0 stands/],
  ['a file that is no plan', ['reject', 'absent.json', '--reason', 'x'], /absent\.json/],
])('%s is refused, and nothing is recorded', async (_, words, message) => {
  const before = (await entries()).length
  const refused = await run(...words)
  expect(refused.code).toBe(2)
  expect(refused.stderr).toMatch(message)
  expect(await entries()).toHaveLength(before)
})

test('a tag that nobody has is not found', async () => {
  const refused = await run('reject', 'api:9.9.9', '--reason', 'x')
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('api:9.9.9 is not in test or prod')
})
