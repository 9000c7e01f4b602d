import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { SearchReport } from '../../src/model/lookup/search.ts'
import { expectValid } from '../report/schemas.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { makeImage } from '../support/images.ts'
import type { Play } from '../support/profile-server/play.ts'
import { huawei } from '../support/profile-server/plays/chinese-clouds.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { ghcr } from '../support/profile-server/plays/ghcr.ts'
import { gitlab } from '../support/profile-server/plays/gitlab.ts'
import { harbor } from '../support/profile-server/plays/harbor.ts'
import { nexus } from '../support/profile-server/plays/nexus.ts'
import { quay } from '../support/profile-server/plays/quay.ts'
import { zot } from '../support/profile-server/plays/zot.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { pushImage, pushToRegistry } from '../support/push.ts'
import { describeWith, type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { testClient } from '../support/registry-client.ts'

/** Runs a search with a login, where one is given, for every host that is named. */
async function searching(
  play: Play,
  login?: { readonly host?: string; readonly user: string; readonly password: string },
) {
  const server = await playForTest([play])
  const cwd = await testFolder()
  if (login !== undefined) {
    const auth = Buffer.from(`${login.user}:${login.password}`).toString('base64')
    await mkdir(path.join(cwd, '.docker'))
    await writeFile(
      path.join(cwd, '.docker', 'config.json'),
      JSON.stringify({ auths: { [login.host ?? server.host]: { auth } } }),
    )
  }
  const run = (...words: string[]): Promise<CliResult> =>
    runPromote(['search', ...words.map((word) => word.replace('HOST', server.host))], {
      cwd,
      env: server.env,
    })
  return { server, run }
}

const namesIn = ({ stdout }: CliResult): readonly string[] => stdout.split('\n').filter((line) => line !== '')

describe('Docker Hub', () => {
  const long = 'Official build of Nginx.\nFor more of it see the page that has all of it.'
  const hub = () =>
    dockerHub({
      search: [
        { name: 'library/nginx', description: long, stars: 20_100, official: true },
        { name: 'acme/nginx', description: 'An nginx of ours', stars: 9 },
        { name: 'acme/nginx-more', stars: 10 },
      ],
    })

  test('is searched as docker searches it, in its columns', async () => {
    const { server, run } = await searching(hub())
    const { code, stdout, stderr } = await run('nginx')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      [
        'NAME              DESCRIPTION                                     STARS     OFFICIAL',
        'nginx             Official build of Nginx. For more of it see …   20100     [OK]',
        'acme/nginx        An nginx of ours                                9',
        'acme/nginx-more                                                   10',
        '',
      ].join('\n'),
    )
    expect(server.lines).toEqual(['GET https://index.docker.io/v1/search?q=nginx&n=25 200'])
  })

  test('filters, limits, full descriptions, and formats', async () => {
    const { server, run } = await searching(hub())
    expect(namesIn(await run('-q', '-f', 'stars=10', 'nginx'))).toEqual(['nginx', 'acme/nginx-more'])
    expect(namesIn(await run('-q', '--filter', 'stars=10,is-official=false', 'nginx'))).toEqual([
      'acme/nginx-more',
    ])
    expect(namesIn(await run('-q', '-f', 'is-official=true', '-f', 'stars=1', 'nginx'))).toEqual(['nginx'])
    expect((await run('--no-trunc', 'nginx')).stdout).toContain('the page that has all of it.')
    expect((await run('--format', '{{.Name}}: {{.StarCount}}{{.IsOfficial}}', 'nginx')).stdout).toBe(
      'nginx: 20100[OK]\nacme/nginx: 9\nacme/nginx-more: 10\n',
    )
    expect((await run('--format', 'table {{.Name}}\\t{{.StarCount}}', '--limit', '1', 'nginx')).stdout).toBe(
      'NAME      STARS\nnginx     20100\n',
    )
    expect(server.lines.at(-1)).toContain('n=1 ')
    const one = JSON.parse((await run('--format', '{{json .}}', '--limit', '1', 'nginx')).stdout)
    expect(one).toMatchObject({ Name: 'nginx', StarCount: '20100' })
    const document = JSON.parse((await run('nginx', '--json')).stdout) as SearchReport
    expectValid('search', document)
    expect(document.hits[0]).toMatchObject({ name: 'nginx', stars: 20_100, official: true })
  })

  test('what is asked wrongly is said before anything is asked', async () => {
    const { server, run } = await searching(hub())
    const wrong: readonly (readonly [string[], string])[] = [
      [['-f', 'stars=many', 'nginx'], 'is not a number of stars'],
      [['-f', 'is-automated=true', 'nginx'], 'There is no filter "is-automated".'],
      [['--format', '{{.Pulls}}', 'nginx'], '--format does not know "{{.Pulls}}".'],
      [['--limit', '101', 'nginx'], '--limit takes an integer less than or equal to 100.'],
      [['quay.io/'], 'There is nothing to look for.'],
    ]
    for (const [words, said] of wrong) {
      const { code, stderr } = await run(...words)
      expect(code, stderr).toBe(2)
      expect(stderr).toContain(said)
    }
    expect(server.lines).toEqual([])
  })

  test('hostile answers are bounded and write nothing of their own', async () => {
    const { run } = await searching(
      dockerHub({
        search: [
          { name: 'a\u001b[2Jx', description: `\u202e::error::x${'y'.repeat(200_000)}`, stars: -1 },
          { name: '' },
        ],
      }),
    )
    const { code, stdout } = await run('--no-trunc', 'x')
    expect(code).toBe(0)
    expect(stdout.length).toBeLessThan(3000)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it must not be there
    expect(stdout).not.toMatch(/\u001b|\u202e/)
    expect(stdout.trimEnd().split('\n')).toHaveLength(2)
  })
})

