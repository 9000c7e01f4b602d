import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage } from '../support/images.ts'

async function scene() {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  registry.seed('test/api', await makeImage(), ['1.0.0'])
  const folder = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.0.0' }) })
  const report = () => readFile(path.join(folder, 'report.md'), 'utf8')
  const run = (...words: readonly string[]) =>
    runPromote([...words, '--report', 'report.md'], { cwd: folder })
  return { registry, folder, report, run }
}

const route = ['--from', 'test', '--to', 'prod']

test('each command that has a result to show writes it as Markdown', async () => {
  const { report, run } = await scene()
  for (const [words, heading] of [
    [[...route, '--dry-run'], '### ✔ test → prod (dry run)\n'],
    [['diff', ...route], '### test → prod: 1 missing\n'],
    [['plan', ...route, '-o', 'plan.json'], '### ✔ test → prod (dry run)\n'],
    [['apply', 'plan.json'], '### ✔ test → prod\n'],
    [[...route], '### ✔ test → prod\n'],
    [['verify', 'prod'], '### ✔ verify prod\n'],
  ] as const) {
    const { code, stderr } = await run(...words)
    expect(code, stderr).toBe(0)
    expect(await report()).toContain(heading)
  }
})

test('a promotion that was done says so with its version, and where the images stand', async () => {
  const { report, run } = await scene()
  expect((await run(...route)).code).toBe(0)
  const text = await report()
  expect(text).toMatch(/^\| ✔ \| <code>api<\/code> \| 1\.0\.0 \|/m)
  expect(text).toContain('| Image | test | prod |')
})

/** A scene in which prod has a version before that of test, each with the labels of its commit. */
async function labelled(source: string) {
  const labels = (revision: string) => ({
    'org.opencontainers.image.source': source,
    'org.opencontainers.image.revision': revision.repeat(40),
  })
  const { registry, ...rest } = await scene()
  registry.seed('prod/api', await makeImage({ seed: 'old', labels: labels('a') }), ['0.9.0'])
  registry.seed('test/api', await makeImage({ seed: 'new', labels: labels('b') }), ['1.0.0'])
  return rest
}

describe('the commits between two versions', () => {
  const link = `[aaaaaaa..bbbbbbb](https://github.com/acme/api/compare/${'a'.repeat(12)}...${'b'.repeat(12)})`

  test('stand as a link in the column of the version', async () => {
    const { folder, report, run } = await labelled('git@github.com:acme/api.git')
    await run('diff', ...route)
    expect(await report()).toContain(`<code>1.0.0</code><br><code>`)
    expect(await report()).toContain(`${link} | <code>0.9.0</code>`)
    const seen = await run(...route, '--dry-run')
    expect(seen.stdout).toContain(
      `changes https://github.com/acme/api/compare/${'a'.repeat(12)}...${'b'.repeat(12)}\n`,
    )
    for (const words of [[...route, '--dry-run'], ['plan', ...route, '-o', 'plan.json'], route]) {
      await run(...words)
      expect(await report()).toContain(`| 0.9.0 → 1.0.0<br>${link} |`)
    }
    await rm(path.join(folder, 'plan.json'))
  })

  test.for([
    ['javascript:alert(1)//github.com/acme/api'],
    ['http://github.com/acme/api'],
    ['https://robot:hunter2@github.com/acme/api'],
  ])('of %s are told without a link', async ([source]) => {
    const { report, run } = await labelled(source ?? '')
    await run(...route)
    expect(await report()).toContain('| 0.9.0 → 1.0.0<br><code>aaaaaaa..bbbbbbb</code> |')
    expect(await report()).not.toMatch(/\]\(|alert|hunter2/)
  })

  test('of an address with markup are a link and nothing else', async () => {
    const { report, run } = await labelled('https://github.com/acme/api)[x](javascript:alert(1))<b>|')
    await run(...route)
    const row = (await report()).split('\n').find((line) => line.includes('0.9.0')) ?? ''
    expect(row.match(/\]\([^)]*\)/g)).toHaveLength(1)
    expect(row).toMatch(/\]\(https:\/\/github\.com\/[^)<|\s]*\)/)
    expect(row).not.toContain('<b>')
  })
})

test('an error is in the report too, and the exit code stays', async () => {
  const { report, run } = await scene()
  const { code } = await run('--from', 'test', '--to', 'nowhere')
  expect(code).toBe(2)
  expect(await report()).toMatch(/^### ✖ .*nowhere/)
})

test.each([
  ['absent/report.md', 'there is no such folder'],
  ['.', 'it is a folder'],
  ['promotion.yaml/report.md', 'there is no such folder'],
])('a report that cannot be written to %s is found before anything is done', async (file, why) => {
  const { registry, folder } = await scene()
  const { code, stdout, stderr } = await runPromote([...route, '--report', file], { cwd: folder })
  expect(stderr).toBe(
    `✖ The report ${file} cannot be written: ${why}.\n  Nothing was done. Name a file that can be written with --report.\n`,
  )
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(registry.requests).toEqual([])
})

test('a report that turns out at the end not to be written is an error of its own', async () => {
  const { folder } = await scene()
  const failed = await runPromote([...route, '--report', '/dev/full'], { cwd: folder })
  expect(failed.code).toBe(1)
  expect(failed.stdout).toContain('1 promoted')
  expect(failed.stderr).toContain('The report /dev/full could not be written: the disk is full.')
})

test('a command without the flag writes none', async () => {
  const { report, run } = await scene()
  expect((await run('schema')).code).toBe(2)
  await expect(report()).rejects.toThrow(/ENOENT/)
})
