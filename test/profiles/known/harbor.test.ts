import { describe, expect, onTestFinished, test } from 'vitest'
import { CATALOG } from '../../../src/registry/auth/scopes.ts'
import { runPromote, testFolder } from '../../support/cli.ts'
import { makeImage } from '../../support/images.ts'
import { type HarborOptions, harbor } from '../../support/profile-server/plays/harbor.ts'
import { type ProfileServer, playForTest } from '../../support/profile-server/profile-server.ts'
import { testClient } from '../../support/registry-client.ts'

const ROBOT = 'robot$ci'

/** A Harbor with `api` 1.4.2 in the project test, and a folder to promote it to prod from. */
async function scene(
  options: HarborOptions & { readonly rights?: readonly string[]; readonly password?: string },
) {
  const secret = 'secret of robot$ci'
  const rights = ['pull', 'push', ...(options.rights ?? [])]
  const accounts = { [ROBOT]: { password: secret, rights: { '*': rights } } }
  const server = await playForTest([harbor({ ...options, accounts })])
  const images = {
    old: await makeImage({ seed: 'old' }),
    new: await makeImage({ seed: 'new' }),
    other: await makeImage({ seed: 'other' }),
  }
  server.registry('harbor').seed('test/api', images.new, ['1.4.2'])
  server.registry('harbor').seed('test/web', images.other, ['2.0.0'])
  const auth = Buffer.from(`${ROBOT}:${options.password ?? secret}`).toString('base64')
  const folder = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      `  - { name: test, repository: "${server.host}/test/{image}" }`,
      `  - { name: prod, repository: "${server.host}/prod/{image}" }`,
      'images:',
      '  - { name: api, select: ["1.4.2"] }',
      '  - { name: web, select: ["2.0.0"] }',
      'defaults: { retries: 2 }',
      '',
    ].join('\n'),
    'config.json': JSON.stringify({ auths: { [server.host]: { auth } } }),
  })
  const promote = (...args: readonly string[]) =>
    runPromote(args, { cwd: folder, env: { DOCKER_CONFIG: folder } })
  return {
    server,
    images,
    promote,
    prod: (image: string) => server.registry('harbor').repositories.get(`prod/${image}`),
  }
}

const route = ['--from', 'test', '--to', 'prod', '--yes']

describe('a promotion on Harbor', () => {
  test('a tag that a failed run created is removed again, by its API', async () => {
    const made = await scene({ rights: ['tag:delete'] })
    made.server.inject({
      method: 'PUT',
      path: /\/prod\/web\/manifests\/2\.0\.0$/,
      fault: { do: 'answer', status: 400 },
    })
    const { code, stdout, stderr } = await made.promote(...route)
    expect({ code, stderr }).toMatchObject({ code: 1 })
    expect(`${stdout}${stderr}`).not.toContain('stays there')
    expect([...(made.prod('api')?.tags.keys() ?? [])]).toEqual([])
    expect(deletes(made.server)).toEqual([
      'DELETE /api/v2.0/projects/prod/repositories/api/artifacts/1.4.2/tags/1.4.2 200',
    ])
  })

  test('without tag:delete it is left, and said why; verify says that it is not as it should be', async () => {
    const made = await scene({})
    made.server.inject({
      method: 'PUT',
      path: /\/prod\/web\/manifests\/2\.0\.0$/,
      fault: { do: 'answer', status: 400 },
    })
    const { code, stdout, stderr } = await made.promote(...route)
    expect({ code, stderr }).toMatchObject({ code: 1 })
    expect(`${stdout}${stderr}`).toMatch(
      /stays there: this login may not remove it \(a robot needs the right tag:delete\)/,
    )
    expect(await made.promote('verify', 'prod', 'api')).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('which a failed run left there'),
    })
  })

  test('its own rules are known before anything is written', async () => {
    const made = await scene({ rights: ['tag:list'], immutable: (_repository, tag) => tag.startsWith('1.') })
    made.server.registry('harbor').seed('prod/api', made.images.old, ['1.4.2'])
    const dry = await made.promote(...route, '--dry-run')
    expect(dry.code).toBe(3)
    expect(`${dry.stdout}${dry.stderr}`).toMatch(
      /the tag 1\.4\.2 of .*\/prod\/api is immutable by a rule of its registry/,
    )
    const real = await made.promote(...route)
    expect(real.code).toBe(3)
    expect(writes(made.server)).toEqual([])
  })

  test.for([[[]], [['tag:list']]] as const)(
    'a login with %j that may not see them, or where none holds, goes on',
    async ([rights]) => {
      const made = await scene({ rights, immutable: () => false })
      made.server.registry('harbor').seed('prod/api', made.images.old, ['1.4.2'])
      const { code, stdout, stderr } = await made.promote(...route)
      expect({ code, stderr }).toMatchObject({ code: 0 })
      expect(`${stdout}${stderr}`).not.toMatch(/tag:list|forbidden/i)
      const asked = made.server.lines.filter((line) => line.includes('with_immutable_status'))
      expect(asked).toEqual([expect.stringMatching(rights.length === 0 ? / 403$/ : / 200$/)])
    },
  )

  test('a full quota stops it with its own sentence, and no byte is sent', async () => {
    const made = await scene({ full: ['prod'] })
    const { code, stdout, stderr } = await made.promote(...route)
    expect(code).toBe(1)
    expect(`${stdout}${stderr}`).toMatch(/will exceed the\s+configured upper limit/)
    expect(`${stdout}${stderr}`).toMatch(/quota is full/)
    expect(writes(made.server).filter((line) => !line.includes('mount='))).toEqual([])
  })

  test('a wrong password is shown once', async () => {
    const made = await scene({ password: 'wrong' })
    const { code, stderr } = await made.promote(...route)
    expect(code).toBe(6)
    expect(stderr).toMatch(/stored login is refused/)
    expect(stderr).toMatch(/robot\$/)
    expect(made.server.lines.filter((line) => line.includes('/service/token'))).toHaveLength(1)
  })

  test('a project that is not there is named, although a HEAD has no words', async () => {
    const made = await scene({ projects: ['test'] })
    const { code, stderr } = await made.promote(...route)
    expect(code).toBe(6)
    expect(stderr).toMatch(/project prod not found/)
    expect(stderr).toMatch(/create it there first/)
  })
})

test('the catalog, which no token opens, is asked for with the login after the token was refused', async () => {
  const server = await playForTest([harbor()])
  const client = testClient({
    credential: { kind: 'basic', username: 'robot$catalog', password: 'secret of robot$catalog' },
  })
  onTestFinished(() => client.close())
  const api = client.api(server.host)
  const store = client.repository({ kind: 'registry', host: server.host, repository: 'shop-prod/app' })
  await store.resolve('absent').catch(() => undefined)
  const answer = await api.ask({
    purpose: { doing: 'list the repositories of', host: server.host, reference: server.host },
    method: 'GET',
    url: new URL('/v2/_catalog', api.endpoint.base),
    rights: { needed: CATALOG, wanted: new Map() },
    signal: undefined,
  })
  expect(answer.status).toBe(200)
})

function deletes({ requests }: ProfileServer): readonly string[] {
  return requests.flatMap(({ method, path, status }) =>
    method === 'DELETE' ? [`${method} ${path} ${status}`] : [],
  )
}

function writes({ requests, lines }: ProfileServer): readonly string[] {
  return lines.filter((_line, at) => !['GET', 'HEAD'].includes(requests[at]?.method ?? 'GET'))
}