describe('other registries by their own search', () => {
  test('Harbor, whose search shows a robot what is public alone', async () => {
    const robot = { user: 'robot$promoter', password: 'secret of robot$promoter' }
    const { run } = await searching(harbor(), robot)
    const { code, stdout, stderr } = await run('HOST/small', '-q')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^127\.0\.0\.1:\d+\/shop-pub\/small\n$/)
    expect((await run('HOST/small')).stderr).toContain(
      'For a robot Harbor finds what is in public projects alone',
    )
  })

  test('zot by its extension, as a real one answered', async () => {
    const { run } = await searching(zot())
    expect(namesIn(await run('--registry', 'HOST', 'team', '--limit', '1', '-q'))).toEqual([
      expect.stringMatching(/\/team\/app$/),
    ])
  })

  test('Nexus, each image once', async () => {
    const { server, run } = await searching(nexus(), { user: 'ci', password: 'secret of ci' })
    const image = await makeImage()
    server.registry('nexus').seed('team/api', image, ['1.0', '2.0'])
    server.registry('nexus').seed('team/web', image, ['1.0'])
    expect(namesIn(await run('HOST/api', '-q'))).toEqual([`${server.host}/team/api`])
  })

  test('Quay, page by page, with no token that lists repositories', async () => {
    const search = Array.from({ length: 15 }, (_, at) => ({ name: `acme/api-${at}`, stars: at }))
    const { server, run } = await searching(quay({ search }))
    const { stdout, stderr } = await run('quay.io/api', '--limit', '12')
    expect(stdout).toContain('quay.io/acme/api-11')
    expect(stdout).not.toContain('api-12')
    expect(stderr).toContain('public repositories alone')
    expect(server.lines).toHaveLength(2)
  })

  test('SWR, the repositories of the own account', async () => {
    const host = 'swr.cn-north-4.myhuaweicloud.com'
    const login = { host, user: 'cn-north-4@AK', password: 'x' }
    const { server, run } = await searching(huawei({ users: { 'cn-north-4@AK': 'x' } }), login)
    const image = await makeImage()
    server.registry('huawei').seed('shop/api', image, ['1.0'])
    server.registry('huawei').seed('shop/web', image, ['1.0'])
    expect(namesIn(await run(`${host}/api`, '-q'))).toEqual([`${host}/shop/api`])
    const { run: other } = await searching(huawei({ users: {} }))
    const refused = await other(`${host}/api`)
    expect(refused.code).toBe(6)
    expect(refused.stderr).toContain('--swr-ak')
  })

  test('GitLab, what a project has', async () => {
    const host = 'registry.gitlab.com'
    const users = { ann: 'glpat-x' }
    const { server, run } = await searching(gitlab({ users, projects: ['acme/shop'] }), {
      host,
      user: 'ann',
      password: 'glpat-x',
    })
    server.registry('gitlab').seed('acme/shop/api', await makeImage(), ['1.0'])
    expect(namesIn(await run(`${host}/acme/shop`, '-q'))).toEqual([`${host}/acme/shop/api`])
    const none = await run(`${host}/api`)
    expect(none.code).toBe(6)
    expect(none.stderr).toContain('GROUP/PROJECT')
  })

  test('GHCR has none, and that is said', async () => {
    const { server, run } = await searching(ghcr())
    const { code, stderr } = await run('ghcr.io/acme')
    expect(code).toBe(1)
    expect(stderr).toContain('ghcr.io cannot be searched.')
    expect(stderr).toContain('packages')
    expect(server.lines).toEqual([])
  })
})

