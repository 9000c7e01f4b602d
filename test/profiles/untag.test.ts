import { describe, expect, onTestFinished, test } from 'vitest'
import type { ContentStore } from '../../src/oci/store.ts'
import { makeArtifact } from '../support/images.ts'
import type { Play } from '../support/profile-server/play.ts'
import { azure } from '../support/profile-server/plays/azure.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { gitlab } from '../support/profile-server/plays/gitlab.ts'
import { harbor } from '../support/profile-server/plays/harbor.ts'
import { quay } from '../support/profile-server/plays/quay.ts'
import { type ProfileServer, playForTest } from '../support/profile-server/profile-server.ts'
import { testClient } from '../support/registry-client.ts'

/** A registry that has one image under two tags, and a store of it that was asked something already. */
async function scene(
  play: Play,
  name: { readonly host?: string; readonly repository: string; readonly user?: string },
) {
  const server = await playForTest([play])
  const { repository, user = 'acme' } = name
  const image = makeArtifact({ content: 'untag' })
  server.registry(play.kind).seed(repository, image, ['1.4.2', '1.4'])
  const client = testClient({
    env: server.env,
    registries: server.registries,
    credential: { kind: 'basic', username: user, password: `secret of ${user}` },
  })
  onTestFinished(() => client.close())
  const store = client.repository(
    { kind: 'registry', host: name.host ?? server.host, repository },
    { push: true },
  )
  expect(await store.resolve('1.4')).toBeDefined()
  return {
    server,
    store,
    tags: () => [...(server.registry(play.kind).repositories.get(repository)?.tags.keys() ?? [])],
  }
}

const users = { acme: 'secret of acme' }
const account = (...rights: readonly string[]) => ({
  accounts: { robot$ci: { password: 'secret of robot$ci', rights: { '*': ['pull', 'push', ...rights] } } },
})

const removing: readonly (readonly [string, () => Promise<Awaited<ReturnType<typeof scene>>>, string])[] = [
  [
    'Harbor, by its API',
    () => scene(harbor(account('tag:delete')), { repository: 'shop/team/api', user: 'robot$ci' }),
    '/api/v2.0/projects/shop/repositories/team%252Fapi/artifacts/1.4/tags/1.4',
  ],
  [
    'Docker Hub, by its web API',
    () => scene(dockerHub({ users }), { host: 'docker.io', repository: 'acme/api' }),
    'hub.docker.com/v2/repositories/acme/api/tags/1.4/',
  ],
  [
    'Azure, by its API',
    () => scene(azure({ users }), { host: 'acme.azurecr.io', repository: 'team/api' }),
    '/acr/v1/team/api/_tags/1.4',
  ],
  [
    'GitLab, by its API',
    () =>
      scene(gitlab({ users, projects: ['acme/shop'] }), {
        host: 'registry.gitlab.com',
        repository: 'acme/shop/team/api',
      }),
    'gitlab.com/api/v4/projects/acme%2Fshop/registry/repositories/100/tags/1.4',
  ],
  [
    'Quay, with a token to push',
    () => scene(quay({ users }), { host: 'quay.io', repository: 'acme/api' }),
    'quay.io/v2/acme/api/manifests/1.4',
  ],
]

test.for(removing)('a tag is removed alone on %s', async ([, begin, path]) => {
  const { server, store, tags } = await begin()
  expect(store.keepsTags?.()).toBeUndefined()
  expect(await store.untag('1.4')).toEqual({ kind: 'removed' })
  expect(tags()).toEqual(['1.4.2'])
  expect(deletes(server)).toEqual([expect.stringContaining(path)])
  // What is gone already is as it should be.
  expect(await store.untag('1.4')).toEqual({ kind: 'removed' })
})

describe('a tag stays, and why', () => {
  const stays = async (store: ContentStore): Promise<string> => {
    const removal = await store.untag('1.4')
    return removal.kind === 'stays' ? removal.why : 'removed'
  }

  test('on Harbor without tag:delete', async () => {
    const { server, store, tags } = await scene(harbor(account()), {
      repository: 'shop/api',
      user: 'robot$ci',
    })
    expect(await stays(store)).toMatch(/may not remove it.*tag:delete/)
    expect(tags()).toEqual(['1.4.2', '1.4'])
    expect(deletes(server)).toHaveLength(1)
  })

  test('on Harbor under a rule', async () => {
    const play = harbor({ ...account('tag:delete'), immutable: () => true })
    const { store } = await scene(play, { repository: 'shop/api', user: 'robot$ci' })
    expect(await stays(store)).toMatch(/rule of its project makes it immutable/)
  })

  test('on Docker Hub where it is immutable', async () => {
    const play = dockerHub({ users, immutable: () => true })
    const { store } = await scene(play, { host: 'docker.io', repository: 'acme/api' })
    expect(await stays(store)).toMatch(/may not remove it from Docker Hub/)
  })

  test('on Azure where it is locked, and without the right', async () => {
    const place = { host: 'acme.azurecr.io', repository: 'team/api' }
    const locked = await scene(azure({ users, locked: () => true }), place)
    expect(await stays(locked.store)).toBe('it is locked')
    const weak = await scene(azure({ users, rights: ['push'] }), place)
    expect(await stays(weak.store)).toMatch(/AcrDelete/)
  })

  test('on GitLab under a rule, and for a token without the API', async () => {
    const place = { host: 'registry.gitlab.com', repository: 'acme/shop' }
    const ruled = await scene(gitlab({ users, projects: ['acme/shop'], protected: () => true }), place)
    expect(await stays(ruled.store)).toMatch(/rule of the project protects it/)
    const foreign = await scene(gitlab({ users }), place)
    expect(await stays(foreign.store)).toMatch(/scope api/)
  })

  test('where nobody knows how, and nothing is asked', async () => {
    const client = testClient()
    onTestFinished(() => client.close())
    for (const host of ['ghcr.io', '1.dkr.ecr.eu-west-1.amazonaws.com', 'europe-docker.pkg.dev']) {
      const store = client.repository({ kind: 'registry', host, repository: 'a/b/c' }, { push: true })
      expect(await stays(store)).toMatch(/cannot remove a tag alone/)
      expect(store.keepsTags?.()).toBe(await stays(store))
    }
    expect(client.events).toEqual([])
  })
})

test('a password that goes to an API of another host is in no event and no error', async () => {
  const { server, store } = await scene(dockerHub({ users }), { host: 'docker.io', repository: 'acme/api' })
  server.inject({
    path: /\/v2\/auth\/token/,
    fault: { do: 'answer', status: 500, body: 'no: secret of acme' },
  })
  const failed = await store.untag('1.4').catch((error: unknown) => error)
  expect(String(failed)).toMatch(/answered 500/)
  expect(String(failed)).not.toContain('secret of acme')
})

function deletes(server: ProfileServer): readonly string[] {
  return server.lines.filter((line) => line.startsWith('DELETE '))
}
