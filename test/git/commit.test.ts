import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readCommit } from '../../src/git/commit.ts'
import { readUserName } from '../../src/git/user-name.ts'

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'promote-git-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  // The settings of whoever runs the tests are none of theirs.
  vi.stubEnv('HOME', folder)
  vi.stubEnv('XDG_CONFIG_HOME', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  return folder
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    encoding: 'utf8',
  }).trim()
}

test('the commit of HEAD and the user of the repository, from any folder in it', async () => {
  const folder = await newFolder()
  git(folder, 'init', '-q')
  git(folder, 'config', 'user.name', 'Release Manager')
  expect(await readCommit(folder)).toBeUndefined()
  git(folder, 'commit', '-q', '--allow-empty', '-m', 'first')
  await mkdir(join(folder, 'deploy'))
  expect(await readCommit(join(folder, 'deploy'))).toBe(git(folder, 'rev-parse', 'HEAD'))
  expect(await readUserName(folder)).toBe('Release Manager')
})

test('outside a repository there is no commit, and the user is the one of the settings', async () => {
  const folder = await newFolder()
  expect(await readCommit(folder)).toBeUndefined()
  expect(await readUserName(folder)).toBeUndefined()
  await writeFile(join(folder, '.gitconfig'), '[user]\n\tname = Somebody\n')
  expect(await readUserName(folder)).toBe('Somebody')
})

test('without git, and without the folder, there is nothing to say', async () => {
  const folder = await newFolder()
  expect(await readCommit(join(folder, 'none'))).toBeUndefined()
  vi.stubEnv('PATH', folder)
  expect(await readCommit(folder)).toBeUndefined()
  expect(await readUserName(folder)).toBeUndefined()
})
