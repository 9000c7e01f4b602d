import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeFolder, runPromote } from '../support/cli.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'
import { runInTerminal } from '../support/terminal.ts'

const route = ['--from', 'test', '--to', 'staging']
const names = ['api', 'team/worker', 'billing/invoice-renderer']
let registry: FaultRegistry
let folder: string

/** Three images in four environments, the second promotion of which replaced the first, with the labels of their commits. */
beforeAll(async () => {
  registry = await startFaultRegistry()
  folder = await makeFolder({
    'promotion.yaml': [
      'version: 1',
      'environments:',
      ...['dev', 'test', 'staging', 'production'].map(
        (name) =>
          `  - { name: ${name}, repository: "${registry.host}/${name}/{image}", tags: ["{tag}", "{major}", latest] }`,
      ),
      'images:',
      ...names.map((name) => `  - { name: ${name}, select: { semver: "*", newest: 1 } }`),
      '',
    ].join('\n'),
  })
  const labels = (revision: string) => ({
    'org.opencontainers.image.source': 'https://github.com/acme/a-shop-with-a-long-name',
    'org.opencontainers.image.revision': revision.repeat(40),
  })
  for (const [version, revision] of [
    ['1.4.1', 'a'],
    ['1.4.2', 'b'],
  ] as const) {
    for (const name of names) {
      const image = await makeImage({ seed: name + version, labels: labels(revision) })
      registry.seed(`test/${name}`, image, [version])
    }
    if (version === '1.4.1') await run(...route)
  }
})

afterAll(async () => {
  await registry.close()
  await rm(folder, { recursive: true })
})

async function run(...words: string[]) {
  const { code, stderr } = await runPromote(words, { cwd: folder })
  expect(code, stderr).toBe(0)
}

/** What is for pasting or opening stays whole, and what it is in begins a line. */
const WHOLE = /^ *(\S+ )?(sha256:[0-9a-f]{64}|https?:\/\/\S+)$/

test.for([
  [[...route, '--dry-run']],
  [[...route, 'api:9', 'team/worker', '--dry-run']],
  [['plan', ...route, '-o', 'plan.json']],
  [['diff']],
  [['diff', ...route]],
  [['status']],
  [['verify', 'staging']],
  [['history']],
  [['explain', 'api:1.4.1', 'staging']],
  [['ledger', 'verify']],
  [['validate']],
  [route],
  [route],
  [[...route, 'api:1.4.1']],
])('promote %j wraps nothing that can be shortened', async ([words]) => {
  const { lines, screen } = await runInTerminal(words ?? [], { cwd: folder, columns: 80, steps: [] })
  expect(lines.length, screen).toBeGreaterThan(0)
  const printed = screen
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes of a terminal
    .replaceAll(/\u001b\[[?0-9;]*[A-Za-z]/g, '')
    .split(/\r?\n|\r/)
  const long = printed.filter(
    (line) => line.length > 80 && !WHOLE.test(line) && !/\bpromote (--|[a-z])/.test(line),
  )
  expect(long).toEqual([])
})
