import { describe, expect, onTestFinished, test } from 'vitest'
import { createCopyEngine } from '../../src/engine/copy.ts'
import { repositoryProblem } from '../../src/model/profile.ts'
import { PROFILES, profileOf } from '../../src/profiles/index.ts'
import { makeArtifact, makeImage, makeIndex } from '../support/images.ts'
import { createMemoryStore } from '../support/memory-store.ts'
import type { Play } from '../support/profile-server/play.ts'
import { azure } from '../support/profile-server/plays/azure.ts'
import { alibaba, huawei, tencent } from '../support/profile-server/plays/chinese-clouds.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { ecr } from '../support/profile-server/plays/ecr.ts'
import { ghcr } from '../support/profile-server/plays/ghcr.ts'
import { gitlab } from '../support/profile-server/plays/gitlab.ts'
import { google } from '../support/profile-server/plays/google.ts'
import { harbor } from '../support/profile-server/plays/harbor.ts'
import { nexus } from '../support/profile-server/plays/nexus.ts'
import { quay } from '../support/profile-server/plays/quay.ts'
import { zot } from '../support/profile-server/plays/zot.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { pushImage } from '../support/push.ts'
import { testClient } from '../support/registry-client.ts'

const attestation = makeArtifact({ content: 'in-toto', artifactType: 'application/vnd.in-toto+json' })
const users = { ci: 'secret of ci' }

interface Scene {
  readonly play: Play
  readonly repository: string
  readonly username?: string
}

/** A store of a registry that is played, and the server. */
async function open({ play, repository, username = 'ci' }: Scene) {
  const server = await playForTest([play])
  const client = testClient({
    env: server.env,
    registries: server.registries,
    credential: { kind: 'basic', username, password: username === 'AWS' ? 'token' : `secret of ${username}` },
    retries: 0,
  })
  onTestFinished(() => client.close())
  const [name = ''] = play.hosts
  const host = name === '127.0.0.1' ? server.host : name === 'registry-1.docker.io' ? 'docker.io' : name
  const store = client.repository({ kind: 'registry', host, repository }, { push: true })
  return { server, store }
}

async function refusalOf(scene: Scene, image: Parameters<typeof pushImage>[1]) {
  const { store } = await open(scene)
  const error = await pushImage(store, image, ['1.0']).catch((failure: unknown) => failure)
  return error as {
    readonly code: string
    readonly message: string
    readonly details: { readonly hint?: string }
  }
}

