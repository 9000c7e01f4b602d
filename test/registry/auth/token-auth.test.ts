import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBlob, makeImage } from '../../support/images.ts'
import { bodyOf, pushImage } from '../../support/push.ts'
import { describeWith, type RunningRegistry, startRegistry } from '../../support/real-registries.ts'
import { testClient } from '../../support/registry-client.ts'

const SECRET = 'canary-s3cret'

describeWith('distribution3', 'distribution with tokens that are checked', () => {
  let registry: RunningRegistry

  beforeAll(async () => {
    registry = await startRegistry('distribution3', {
      auth: {
        kind: 'token',
        server: {
          users: { me: SECRET },
          identityTokens: { refresh: 'me' },
          policy: ({ user, name, actions }) =>
            user === 'me' && !name.startsWith('secret/')
              ? actions
              : actions.filter((action) => action === 'pull' && name.startsWith('public/')),
        },
      },
    })
  }, 60_000)

  afterAll(() => registry.close())

  const login = { kind: 'basic', username: 'me', password: SECRET } as const
  const at = (repository: string) => ({ kind: 'registry', host: registry.host, repository }) as const

  test('mounts with one token, and without the right to the source asks for no mount', async () => {
    const client = testClient({ credential: login })
    try {
      const image = await makeImage()
      await pushImage(client.repository(at('test/api'), { push: true }), image, ['1.0'])
      const [[digest, bytes] = []] = image.blobs
      if (digest === undefined || bytes === undefined) throw new Error('no blob')
      const blob = { mediaType: 'application/octet-stream', digest, size: bytes.byteLength }
      const dst = client.repository(at('prod/api'), {
        push: true,
        alongside: ['test/api', 'secret/api'].map((repository) => ({ repository, push: false })),
      })
      const before = registry.tokens?.requests.length ?? 0
      expect(await dst.mount(blob, client.repository(at('test/api')))).toBe('mounted')
      expect(await dst.mount(blob, client.repository(at('secret/api')))).toBe('refused')
      expect(await dst.has(blob)).toBe(true)
      const asked = registry.tokens?.requests.slice(before).map(({ scopes }) => scopes)
      expect(asked).toEqual([
        ['repository:prod/api:pull,push', 'repository:secret/api:pull', 'repository:test/api:pull'],
      ])
    } finally {
      await client.close()
    }
  })

  test('an identity token is swapped for the same rights', async () => {
    const client = testClient({ credential: { kind: 'identity-token', token: 'refresh' } })
    try {
      const blob = makeBlob('identity', 1000)
      await client
        .repository(at('test/identity'), { push: true })
        .putBlob(blob.descriptor, bodyOf(blob.bytes))
      expect(registry.tokens?.requests.at(-1)).toMatchObject({
        method: 'POST',
        grant: 'refresh_token',
        status: 200,
      })
    } finally {
      await client.close()
    }
  })

  test('nobody reads what is public and is told to log in for the rest', async () => {
    const [owner, nobody] = [testClient({ credential: login }), testClient()]
    try {
      await pushImage(owner.repository(at('public/api'), { push: true }), await makeImage(), ['1.0'])
      expect(await nobody.repository(at('public/api')).resolve('1.0')).toBeDefined()
      await expect(nobody.repository(at('test/api')).manifest('1.0')).rejects.toMatchObject({
        code: 'unauthorized',
        details: {
          hint: expect.stringContaining(`No login was found. Log in with \`promote login ${registry.host}\``),
        },
      })
    } finally {
      await Promise.all([owner.close(), nobody.close()])
    }
  })

  test('a wrong password fails as unauthorized', async () => {
    const client = testClient({ credential: { ...login, password: 'wrong' } })
    try {
      await expect(client.repository(at('test/api')).resolve('1.0')).rejects.toMatchObject({
        code: 'unauthorized',
      })
    } finally {
      await client.close()
    }
  })
})