for (const kind of ['distribution3', 'ociserver'] as const) {
  describeWith(kind, `search on a real ${kind}`, () => {
    let registry: RunningRegistry

    beforeAll(async () => {
      registry = await startRegistry(kind)
      const image = await makeImage()
      for (const name of ['team/api', 'api', 'other'])
        await pushToRegistry(registry.host, name, image, ['1.0'])
    })

    afterAll(() => registry.close())

    test('lists the repositories with the term in their name, that of the very name first', async () => {
      const { code, stdout, stderr } = await runPromote(['search', `${registry.host}/api`], {
        cwd: await testFolder(),
      })
      expect(code).toBe(0)
      const names = stdout.split('\n').map((line) => line.split(' ', 1)[0])
      expect(names).toEqual(['NAME', `${registry.host}/api`, `${registry.host}/team/api`, ''])
      expect(stderr).toContain('has no search: these are the repositories that it lists')
    })
  })
}

describeWith('distribution3', 'search where a token is wanted', () => {
  test('asks for the right to list them all, and says when it is not given', async () => {
    const registry = await startRegistry('distribution3', { auth: { kind: 'token' } })
    onTestFinished(() => registry.close())
    const { code, stderr } = await runPromote(['search', `${registry.host}/api`], { cwd: await testFolder() })
    expect(code).toBe(6)
    expect(stderr).toContain('does not list its repositories to this login')
  })
})

describeWith('distribution3', 'search where the token is given', () => {
  test('holds the right to list all repositories, asked for once for all pages', async () => {
    const users = { ada: 's3cret' }
    const registry = await startRegistry('distribution3', { auth: { kind: 'token', server: { users } } })
    onTestFinished(() => registry.close())
    const client = testClient({ credential: { kind: 'basic', username: 'ada', password: 's3cret' } })
    onTestFinished(() => client.close())
    const image = await makeImage()
    for (const name of ['team/api', 'other']) {
      const location = { kind: 'registry', host: registry.host, repository: name } as const
      await pushImage(client.repository(location, { push: true }), image, ['1.0'])
    }
    const auth = Buffer.from('ada:s3cret').toString('base64')
    const cwd = await testFolder({ 'config.json': JSON.stringify({ auths: { [registry.host]: { auth } } }) })
    const before = registry.tokens?.requests.length ?? 0
    const found = await runPromote(['search', `${registry.host}/api`, '-q'], {
      cwd,
      env: { DOCKER_CONFIG: cwd },
    })
    expect(namesIn(found)).toEqual([`${registry.host}/team/api`])
    const asked = registry.tokens?.requests.slice(before) ?? []
    // The first answer of the host, which may tell what it is, costs a token without rights.
    expect(asked.map(({ user, scopes, status }) => ({ user, scopes, status }))).toEqual([
      { user: 'ada', scopes: [], status: 200 },
      { user: 'ada', scopes: ['registry:catalog:*'], status: 200 },
    ])
  })
})

test('a registry with no list of repositories is told as one', async () => {
  const server = createServer((_request, response) => response.writeHead(404).end())
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const { code, stderr } = await runPromote(['search', `${host}/api`], { cwd: await testFolder() })
  expect(code).toBe(1)
  expect(stderr).toContain('does not list its repositories.')
})
