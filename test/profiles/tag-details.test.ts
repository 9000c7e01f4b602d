import { expect, onTestFinished, test } from 'vitest'
import type { TagDetails } from '../../src/model/lookup/tags.ts'
import { PROFILES } from '../../src/profiles/index.ts'
import { registryLookup } from '../../src/registry/lookup/lookup.ts'
import { makeImage } from '../support/images.ts'
import type { Play } from '../support/profile-server/play.ts'
import { azure } from '../support/profile-server/plays/azure.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { google } from '../support/profile-server/plays/google.ts'
import { harbor } from '../support/profile-server/plays/harbor.ts'
import { quay } from '../support/profile-server/plays/quay.ts'
import { zot } from '../support/profile-server/plays/zot.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { testClient } from '../support/registry-client.ts'

const users = { ci: 'secret of ci' }
const reader = { password: 'secret of ci', rights: { '*': ['pull', 'artifact:list'] } }
const pushed = expect.stringMatching(/^20\d\d-\d\d-\d\dT/)
const size = expect.any(Number)

/** What each says of a tag beside its digest. */
const told: readonly (readonly [play: Play, repository: string, said: Partial<TagDetails>])[] = [
  [dockerHub({ users }), 'acme/api', { size, pushed, platforms: ['linux/amd64'] }],
  [harbor({ accounts: { ci: reader } }), 'acme/team/api', { size, pushed, platforms: ['linux/amd64'] }],
  [zot(), 'acme/api', { size, pushed, platforms: ['linux/amd64'] }],
  [quay({ users }), 'acme/api', { size, pushed, platforms: [] }],
  [azure({ users }), 'acme/api', { size: null, pushed, platforms: [] }],
  [google({ users }), 'acme/prod/api', { size, pushed, platforms: [] }],
]

test.for(told.map(([play, ...rest]) => [play.kind, play, ...rest] as const))(
  '%s tells of all tags at once, every page of them',
  async ([kind, play, repository, said]) => {
    const server = await playForTest([play])
    const client = testClient({
      env: server.env,
      registries: server.registries,
      credential: { kind: 'basic', username: 'ci', password: 'secret of ci' },
      retries: 0,
    })
    onTestFinished(() => client.close())
    const [name = ''] = play.hosts
    const host = name === '127.0.0.1' ? server.host : name === 'registry-1.docker.io' ? 'docker.io' : name
    const image = await makeImage()
    const tags = Array.from({ length: 101 }, (_, at) => `1.${at}.0`)
    server.registry(kind).seed(repository, image, tags)
    // The registry itself is asked first: by then it is known which it is.
    const listed: string[] = []
    for await (const tag of client.repository({ kind: 'registry', host, repository }).tags()) listed.push(tag)
    expect(listed).toHaveLength(tags.length)
    const found: TagDetails[] = []
    for await (const page of registryLookup(client).tagDetails({ host, repository }, {}) ?? [])
      found.push(...page)
    expect(new Set(found.map(({ tag }) => tag))).toEqual(new Set(tags))
    expect(found[0]).toMatchObject({ digest: image.manifest.descriptor.digest, ...said })
  },
)

test('each profile that can tell is tried here', () => {
  const kinds = PROFILES.flatMap(({ kind, tagDetails }) => (tagDetails === undefined ? [] : [kind]))
  expect(new Set(told.map(([{ kind }]) => kind))).toEqual(new Set(kinds))
})
