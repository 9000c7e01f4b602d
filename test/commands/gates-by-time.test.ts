import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Verdict } from '../../src/model/gates/verdict.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

const route = ['--from', 'test', '--to', 'prod']
const GATES = `
      order: ledger
      soak: 24h
      freeze: { timezone: Europe/Oslo, windows: ["2000-01-01/9999-12-31"] }
      age: { most: 1h }`

async function scene(gates: string) {
  const registry = await startFaultRegistry({})
  onTestFinished(() => registry.close())
  registry.seed('test/api', await makeImage({ seed: 'api' }), ['1.0.0'])
  registry.seed('dev/web', await makeImage({ seed: 'web' }), ['2.0.0'])
  const file = (written: string): string =>
    [
      'version: 1',
      'environments:',
      `  - { name: dev, repository: "${registry.host}/dev/{image}" }`,
      `  - { name: test, repository: "${registry.host}/test/{image}" }`,
      `  - name: prod\n    repository: "${registry.host}/prod/{image}"\n    gates:${written}`,
      'images:',
      '  - { name: api, select: "1.0.0", optional: true }',
      '  - { name: web, select: "2.0.0", optional: true }',
      '',
    ].join('\n')
  const folder = await testFolder({ 'promotion.yaml': file(gates) })
  return {
    registry,
    run: (...words: string[]): Promise<CliResult> => runPromote(words, { cwd: folder }),
    change: (written: string) => writeFile(path.join(folder, 'promotion.yaml'), file(written)),
    entries: async (): Promise<{ kind: string; verdicts?: Verdict[] }[]> =>
      (await readFile(path.join(folder, 'promotions.jsonl'), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  }
}

test('gates of time deny a run with exit 3, are passed over with a reason, and where that is not allowed deny again', async () => {
  const { registry, run, change, entries } = await scene(GATES)
  const writes = (): number => registry.requests.filter(({ method }) => !/^(GET|HEAD)$/.test(method)).length

  const denied = await run(...route, '--yes')
  expect(denied.code).toBe(3)
  const said = denied.stdout + denied.stderr
  for (const sentence of [
    /The ledger has no promotion that brought [0-9a-f]{8} to test\./,
    /The ledger does not say since when it is in test: no promotion brought it there\./,
    /prod is frozen: 2000-01-01\/9999-12-31 in Europe\/Oslo\./,
    /It was created .* ago; prod takes nothing older than 1 h\./,
  ]) {
    expect(said).toMatch(sentence)
  }
  expect(writes()).toBe(0)

  const overrides = ['order', 'soak', 'freeze', 'age'].flatMap((gate) => ['--override', gate])
  const passed = await run(...route, '--yes', ...overrides, '--reason', 'incident 7')
  expect(passed.code, passed.stderr).toBe(0)
  const [intent] = await entries()
  expect(intent?.verdicts?.map(({ gate, answer, overridden }) => [gate, answer, overridden?.reason])).toEqual(
    [
      ['order', 'pass', undefined],
      ['order', 'deny', 'incident 7'],
      ['soak', 'unknown', 'incident 7'],
      ['freeze', 'deny', 'incident 7'],
      ['age', 'deny', 'incident 7'],
    ],
  )

  await change('\n      soak: { for: 24h, overridable: false }\n      order: ledger')
  const first = await run('--from', 'dev', '--to', 'test', '--yes')
  expect(first.code, first.stderr).toBe(0)
  const again = await run(...route, 'web', '--yes', '--override', 'soak', '--reason', 'x', '--json')
  expect(again.code).toBe(3)
  const { verdicts } = JSON.parse(again.stdout).plan ?? {}
  const [soak] = (verdicts as Verdict[]).filter(({ gate }) => gate === 'soak')
  expect(soak).toMatchObject({
    answer: 'deny',
    reason: expect.stringMatching(/^It has been in test for \d+ s; prod wants 24 h\. This gate cannot be/),
    evidence: { since: 'outcome', environment: 'test', entry: 4 },
  })
  expect(Date.parse(soak?.readyAt ?? '') - Date.parse(String(soak?.evidence.at))).toBe(86_400_000)
  expect((verdicts as Verdict[]).filter(({ gate }) => gate === 'order')).toMatchObject([
    { answer: 'pass' },
    { answer: 'pass', reason: 'It came to test by entry 4.' },
  ])
})
