import { expect, test } from 'vitest'
import { loginFromEnvironment } from '../../../src/cli/login/from-environment.ts'

const GITHUB = { GITHUB_TOKEN: 'gh', GITHUB_ACTOR: 'octo' }
const GITLAB = { CI_REGISTRY: 'registry.gitlab.test:5050', CI_JOB_TOKEN: 'job' }

test.for<[Record<string, string>, string | undefined, string, string, string]>([
  [GITHUB, undefined, 'ghcr.io', 'octo', 'gh'],
  [GITLAB, undefined, 'registry.gitlab.test:5050', 'gitlab-ci-token', 'job'],
  [{ ...GITHUB, ...GITLAB }, 'ghcr.io', 'ghcr.io', 'octo', 'gh'],
  [
    {
      ...GITLAB,
      CI_REGISTRY_USER: 'u',
      CI_REGISTRY_PASSWORD: 'p',
      CI_DEPLOY_USER: 'd',
      CI_DEPLOY_PASSWORD: 'q',
    },
    'registry.gitlab.test:5050',
    'registry.gitlab.test:5050',
    'u',
    'p',
  ],
  [
    { CI_REGISTRY: 'https://registry.gitlab.test/', CI_DEPLOY_USER: 'd', CI_DEPLOY_PASSWORD: 'q' },
    undefined,
    'registry.gitlab.test',
    'd',
    'q',
  ],
])('the variables %j log in', ([env, wanted, host, username, password]) => {
  expect(loginFromEnvironment(env, wanted, undefined)).toEqual({ host, proof: { username, password } })
})

test('a user name that is given goes before the one that the variables have', () => {
  expect(loginFromEnvironment({ GITHUB_TOKEN: 'gh' }, 'ghcr.io', 'me').proof).toEqual({
    username: 'me',
    password: 'gh',
  })
})

test.for<[Record<string, string>, string | undefined, string]>([
  [{}, undefined, 'There is no login in the environment.'],
  [{ GITHUB_TOKEN: 'gh' }, undefined, 'There is no login in the environment.'],
  [{ CI_JOB_TOKEN: 'job' }, undefined, 'There is no login in the environment.'],
  [GITHUB, 'quay.io', 'There is no login to quay.io in the environment.'],
])('the variables %j do not, and what was looked for is said', ([env, wanted, message]) => {
  const hint = expect.stringMatching(/GITHUB_TOKEN.*GITHUB_ACTOR.*CI_REGISTRY.*CI_JOB_TOKEN/)
  expect(() => loginFromEnvironment(env, wanted, undefined)).toThrow(
    expect.objectContaining({ code: 'usage', message, details: { hint } }),
  )
})

test('where there are logins to two registries, the one that is meant has to be named', () => {
  expect(() => loginFromEnvironment({ ...GITHUB, ...GITLAB }, undefined, undefined)).toThrow(/two registries/)
})

test('a registry with a login in front of it is refused, and the login goes nowhere', () => {
  const env = { ...GITLAB, CI_REGISTRY: 'https://ann:canary-s3cret@registry.gitlab.test' }
  const attempt = () => loginFromEnvironment(env, undefined, undefined)
  expect(attempt).toThrow(
    expect.objectContaining({ code: 'usage', message: expect.stringContaining('CI_REGISTRY') }),
  )
  expect(attempt).not.toThrow(/canary/)
})
