import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readInputs } from '../../src/action/inputs.ts'
import { dockerAuthConfig, readRegistryLogins } from '../../src/action/registries.ts'
import { PromoteError } from '../../src/support/errors.ts'
import { root } from './stand-ins.ts'

const route = { INPUT_FROM: 'test', INPUT_TO: 'prod' }

function read(env: Readonly<Record<string, string>>): ReturnType<typeof readInputs> {
  return readInputs({ env, workspace: '/workspace', mask: () => {} })
}

function problemsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    read(env)
  } catch (error) {
    if (error instanceof PromoteError && error.code === 'usage')
      return (error.details.problems ?? []).map(({ message, hint = '' }) => `${message} ${hint}`.trim())
    throw error
  }
  return []
}

describe('inputs', () => {
  test('plan-digest goes with apply, and with nothing else', () => {
    const digest = `sha256:${'0'.repeat(64)}`
    const apply = { INPUT_COMMAND: 'apply', INPUT_PLAN: 'plan.json' }
    expect(read({ ...apply, 'INPUT_PLAN-DIGEST': digest }).planDigest).toBe(digest)
    expect(read({ ...apply, 'INPUT_PLAN-DIGEST': '' }).planDigest).toBeUndefined()
    expect(problemsOf({ ...route, 'INPUT_PLAN-DIGEST': digest })).toEqual([
      'plan-digest has no meaning for the command promote. It goes with apply.',
    ])
  })

  test('action.yml has those that are read, with defaults that are fine', async () => {
    const action = parse(await readFile(path.join(root, 'action.yml'), 'utf8')) as {
      inputs: Record<string, { default?: string }>
    }
    const defaults = Object.entries(action.inputs).map(([name, { default: value = '' }]) => [
      `INPUT_${name.toUpperCase()}`,
      value,
    ])
    expect(problemsOf({ ...Object.fromEntries(defaults), ...route })).toEqual([])
    const [listed = ''] = problemsOf({ ...route, INPUT_ZZZZZZZZZZ: 'x' })
    expect(listed).toContain(`There are: ${Object.keys(action.inputs).join(', ')}.`)
  })

  test('are read', () => {
    const inputs = read({
      ...route,
      INPUT_EXCLUDE: 'team/*\n web',
      INPUT_IMAGES: 'api:1.5.0\n  team/web  \n\nworker',
      INPUT_CONCURRENCY: '16',
      'INPUT_DRY-RUN': 'True',
      'INPUT_TAKE-FLOATING': 'true',
      'INPUT_KEEP-GOING': 'true',
      'INPUT_WORKING-DIRECTORY': 'deploy',
    })
    expect(inputs).toMatchObject({
      command: 'promote',
      exclude: ['team/*', 'web'],
      tag: undefined,
      images: ['api:1.5.0', 'team/web', 'worker'],
      concurrency: 16,
      takesFloating: true,
      keepGoing: true,
      dryRun: true,
      comment: false,
      folder: '/workspace/deploy',
      planFile: '/workspace/deploy/plan.json',
    })
  })

  test.each([
    [{ ...route, INPUT_DRYRUN: 'true' }, 'There is no input "dryrun". Did you mean dry-run?'],
    [
      { ...route, INPUT_COMMAND: 'deploy' },
      'The command "deploy" is not known. It is one of promote, diff, plan, apply, verify.',
    ],
    [{ ...route, 'INPUT_DRY-RUN': 'yes' }, 'dry-run is true or false, not "yes".'],
    [{ ...route, INPUT_CONCURRENCY: '0' }, 'concurrency is a whole number from 1 to 256, not "0".'],
    [{ ...route, INPUT_CONCURRENCY: '1e3' }, 'concurrency is a whole number from 1 to 256, not "1e3".'],
    [{ INPUT_FROM: 'test' }, 'promote needs the input to.'],
    [{ INPUT_COMMAND: 'plan', INPUT_TO: 'prod' }, 'plan needs the input from.'],
    [{ INPUT_COMMAND: 'apply' }, 'apply needs the input plan: the file that plan wrote.'],
    [{ INPUT_COMMAND: 'diff', INPUT_TO: 'prod' }, 'diff needs both from and to, or neither.'],
    [
      { INPUT_COMMAND: 'verify', INPUT_FROM: 'test' },
      'from has no meaning for the command verify. It goes with promote, diff, plan.',
    ],
    [
      { INPUT_COMMAND: 'apply', INPUT_PLAN: 'plan.json', 'INPUT_DRY-RUN': 'true' },
      'dry-run has no meaning for the command apply. It goes with promote.',
    ],
  ])('%j: %s', (env, problem) => expect(problemsOf(env)).toEqual([problem]))

  test('all that is wrong is said at once', () => {
    expect(problemsOf({ INPUT_FORM: 'test', 'INPUT_DRY-RUN': '1' })).toHaveLength(4)
  })
})

