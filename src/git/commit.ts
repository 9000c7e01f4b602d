import type { CallOptions } from '../oci/store.ts'

/**
 * The commit that HEAD of the folder's repository names, 40 or 64 hex digits; undefined where there is no
 * repository, no commit yet, or no git on this machine: a promotion does not need one.
 * @throws the signal's reason when aborted
 */
export async function readCommit(folder: string, options: CallOptions = {}): Promise<string | undefined> {
  const { signal } = options
  signal?.throwIfAborted()
  // Loaded here, for most commands never need it.
  const { simpleGit, GitError } = await import('simple-git')
  try {
    const git = simpleGit({
      baseDir: folder,
      // Waiting for the exit too would hold this process for another 50 ms.
      completion: { onClose: true, onExit: false },
      ...(signal === undefined ? {} : { abort: signal }),
    })
    const answer = (await git.revparse(['--verify', '--quiet', 'HEAD'])).trim()
    return /^(?:[a-f0-9]{40}|[a-f0-9]{64})$/.test(answer) ? answer : undefined
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
