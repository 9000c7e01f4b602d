import { randomBytes } from 'node:crypto'
import { userInfo } from 'node:os'
import type { RunIdentity } from '../model/ledger/entry.ts'
import {
  type Author,
  authorByEnvironment,
  authorByMachine,
  commitByEnvironment,
  identityOf,
} from '../pipeline/identity.ts'
import type { Clock } from '../support/clock.ts'
import type { Surroundings } from './surroundings.ts'

/** Who runs this: as CI or the user says, else git, else the machine. @param folder where git is asked */
export async function findAuthor(folder: string, { env }: Surroundings): Promise<Author> {
  const named = authorByEnvironment(env)
  if (named !== undefined) return named
  const { readUserName } = await import('../git/user-name.ts')
  return authorByMachine(await readUserName(folder), osUser())
}

/** Who runs this, and from which commit. @param folder where git is asked */
export async function identify(
  folder: string,
  { env, version }: Surroundings,
  { clock, author }: { readonly clock: Clock; readonly author: () => Promise<Author> },
): Promise<RunIdentity> {
  const commit = async (): Promise<string | undefined> => {
    const git = await import('../git/commit.ts')
    // A run that was told to stop still has to be recorded.
    return git.readCommit(folder)
  }
  const [named, ofFile] = await Promise.all([author(), commitByEnvironment(env) ?? commit()])
  return identityOf({
    env,
    author: named,
    commit: ofFile,
    runId: `${clock.now().getTime().toString(36)}-${randomBytes(5).toString('hex')}`,
    toolVersion: version,
  })
}

function osUser(): string {
  try {
    return userInfo().username
  } catch {
    // A container may run as a user id without a name.
    return String(process.getuid?.() ?? 'unknown')
  }
}
