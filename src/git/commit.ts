import type { SimpleGit } from 'simple-git'
import type { CallOptions } from '../oci/store.ts'

/**
 * The commit that HEAD of the folder's repository names, 40 or 64 hex digits; undefined where there is no
 * repository, no commit yet, or no git on this machine: a promotion does not need one.
 * @throws the signal's reason when aborted
 */
export async function readCommit(folder: string, options: CallOptions = {}): Promise<string | undefined> {
  const answer = await ask(folder, (git) => git.revparse(['--verify', '--quiet', 'HEAD']), options)
  return answer !== undefined && /^(?:[a-f0-9]{40}|[a-f0-9]{64})$/.test(answer) ? answer : undefined
}

/**
 * The `user.name` that git has for the folder, from the repository's or the user's settings; undefined where it has
 * none, or there is no git on this machine.
 * @throws the signal's reason when aborted
 */
export async function readUserName(folder: string, options: CallOptions = {}): Promise<string | undefined> {
  const answer = await ask(folder, async (git) => (await git.getConfig('user.name')).value ?? '', options)
  return answer === '' ? undefined : answer
}

async function ask(
  folder: string,
  question: (git: SimpleGit) => Promise<string>,
  { signal }: CallOptions,
): Promise<string | undefined> {
  signal?.throwIfAborted()
  // Loaded here, for most commands never need it.
  const { simpleGit, GitError } = await import('simple-git')
  try {
    const git = simpleGit({ baseDir: folder, ...(signal === undefined ? {} : { abort: signal }) })
    return (await question(git)).trim()
  } catch (error) {
    signal?.throwIfAborted()
    // What git itself says no to, and git or the folder not being there at all.
    if (error instanceof GitError || isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === 'ENOENT') || error.message.includes('does not exist')
}
