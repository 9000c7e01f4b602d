import type { RunIdentity } from '../model/ledger.ts'

/** What is known about the machine a run is on. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** `user.name` of git, where there is one. */
  readonly gitUser: string | undefined
  /** Commit of the promotion file's repository, where there is one. */
  readonly commit: string | undefined
  /** The operating system's name of the user. */
  readonly osUser: string
  readonly runId: string
  readonly toolVersion: string
}

/** Who runs this, and how that is known: the CI system's word before git's, git's before the machine's. */
export function identityOf(surroundings: Surroundings): RunIdentity {
  const { env, gitUser, osUser, commit, runId, toolVersion } = surroundings
  const ci = ciOf(env)
  const [actor, actorFrom] = firstNamed([
    [env.PROMOTE_ACTOR, 'env'],
    [ci?.actor, ci?.name ?? ''],
    [gitUser, 'git'],
    [osUser, 'os'],
  ])
  return {
    id: runId,
    actor,
    actorFrom,
    ci: ci?.url ?? null,
    commit: ci?.commit ?? commit ?? null,
    tool: `promote ${toolVersion}`,
  }
}

interface Ci {
  readonly name: string
  readonly actor: string | undefined
  readonly url: string | undefined
  readonly commit: string | undefined
}

function ciOf(env: Surroundings['env']): Ci | undefined {
  if (env.GITHUB_ACTIONS === 'true') {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
    const hasUrl = server !== undefined && repository !== undefined && run !== undefined
    const url = hasUrl ? `${server}/${repository}/actions/runs/${run}` : undefined
    return { name: 'github', actor: env.GITHUB_ACTOR, url, commit: env.GITHUB_SHA }
  }
  if (env.GITLAB_CI === 'true') {
    return {
      name: 'gitlab',
      actor: env.GITLAB_USER_LOGIN,
      url: env.CI_JOB_URL,
      commit: env.CI_COMMIT_SHA,
    }
  }
  return undefined
}

function firstNamed(choices: readonly (readonly [string | undefined, string])[]): readonly [string, string] {
  for (const [name, from] of choices) if (name !== undefined && name !== '') return [name, from]
  return ['unknown', 'os']
}
