import { Agent, ProxyAgent, request } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeArtifact } from './images.ts'
import { dockerHub } from './profile-server/plays/docker-hub.ts'
import { harbor } from './profile-server/plays/harbor.ts'
import { zot } from './profile-server/plays/zot.ts'
import { playForTest, startProfileServer } from './profile-server/profile-server.ts'
import { Recording } from './profile-server/recordings.ts'

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

describe('Docker Hub', () => {
  test('is reached by its names over TLS, through the proxy', async () => {
    const server = await playForTest([
      dockerHub({ search: [{ name: 'nginx', stars: 20_000, official: true }] }),
    ])
    const image = makeArtifact({ content: 'api' })
    server.registry('docker-hub').seed('acme/api', image, ['1.0'])
    const { readFile } = await import('node:fs/promises')
    const dispatcher = new ProxyAgent({
      uri: server.env.HTTPS_PROXY ?? '',
      requestTls: { ca: await readFile(server.caFile, 'utf8') },
    })
    onTestFinished(() => dispatcher.close())
    const found = await request('https://index.docker.io/v1/search?q=nginx&n=25', { dispatcher })
    expect(await found.body.json()).toMatchObject({ results: [{ name: 'nginx', is_official: true }] })
    const url = 'https://registry-1.docker.io/v2/acme/api/manifests/1.0'
    const refused = await request(url, { dispatcher })
    await refused.body.dump()
    expect(refused.headers['www-authenticate']).toBe(
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:acme/api:pull"',
    )
    const token = await request(
      'https://auth.docker.io/token?service=registry.docker.io&scope=repository:acme/api:pull',
      { dispatcher },
    )
    const { token: bearer } = (await token.body.json()) as { readonly token: string }
    const headers = {
      authorization: `Bearer ${bearer}`,
      accept: image.manifest.descriptor.mediaType,
    }
    const looked = await request(url, { dispatcher, method: 'HEAD', headers })
    expect(looked.headers['ratelimit-remaining']).toBe('100;w=21600')
    const pulled = await request(url, { dispatcher, headers })
    await pulled.body.dump()
    expect(pulled.headers['ratelimit-remaining']).toBe('99;w=21600')
    expect(server.lines.at(-1)).toBe(`GET ${url} 200`)
  })
})

describe('Harbor', () => {
  test('answers every recorded request that needs nothing put there as the real one did', async () => {
    const server = await playForTest([harbor()])
    const agent = new Agent()
    onTestFinished(() => agent.close())
    const recording = new Recording('harbor')
    const seen = new Set<string>()
    const differing: string[] = []
    for (const { name, request: asked, response } of recording.probes) {
      const key = `${asked.method} ${asked.path} ${asked.as ?? ''}`
      if (seen.has(key) || asked.as === 'bearer' || asked.path.startsWith('/service/token')) continue
      seen.add(key)
      const [, user = '', wrong] = /^(.*?)(:wrong)?$/.exec(asked.as ?? '') ?? []
      const answer = await request(`http://${server.host}${asked.path}`, {
        dispatcher: agent,
        method: asked.method as 'GET',
        headers:
          asked.as === undefined ? {} : { authorization: basic(user, wrong ? 'wrong' : `secret of ${user}`) },
      })
      await answer.body.dump()
      if (answer.statusCode !== response.status) {
        differing.push(`${name}: ${answer.statusCode}, not ${response.status}`)
      }
    }
    expect(seen.size).toBeGreaterThan(150)
    expect(differing).toEqual([])
  })
})

describe('zot', () => {
  test.for(['default', 'extensions', 'anonymous-read'] as const)(
    '%s answers as the real one did',
    async (kind) => {
      const server = await startProfileServer([zot(kind)])
      onTestFinished(() => server.close())
      const agent = new Agent()
      onTestFinished(() => agent.close())
      const seen = new Set<string>()
      const differing: string[] = []
      for (const { name, request: asked, response } of new Recording('zot', kind).probes) {
        const key = `${asked.method} ${asked.path}`
        if (asked.as !== undefined || seen.has(key)) continue
        seen.add(key)
        const { method } = asked
        const answer = await request(`http://${server.host}${asked.path}`, {
          dispatcher: agent,
          method: method as 'GET',
        })
        await answer.body.dump()
        if (answer.statusCode !== response.status) differing.push(`${name}: ${answer.statusCode}`)
      }
      expect(seen.size).toBeGreaterThan(4)
      expect(differing).toEqual([])
    },
  )
})
