import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A bare repository, as a host of repositories has it. */
export interface Origin {
  readonly folder: string
  /** What stands in a file on `main`; undefined where there is none. */
  read(file: string): Promise<string | undefined>
  /** Clones it into a folder. */
  clone(folder: string): Promise<unknown>
  /** Subjects of the commits on `main`, newest first. */
  subjects(): Promise<readonly string[]>
}

/** Makes a bare repository in `folder` whose branch `main` holds these files. */
export async function makeOrigin(folder: string, files: Readonly<Record<string, string>>): Promise<Origin> {
  const [bare, work] = [path.join(folder, 'origin.git'), path.join(folder, 'first')]
  await mkdir(work, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(work, name)), { recursive: true })
    await writeFile(path.join(work, name), content)
  }
  const git = async (...args: readonly string[]): Promise<string> =>
    (
      await run('git', ['-c', 'user.name=tests', '-c', 'user.email=tests@example.com', ...args], {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: folder },
      })
    ).stdout
  await git('init', '--quiet', '--bare', '--initial-branch=main', bare)
  await git('-C', work, 'init', '--quiet', '--initial-branch=main')
  await git('-C', work, 'add', '.')
  await git('-C', work, 'commit', '--quiet', '--message', 'First')
  await git('-C', work, 'push', '--quiet', bare, 'main')
  return {
    folder: bare,
    read: (file) => git('-C', bare, 'show', `main:${file}`).catch(() => undefined),
    clone: (place) => git('clone', '--quiet', bare, place),
    subjects: async () => (await git('-C', bare, 'log', '--format=%s', 'main')).trim().split('\n'),
  }
}