// One behaviour for each profile: it is another one when the profile's file is taken away.
const behaviours: Readonly<Record<string, () => Promise<void>>> = {
  alibaba: async () => {
    const { details } = await refusalOf({ play: alibaba({ users }), repository: 'acme/api' }, attestation)
    expect(details.hint).toMatch(/`referrers` and `platforms` cannot leave them out.*--provenance=false/)
  },
  huawei: async () => {
    const { details } = await refusalOf({ play: huawei({ users }), repository: 'acme/api' }, attestation)
    expect(details.hint).toMatch(/SWR takes no attestations.*cannot leave them out/)
  },
  tencent: async () => {
    const { details } = await refusalOf(
      { play: tencent({ users: {} }), repository: 'acme/api' },
      makeArtifact({ content: 'api' }),
    )
    expect(details.hint).toMatch(/account ID or a service account/)
  },
  ecr: async () => {
    const scene = { play: ecr(), repository: 'prod/api', username: 'AWS' }
    const { details } = await refusalOf(scene, makeArtifact({ content: 'api' }))
    expect(details.hint).toMatch(/`aws ecr create-repository --repository-name prod\/api --region eu-west-1`/)
  },
  google: async () => {
    const scene = { play: google({ users }), repository: 'acme/prod/api' }
    const { details } = await refusalOf(scene, makeArtifact({ content: 'api' }))
    expect(details.hint).toMatch(/gcloud artifacts repositories create/)
  },
  nexus: async () => {
    const { server, store } = await open({ play: nexus({ isFixed: true }), repository: 'acme/api' })
    const [old, image] = [await makeImage({ seed: 'old' }), await makeImage({ seed: 'new' })]
    server.registry('nexus').seed('acme/api', old, ['1.0'])
    await expect(pushImage(store, image, ['1.0'])).rejects.toMatchObject({ code: 'immutable' })
  },
  ghcr: async () => {
    const { details } = await refusalOf(
      { play: ghcr(), repository: 'acme/api' },
      makeArtifact({ content: 'api' }),
    )
    expect(details.hint).toMatch(/classic personal access token/)
  },
  'docker-hub': async () => {
    const { server, store } = await open({ play: dockerHub({ users }), repository: 'ci/api' })
    server.registry('docker-hub').seed('ci/api', makeArtifact({ content: 'api' }), ['1.0'])
    expect(await store.resolve('1.0')).toBeDefined()
    expect(server.requests[0]?.host).toBe('registry-1.docker.io')
  },
  azure: async () => {
    const { server, store } = await open({ play: azure({ users }), repository: 'acme/api' })
    server.registry('azure').seed('acme/api', makeArtifact({ content: 'api' }), ['1.0'])
    // The list of tags wants a right of its own, which is learnt from the challenge.
    const tags: string[] = []
    for await (const tag of store.tags()) tags.push(tag)
    expect(tags).toEqual(['1.0'])
  },
  harbor: async () => {
    const account = { password: 'secret of ci', rights: { '*': ['pull', 'push', 'tag:delete'] } }
    const play = harbor({ accounts: { ci: account } })
    const { server, store } = await open({ play, repository: 'acme/api' })
    server.registry('harbor').seed('acme/api', makeArtifact({ content: 'api' }), ['1.0'])
    await store.resolve('1.0')
    expect(await store.untag('1.0')).toEqual({ kind: 'removed' })
  },
  quay: async () => {
    const { server, store } = await open({ play: quay({ users }), repository: 'acme/api' })
    server.registry('quay').seed('acme/api', makeArtifact({ content: 'api' }), ['1.0'])
    expect(await store.untag('1.0')).toEqual({ kind: 'removed' })
  },
  gitlab: async () => {
    const { server, store } = await open({
      play: gitlab({ users, projects: ['acme/shop'] }),
      repository: 'acme/shop/api',
    })
    server.registry('gitlab').seed('acme/shop/api', makeArtifact({ content: 'api' }), ['1.0'])
    await store.resolve('1.0')
    expect(await store.untag('1.0')).toEqual({ kind: 'removed' })
  },
  zot: async () => {
    const { server, store } = await open({ play: zot('default'), repository: 'team/new' })
    server.inject({
      method: 'PUT',
      path: /\/manifests\//,
      fault: {
        do: 'answer',
        status: 415,
        headers: { 'content-type': 'application/json' },
        // recordings/zot.json "manifest-put-content-type-docker"
        body: '{"errors":[{"code":"MANIFEST_INVALID","message":"manifest invalid"}]}',
      },
    })
    await expect(pushImage(store, makeArtifact({ content: 'api' }), ['1.0'])).rejects.toMatchObject({
      details: { hint: expect.stringContaining('docker2s2') },
    })
  },
  distribution: async () => {
    const { server, store } = await open({ play: { ...zot('default'), facts: [] }, repository: 'team/new' })
    server.inject({
      method: 'POST',
      fault: {
        do: 'answer',
        status: 405,
        headers: { 'content-type': 'application/json' },
        body: '{"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]}',
      },
    })
    await expect(pushImage(store, makeArtifact({ content: 'api' }), ['1.0'])).rejects.toMatchObject({
      details: { hint: expect.stringContaining('pull-through cache') },
    })
  },
}

describe('one behaviour for each profile', () => {
  test.for(Object.keys(behaviours))('%s', (kind) => behaviours[kind]?.())

  test('none is left out', () => {
    expect(Object.keys(behaviours).sort()).toEqual(PROFILES.map(({ kind }) => kind).sort())
  })
})

