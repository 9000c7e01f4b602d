import type { Proof } from '../../model/profile.ts'
import { parseServer } from '../../oci/reference.ts'
import { PromoteError } from '../../support/errors.ts'

/** A registry and the login to it. */
export interface FoundLogin {
  readonly host: string
  readonly proof: Proof
}

type Environment = Readonly<Record<string, string | undefined>>

const GHCR = 'ghcr.io'
const LOOKED_FOR =
  'Looked for GITHUB_TOKEN with GITHUB_ACTOR (ghcr.io), and for CI_REGISTRY with CI_REGISTRY_USER and CI_REGISTRY_PASSWORD, CI_JOB_TOKEN, or CI_DEPLOY_USER and CI_DEPLOY_PASSWORD (GitLab).'

/**
 * The login that a CI system gives its jobs in variables: GitHub's token for ghcr.io, GitLab's for its registry.
 * @param host the registry wanted; undefined for the only one there is a login to
 * @param username in place of the one that the variables have
 * @throws PromoteError `usage`, with what was looked for, where there is none, or one for each of two registries
 */
export function loginFromEnvironment(
  env: Environment,
  host: string | undefined,
  username: string | undefined,
): FoundLogin {
  const all = [fromGitHub(env, username), fromGitLab(env, username)].filter((one) => one !== undefined)
  const found = host === undefined ? all : all.filter((one) => one.host.toLowerCase() === host.toLowerCase())
  const [only, other] = found
  if (other !== undefined) {
    throw new PromoteError('usage', 'There are logins to two registries in the environment.', {
      hint: `Name the one that is meant: ${found.map((one) => one.host).join(' or ')}.`,
    })
  }
  if (only !== undefined) return only
  throw new PromoteError(
    'usage',
    `There is no login${host === undefined ? '' : ` to ${host}`} in the environment.`,
    {
      hint: `${LOOKED_FOR} In GitHub Actions a step needs env: GITHUB_TOKEN: \${{ github.token }}.`,
    },
  )
}

function fromGitHub(env: Environment, given: string | undefined): FoundLogin | undefined {
  const { GITHUB_TOKEN: password, GITHUB_ACTOR: actor } = env
  const username = given ?? actor
  return username && password ? { host: GHCR, proof: { username, password } } : undefined
}

/** In the order in which they last: a job's own token ends with it. https://docs.gitlab.com/user/packages/container_registry/authenticate_with_container_registry/ */
function fromGitLab(env: Environment, given: string | undefined): FoundLogin | undefined {
  if (!env.CI_REGISTRY) return undefined
  const host = parseServer(env.CI_REGISTRY, 'CI_REGISTRY')
  const pairs = [
    [env.CI_REGISTRY_USER, env.CI_REGISTRY_PASSWORD],
    ['gitlab-ci-token', env.CI_JOB_TOKEN],
    [env.CI_DEPLOY_USER, env.CI_DEPLOY_PASSWORD],
  ] as const
  for (const [user, password] of pairs) {
    const username = given ?? user
    if (username && password) return { host, proof: { username, password } }
  }
  return undefined
}
