import type { RunIdentity } from '../model/ledger/entry.ts'

/** Who runs this, and how that is known. */
export type Author = Pick<RunIdentity, 'actor' | 'actorFrom'>

type Environment = Readonly<Record<string, string | undefined>>

/** What is known about the machine a run is on. */
export interface RunFacts {
  readonly env: Environment
  readonly author: Author
  /** Commit of the promotion file's repository, where there is one. */
  readonly commit: string | undefined
  readonly runId: string
  readonly toolVersion: string
}

/** Who runs this by the environment alone: `PROMOTE_ACTOR` before the CI system's word; undefined where neither says. */
export function authorByEnvironment(env: Environment): Author | undefined {
  const ci = ciOf(env)
  return firstNamed([
    [env.PROMOTE_ACTOR, 'env'],
    [ci?.actor, ci?.name ?? ''],
  ])
}

/**
 * Who runs this where the environment does not say: git's word before the machine's.
 * @param gitUser `user.name` of git, where there is one
 * @param osUser the operating system's name of the user
 */
export function authorByMachine(gitUser: string | undefined, osUser: string): Author {
  const named = firstNamed([
    [gitUser, 'git'],
    [osUser, 'os'],
  ])
  return named ?? { actor: 'unknown', actorFrom: 'os' }
}

/** The commit that a CI system says it works on. */
export function commitByEnvironment(env: Environment): string | undefined {
  return ciOf(env)?.commit
}

/** URL of the CI run, where there is one. */
export function ciRunByEnvironment(env: Environment): string | null {
  return ciOf(env)?.url ?? null
}

/** The run as the ledger has it. */
export function identityOf(facts: RunFacts): RunIdentity {
  const { env, author, commit, runId, toolVersion } = facts
  const ci = ciOf(env)
  return {
    id: runId,
    ...author,
    ...(ci?.startedBy === undefined ? {} : { startedBy: ci.startedBy }),
    ci: ciRunByEnvironment(env),
    commit: commit ?? null,
    tool: `promote ${toolVersion}`,
  }
}

interface Ci {
  readonly name: string
  readonly actor: string | undefined
  /** Who started the run at first, where somebody else runs it again. */
  readonly startedBy?: string | undefined
  readonly url: string | undefined
  readonly commit: string | undefined
}

function ciOf(env: Environment): Ci | undefined {
  if (env.GITHUB_ACTIONS === 'true') {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
    const hasUrl = server !== undefined && repository !== undefined && run !== undefined
    const url = hasUrl ? `${server}/${repository}/actions/runs/${run}` : undefined
    const { GITHUB_ACTOR: first, GITHUB_TRIGGERING_ACTOR: again } = env
    // GITHUB_ACTOR stays who began the run; whoever runs it again is the triggering actor.
    const actor = again === undefined || again === '' ? first : again
    const startedBy = first === undefined || first === '' || first === actor ? undefined : first
    return { name: 'github', actor, startedBy, url, commit: env.GITHUB_SHA }
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

function firstNamed(choices: readonly (readonly [string | undefined, string])[]): Author | undefined {
  for (const [actor, actorFrom] of choices) {
    if (actor !== undefined && actor !== '') return { actor, actorFrom }
  }
  return undefined
}
