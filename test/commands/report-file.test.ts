import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
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
  return { folder, report, run }
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

test('an error is in the report too, and the exit code stays', async () => {
  const { report, run } = await scene()
  const { code } = await run('--from', 'test', '--to', 'nowhere')
  expect(code).toBe(2)
  expect(await report()).toMatch(/^### ✖ .*nowhere/)
})

test('a file that cannot be written is an error of its own, and a command without the flag writes none', async () => {
  const { folder, report, run } = await scene()
  const failed = await runPromote([...route, '--report', 'absent/report.md'], { cwd: folder })
  expect(failed.code).toBe(1)
  expect(failed.stdout).toContain('1 promoted')
  expect(failed.stderr).toContain(
    'The report absent/report.md could not be written: there is no such folder.',
  )
  expect((await run('schema')).code).toBe(2)
  await expect(report()).rejects.toThrow(/ENOENT/)
})