test.for([
  ['docker.io', 'acme/team/api', /exactly 2 parts.*NAMESPACE\/NAME; \{flat\}/s],
  ['europe-north1-docker.pkg.dev', 'acme/api', /at least 3 parts.*PROJECT\/REPOSITORY\/IMAGE/s],
  ['swr.cn-north-4.myhuaweicloud.com', 'api', /ORGANIZATION\/NAME/],
  ['registry.cn-hangzhou.aliyuncs.com', 'api', /NAMESPACE\/NAME/],
  ['acme.tencentcloudcr.com', 'api', /NAMESPACE\/NAME/],
  ['ghcr.io', 'api', /OWNER\/IMAGE/],
  ['public.ecr.aws', 'api', /ALIAS\/REPOSITORY/],
  ['quay.io', 'api', /NAMESPACE\/NAME/],
  ['registry.gitlab.com', 'api', /GROUP\/PROJECT/],
] as const)('how names are written on %s', ([host, repository, words]) => {
  const problem = repositoryProblem(profileOf(host), { host, repository })
  expect(`${problem?.message} ${problem?.hint}`).toMatch(words)
})

test.for([
  ['12345678901.dkr.ecr.eu-west-1.amazonaws.com', /12345678901 is no account/],
  ['123456789012.dkr.ecr.euwest1.amazonaws.com', /euwest1 is no region/],
  ['123456789012.ecr.eu-west-1.amazonaws.com', /does not name an account and a region/],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com', /cn-north-1 is under amazonaws\.com\.cn/],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn', /eu-west-1 is not under amazonaws\.com\.cn/],
] as const)('%s is no host of ECR', ([host, words]) => {
  const problem = repositoryProblem(profileOf(host), { host, repository: 'team/api' })
  expect(problem?.message).toMatch(words)
  expect(problem?.hint).toContain('ACCOUNT.dkr.ecr.REGION.amazonaws.com')
})

test.for([
  '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
  '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
  '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
  '123456789012.dkr-ecr.ap-southeast-2.on.aws',
  'public.ecr.aws',
])('%s may be a host of ECR', (host) => {
  expect(repositoryProblem(profileOf(host), { host, repository: 'team/api' })).toBeUndefined()
})

test.for([
  ['alibaba', 'registry.cn-hangzhou.aliyuncs.com', alibaba({ users })],
  ['huawei', 'swr.cn-north-4.myhuaweicloud.com', huawei({ users })],
] as const)(
  '%s refuses the attestations in an index: the error says which, and what can help',
  async ([, host, play]) => {
    const server = await playForTest([play])
    const client = testClient({
      env: server.env,
      registries: server.registries,
      credential: { kind: 'basic', username: 'ci', password: 'secret of ci' },
    })
    onTestFinished(() => client.close())
    const image = await makeImage({ seed: 'attested' })
    const index = makeIndex([image], { attestations: true })
    const [, attestation] = index.children
    const source = createMemoryStore({
      domain: 'elsewhere.example.com',
      name: 'elsewhere.example.com/acme/api',
    })
    await pushImage(source, index, ['1.0'])
    const destination = client.repository({ kind: 'registry', host, repository: 'acme/api' }, { push: true })
    const root = index.manifest.descriptor
    const copied = createCopyEngine(8).copy({ source, destination, root })
    const short = (one: typeof attestation) => one?.manifest.descriptor.digest.slice(7, 15)
    await expect(copied).rejects.toMatchObject({
      // No lack of rights, whatever the status says.
      code: 'failed',
      details: {
        hint: expect.stringMatching(
          new RegExp(
            `^${short(attestation)} is the attestation of linux/amd64 \\(${short(image)}\\) in the index ${short(index)}\\. .*--provenance=false.*platforms by their own digests`,
          ),
        ),
      },
    })
  },
)