describe('registries', () => {
  function readLines(text: string): {
    masked: string[]
    result: () => ReturnType<typeof readRegistryLogins>
  } {
    const masked: string[] = []
    return { masked, result: () => readRegistryLogins(text, (secret) => masked.push(secret)) }
  }

  test('a password is the rest of its line, and is masked alone and as it travels', () => {
    const { masked, result } = readLines('ghcr.io  robot   pass word  \r\n\nlocalhost:5000 a b\n')
    expect(result().logins).toEqual([
      { host: 'ghcr.io', username: 'robot', password: 'pass word' },
      { host: 'localhost:5000', username: 'a', password: 'b' },
    ])
    expect(masked).toEqual([
      'pass word',
      Buffer.from('robot:pass word').toString('base64'),
      'b',
      Buffer.from('a:b').toString('base64'),
    ])
  })

  test('a host alone is asked without a login', () => {
    expect(readLines('ghcr.io\n  quay.io  ').result()).toEqual({ logins: [], anonymous: [1, 2] })
  })

  test.each([
    ['ghcr.io robot', 'Line 1: there are not three words: a host, a user name and a password.'],
    ['\n\nhunter_2', 'Line 3: there are not three words: a host, a user name and a password.'],
    [
      'https://ghcr.io robot hunter2',
      'Line 1: it does not begin with a host, such as ghcr.io or localhost:5000.',
    ],
    [
      'ghcr.io/acme robot hunter2',
      'Line 1: it does not begin with a host, such as ghcr.io or localhost:5000.',
    ],
    ['ghcr.io ro:bot hunter2', 'Line 1: a user name cannot hold a colon.'],
    ['ghcr.io a b\nghcr.io c d', 'ghcr.io stands in more than one line.'],
  ])('%j cannot be read: %s', (text, problem) => {
    const { masked, result } = readLines(text)
    const error = (() => {
      try {
        return result()
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toMatchObject({ code: 'usage', details: { problems: [{ message: problem }] } })
    expect(JSON.stringify(error)).not.toContain('hunter')
    if (text.includes('hunter')) expect(masked.some((secret) => secret.includes('hunter'))).toBe(true)
  })

  test('logins go before what DOCKER_AUTH_CONFIG holds for the same host, and leave the others', () => {
    const held = JSON.stringify({ auths: { 'ghcr.io': { auth: 'b2xk' }, 'quay.io': { auth: 'cXVheQ==' } } })
    const login = { host: 'ghcr.io', username: 'robot', password: 'x' }
    expect(JSON.parse(dockerAuthConfig(held, [login]) ?? '')).toEqual({
      auths: {
        'ghcr.io': { auth: Buffer.from('robot:x').toString('base64') },
        'quay.io': { auth: 'cXVheQ==' },
      },
    })
    expect(dockerAuthConfig(held, [])).toBe(held)
    expect(() => dockerAuthConfig('{secret', [login])).toThrow(/^DOCKER_AUTH_CONFIG is not JSON/)
  })
})
