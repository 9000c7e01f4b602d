import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Exchange } from '../../src/registry/exchange.ts'
import type { LocatedAnswer } from '../../src/registry/http/wire.ts'
import { openRegistries } from '../../src/wiring/registries.ts'
import { temporaryFolder } from '../support/folders.ts'
import { makeImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'
import { describeWith, type RunningRegistry, startRegistry } from '../support/real-registries.ts'

describeWith('distribution3', 'registries without a promotion file', () => {
  let registry: RunningRegistry
  afterEach(() => registry.close())

  async function open(password: string) {
    registry = await startRegistry('distribution3', {
      auth: { kind: 'htpasswd', user: 'ada', password: 's3cret' },
    })
    const home = await temporaryFolder()
    await mkdir(path.join(home, '.docker'))
    const auth = Buffer.from(`ada:${password}`).toString('base64')
    await writeFile(
      path.join(home, '.docker', 'config.json'),
      JSON.stringify({ auths: { [registry.host]: { auth } } }),
    )
    const lines: string[] = []
    const registries = await openRegistries({
      cwd: home,
      env: { HOME: home },
      signal: new AbortController().signal,
      version: '0.0.0',
      onRequest: (line) => lines.push(line.replace(/ \d+ ms$/, '').replace(registry.url, '')),
    })
    return { registries, lines }
  }

  const catalog = (api: Exchange): Promise<LocatedAnswer> =>
    api.ask({
      purpose: { doing: 'list the repositories', host: registry.host, reference: registry.host },
      method: 'GET',
      url: new URL('/v2/_catalog', api.endpoint.base),
      rights: { needed: new Map(), wanted: new Map() },
      signal: undefined,
    })

  test("any path of a host is asked with the host's login and its one challenge", async () => {
    const { registries, lines } = await open('s3cret')
    await using _ = registries
    const location = { kind: 'registry', host: registry.host, repository: 'shop/api' } as const
    await pushImage(registries.open(location, { push: true }), await makeImage(), ['1.0'])
    lines.length = 0
    const answer = await catalog(registries.api(registry.host))
    expect(JSON.parse(Buffer.from(answer.body).toString())).toEqual({ repositories: ['shop/api'] })
    expect(lines).toEqual(['GET /v2/_catalog 200'])
  })

  test('a login that is kept is what the next request shows', async () => {
    const { registries, lines } = await open('s3cret')
    await using _ = registries
    const { host } = registry
    expect(await registries.credentials.erase(host)).toBe(true)
    expect((await catalog(registries.api(host))).status).toBe(401)
    await registries.credentials.store(host, { kind: 'basic', username: 'ada', password: 's3cret' })
    expect((await catalog(registries.api(host))).status).toBe(200)
    expect(lines).toEqual(['GET /v2/_catalog 401', 'GET /v2/_catalog 200'])
  })

  test('a wrong password is shown once, whatever is asked with it', async () => {
    const { registries, lines } = await open('wrong')
    await using _ = registries
    const api = registries.api(registry.host)
    expect((await catalog(api)).status).toBe(401)
    await expect(catalog(api)).rejects.toMatchObject({ code: 'unauthorized' })
    expect(lines).toEqual(['GET /v2/_catalog 401', 'GET /v2/_catalog 401'])
  })
})
