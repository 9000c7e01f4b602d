import { link, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'

const route = ['--from', 'test', '--to', 'prod']

async function scene(): Promise<string> {
  const cwd = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'environments:',
      '  - { name: test, repository: "oci:test/{image}" }',
      '  - { name: prod, repository: "oci:prod/{image}" }',
      'images:',
      '  - { name: api, select: ["1.0.0"] }',
      '',
    ].join('\n'),
    'notes.txt': 'mine',
  })
  await pushImage(openLayout(path.join(cwd, 'test', 'api')), await makeImage(), ['1.0.0'])
  expect((await runPromote(route, { cwd })).code).toBe(0)
  expect((await runPromote(['plan', ...route, '-o', 'plan.json'], { cwd })).code).toBe(0)
  await symlink('promotions.jsonl', path.join(cwd, 'link.md'))
  await link(path.join(cwd, 'promotions.jsonl'), path.join(cwd, 'hard.md'))
  return cwd
}

test.for([
  ['the ledger', ['plan', ...route, '-o', 'promotions.jsonl'], 'promotions.jsonl'],
  ['the lock of the ledger', ['plan', ...route, '-o', './promotions.jsonl.lock'], 'promotions.jsonl.lock'],
  ['the promotion file', ['plan', ...route, '-o', 'promotion.yaml'], 'promotion.yaml'],
  ['a file of something else', ['plan', ...route, '-o', 'notes.txt'], 'notes.txt'],
  ['the ledger, with a report', [...route, '--report', 'promotions.jsonl'], 'promotions.jsonl'],
  ['the ledger, with a report in one word', ['diff', '--report=promotions.jsonl'], 'promotions.jsonl'],
  ['the ledger by a symbolic link', ['verify', '--report', 'link.md'], 'promotions.jsonl'],
  ['the ledger by a hard link', ['verify', '--report', 'hard.md'], 'promotions.jsonl'],
  [
    'the promotion file, with a report',
    [...route, '--dry-run', '--report', 'promotion.yaml'],
    'promotion.yaml',
  ],
  [
    'the promotion file, with a report of an error',
    [...route, 'nothing', '--report', 'promotion.yaml'],
    'promotion.yaml',
  ],
  ['the plan that is applied', ['apply', 'plan.json', '--report', 'plan.json'], 'plan.json'],
  ['the plan that is shown', ['plan', 'show', 'plan.json', '--report', 'plan.json'], 'plan.json'],
] as const)('nothing is written over %s', async ([, args, file]) => {
  const cwd = await scene()
  const before = await readFile(path.join(cwd, file))
  const { code, stderr } = await runPromote(args, { cwd })
  expect(code, stderr).toBe(2)
  expect(stderr).toContain('Name another file')
  expect((await readFile(path.join(cwd, file))).equals(before)).toBe(true)
})

test('an old plan, an empty file and an old report are written over', async () => {
  const cwd = await scene()
  await writeFile(path.join(cwd, 'empty.json'), '')
  await writeFile(path.join(cwd, 'report.md'), 'old')
  for (const file of ['plan.json', 'empty.json']) {
    expect((await runPromote(['plan', ...route, '-o', file, '--report', 'report.md'], { cwd })).code).toBe(0)
    expect(JSON.parse(await readFile(path.join(cwd, file), 'utf8'))).toMatchObject({ plan: { from: 'test' } })
  }
  expect(await readFile(path.join(cwd, 'report.md'), 'utf8')).not.toContain('old')
})
