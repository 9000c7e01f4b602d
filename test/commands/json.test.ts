import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectValid } from '../report/schemas.ts'
import { makeFolder, promotionFile, runPromote } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const manifest = path.join(import.meta.dirname, '..', '..', 'oclif.manifest.json')
let registry: FaultRegistry
let folder: string

beforeAll(async () => {
  registry = await startFaultRegistry()
  registry.seed('test/api', await makeImage({ seed: 'api' }), ['1.0.0'])
  registry.seed('test/web', await makeImage({ seed: 'web' }), ['2.0.0'])
  folder = await makeFolder({
    'promotion.yaml': promotionFile(registry.host, { api: '1.0.0', web: '2.0.0' }),
    'broken.yaml': 'version: 1\nenvironments: 3\n',
  })
})

afterAll(() => registry.close())

async function json(
  ...words: string[]
): Promise<{ code: number | null; document: Record<string, unknown>; stdout: string }> {
  const named = words.map((word) => word.replace('REGISTRY', registry.host))
  const { code, stdout } = await runPromote([...named, '--json'], { cwd: folder })
  return { code, document: JSON.parse(stdout), stdout }
}

const calls: readonly (readonly [schema: string, words: readonly string[], code: number])[] = [
  ['ledger-verify', ['ledger', 'verify'], 5],
  ['ledger-verify', ['ledger', 'verify', '--allow-empty'], 0],
  ['result', ['--from', 'test', '--to', 'prod', '--dry-run'], 0],
  ['result', ['--from', 'test', '--to', 'prod', 'api:9'], 1],
  ['plan', ['plan', '--from', 'test', '--to', 'prod', '-o', 'plan.json'], 0],
  ['result', ['plan', 'show', 'plan.json'], 0],
  ['approve', ['approve', 'plan.json'], 0],
  ['approvals', ['approvals', 'plan.json'], 0],
  ['result', ['apply', 'plan.json'], 0],
  ['result', ['--from', 'test', '--to', 'prod'], 0],
  ['diff', ['diff'], 0],
  ['diff', ['diff', '--from', 'test', '--to', 'prod'], 0],
  ['verify', ['verify', 'prod', '--deep'], 0],
  ['result', ['repair', 'prod', '--dry-run'], 0],
  ['result', ['repair', 'prod', 'api', '--deep', '--reason', 'x'], 0],
  ['gates', ['gates'], 0],
  ['status', ['status'], 0],
  ['history', ['history'], 0],
  ['explain', ['explain', 'api', 'prod'], 0],
  ['ledger-verify', ['ledger', 'verify'], 0],
  ['ledger-entry', ['ledger', 'show', '1'], 0],
  ['ledger-export', ['ledger', 'export'], 0],
  ['hold-add', ['hold', 'add', 'prod', 'api', '--reason', 'x'], 0],
  ['hold-ls', ['hold', 'ls'], 0],
  ['hold-release', ['hold', 'release', 'prod', 'api', '--reason', 'x'], 0],
  ['result', ['rollback', 'prod', '--dry-run'], 0],
  ['resume', ['resume', 'prod'], 0],
  ['result', ['rollback', 'prod'], 0],
  ['reject', ['reject', 'api:1.0.0', '--reason', 'x'], 0],
  ['reject', ['reject', 'api:1.0.0', '--undo', '--reason', 'x'], 0],
  ['guard', ['guard'], 0],
  ['validate', ['validate'], 0],
  [
    'init',
    [
      'init',
      '-f',
      'new.yaml',
      '--env',
      'a=r.example.com/a/{image}',
      '--env',
      'b=r.example.com/b/{image}',
      '--image',
      'api',
    ],
    0,
  ],
  ['login', ['login', '-u', 'ann', '-p', 'x', '127.0.0.1:PORT'], 0],
  ['login', ['login', '127.0.0.1:PORT'], 0],
  ['login', ['login', '--get-login', '127.0.0.1:PORT'], 0],
  ['logout', ['logout', '127.0.0.1:PORT'], 0],
  ['logout', ['logout', '--all'], 0],
  ['error', ['login', '--get-login', 'registry.example.com'], 1],
  ['pull', ['pull', 'REGISTRY/test/api:1.0.0'], 0],
  ['tag', ['tag', 'REGISTRY/test/api:1.0.0', 'REGISTRY/own/api:1'], 0],
  ['push', ['push', 'REGISTRY/own/api:1'], 0],
  ['copy', ['copy', 'REGISTRY/own/api:1', 'oci:./copied'], 0],
  ['tags', ['tags', 'REGISTRY/test/api'], 0],
  ['inspect', ['inspect', 'REGISTRY/test/api:1.0.0'], 0],
  // It has neither search nor list: what it finds is told in test/commands/search.test.ts.
  ['error', ['search', 'REGISTRY/api'], 1],
  ['images', ['images'], 0],
  ['rmi', ['rmi', 'REGISTRY/own/api:1'], 0],
  ['error', ['validate', 'broken.yaml'], 2],
  ['error', ['diff', '--from', 'nowhere', '--to', 'prod'], 2],
  ['error', ['--from', 'test'], 2],
  ['error', ['--no-such-flag'], 2],
  ['error', ['apply', 'absent.json'], 2],
  ['error', ['ledger', 'show', '99'], 2],
]

const TOPICS = new Set(['ledger', 'hold'])

describe('--json is one document that the shipped schema describes', () => {
  test.each(calls)('%s: promote %j', async (schema, words, code) => {
    const answer = await json(...words.map((word) => word.replace('127.0.0.1:PORT', registry.host)))
    expectValid(schema, answer.document)
    expect(answer.code).toBe(code)
  })

  test('of every command', async () => {
    const { commands } = JSON.parse(await readFile(manifest, 'utf8'))
    // What these two print is a document or a script of its own; test/crash/ has what ledger abandon prints.
    const apart = ['completion', 'schema', 'ledger:abandon']
    const called = calls.map(([, [first = '', second = '']]) =>
      first.startsWith('-')
        ? 'promote'
        : TOPICS.has(first) || second === 'show'
          ? `${first}:${second}`
          : first,
    )
    expect(new Set([...called, ...apart])).toEqual(new Set(Object.keys(commands)))
  })

  test('--format json is --json', async () => {
    for (const [schema, words] of [
      ['diff', ['diff', '--format', 'json']],
      ['ledger-export', ['ledger', 'export', '--format=json']],
      ['error', ['diff', '--format', 'json', '--no-such-flag']],
    ] as const) {
      const { stdout } = await runPromote(words, { cwd: folder })
      expectValid(schema, JSON.parse(stdout))
    }
    expect((await runPromote(['diff', '--', '--format=json'], { cwd: folder })).stdout).toBe('')
  })

  test('the saved plan and each line of the ledger are described too', async () => {
    expectValid('plan', JSON.parse(await readFile(path.join(folder, 'plan.json'), 'utf8')))
    const lines = (await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')).trimEnd().split('\n')
    for (const line of lines) expectValid('ledger-entry', JSON.parse(line))
  })
})
