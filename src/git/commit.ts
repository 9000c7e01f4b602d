import { errnoOf } from '../support/system-error.ts'
/**
 * The commit that HEAD of the folder's repository names, 40 or 64 hex digits; undefined where there is no
 * repository, no commit yet, or no git on this machine: a promotion does not need one.
 */
export async function readCommit(folder: string): Promise<string | undefined> {
  // Loaded here because most commands never need it.
  const { simpleGit, GitError } = await import('simple-git')
  try {
    const git = simpleGit({
      baseDir: folder,
      // Waiting for the exit too would hold this process for another 50 ms.
      completion: { onClose: true, onExit: false },
    })
    const answer = (await git.revparse(['--verify', '--quiet', 'HEAD'])).trim()
    return /^(?:[a-f0-9]{40}|[a-f0-9]{64})$/.test(answer) ? answer : undefined
  } catch (error) {
    // git refused, or git or the folder does not exist.
    if (error instanceof GitError || isMissing(error)) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return errnoOf(error) === 'ENOENT' || error.message.includes('does not exist')
}
