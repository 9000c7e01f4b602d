import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { TagsReport } from '../../src/model/lookup/tags.ts'
import { fallbackTag } from '../../src/oci/referrer-tags.ts'
import { runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { harbor } from '../support/profile-server/plays/harbor.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { pushToRegistry } from '../support/push.ts'
import { describeWith, type RunningRegistry, startRegistry } from '../support/real-registries.ts'

const digestOf = ({ manifest }: TestImage): string => manifest.descriptor.digest
const short = (digest: string): string => digest.slice('sha256:'.length, 'sha256:'.length + 12)

for (const kind of ['distribution3', 'ociserver'] as const) {
  describeWith(kind, `tags on a real ${kind}`, () => {
    let registry: RunningRegistry
    let amd: TestImage
    let both: TestImage

    beforeAll(async () => {
      registry = await startRegistry(kind)
      amd = await makeImage({ seed: 'amd', layers: [40_000, 3_000] })
      both = makeIndex([
        amd,
        await makeImage({ seed: 'arm', platform: { os: 'linux', architecture: 'arm64' } }),
      ])
      await pushToRegistry(registry.host, 'team/api', both, ['1.10.0', 'latest'])
      await pushToRegistry(registry.host, 'team/api', amd, [
        '1.9.0',
        'build-10',
        'build-9',
        fallbackTag(amd.manifest.descriptor.digest),
      ])
      await pushToRegistry(registry.host, 'team/signed', amd, [fallbackTag(amd.manifest.descriptor.digest)])
    })

    afterAll(() => registry.close())

    const run = async (line: string) =>
      runPromote(line.replaceAll('HOST', registry.host).split(' '), { cwd: await testFolder() })

    test('versions come first, and referrers are no tags', async () => {
      const all = await run('tags HOST/team/api')
      expect(all).toMatchObject({ code: 0, stdout: '1.10.0\n1.9.0\nlatest\nbuild-10\nbuild-9\n', stderr: '' })
      const some = await run('tags HOST/team/api --filter *-* --limit 1')
      expect(some).toMatchObject({ code: 0, stdout: 'build-10\n', stderr: '! 1 more tag not shown.\n' })
      expect((await run('tags HOST/team/api --all --filter sha256-*')).stdout).toBe(
        `${fallbackTag(amd.manifest.descriptor.digest)}\n`,
      )
      const none = await run('tags HOST/team/signed')
      expect(none).toMatchObject({ code: 0, stdout: '' })
      expect(none.stderr).toContain('--all shows them')
    })

    test('--detail asks for each, what is equal once', async () => {
      const { code, stdout, stderr } = await run('tags HOST/team/api --detail --debug --filter 1.*')
      expect(code).toBe(0)
      const [head, index, image] = stdout.split('\n')
      expect(head).toMatch(/^TAG +DIGEST +SIZE +CREATED +PLATFORMS$/)
      expect(index).toMatch(
        new RegExp(`^1\\.10\\.0 +${short(digestOf(both))} .* linux/amd64 and linux/arm64$`),
      )
      expect(image).toMatch(new RegExp(`^1\\.9\\.0 +${short(digestOf(amd))} .* linux/amd64$`))
      const read = stderr
        .split('\n')
        .filter((line) => line.startsWith(`GET http://${registry.host}/v2/team/api/manifests/`))
      // The index, both that it lists, and of the other tag the one that was not read by then.
      expect(read.length).toBeLessThanOrEqual(4)
      const whole = await run('tags HOST/team/api --detail --json --no-trunc --limit 1')
      const { tags } = JSON.parse(whole.stdout) as TagsReport
      expect(tags).toMatchObject([{ tag: '1.10.0', digest: digestOf(both) }])
      expect(tags[0]?.size).toBeGreaterThan(43_000)
    })

    test('what is not there, and what is no repository', async () => {
      const absent = await run('tags HOST/team/none')
      expect(absent.code).toBe(1)
      expect(absent.stderr).toContain(`There is no repository ${registry.host}/team/none, or no tag in it.`)
      const one = await run('tags HOST/team/api:1.9.0')
      expect(one.code).toBe(2)
      expect(one.stderr).toContain(`promote inspect ${registry.host}/team/api:1.9.0`)
      expect((await run('tags HOST/team/api --filter [')).code).toBe(2)
    })
  })
}

describe('what registries say of all tags at once', () => {
  test("Docker Hub's web API, with no pull", async () => {
    const image = await makeImage()
    const server = await playForTest([dockerHub()])
    server.registry('docker-hub').seed('acme/api', image, ['1.0', '2.0'])
    const { code, stdout } = await runPromote(['tags', 'acme/api', '--json'], {
      cwd: await testFolder(),
      env: server.env,
    })
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as TagsReport
    expect(report).toMatchObject({ details: 'registry', repository: 'docker.io/acme/api' })
    expect(report.tags[0]).toMatchObject({
      digest: digestOf(image),
      platforms: ['linux/amd64'],
      pushed: '2026-10-01T10:00:00.000Z',
    })
    expect(server.lines.some((line) => line.includes('/manifests/'))).toBe(false)
  })

  test("Harbor's API, to who may list; to others it is said, and --detail", async () => {
    const image = await makeImage()
    const password = 'secret of robot$ci'
    const reader = { password, rights: { '*': ['pull', 'artifact:list'] } }
    const server = await playForTest([
      harbor({ accounts: { robot$ci: reader, robot$blind: { password, rights: { '*': ['pull'] } } } }),
    ])
    server.registry('harbor').seed('shop/team/api', image, ['1.0'])
    const cwd = await testFolder()
    await mkdir(path.join(cwd, '.docker'))
    const as = async (user: string) => {
      const auth = Buffer.from(`${user}:${password}`).toString('base64')
      await writeFile(
        path.join(cwd, '.docker', 'config.json'),
        JSON.stringify({ auths: { [server.host]: { auth } } }),
      )
      return runPromote(['tags', `${server.host}/shop/team/api`], { cwd })
    }
    const told = await as('robot$ci')
    expect(told.code).toBe(0)
    expect(told.stdout.split('\n')[1]).toMatch(new RegExp(`^1\\.0 +${short(digestOf(image))} .*linux/amd64$`))
    const blind = await as('robot$blind')
    expect(blind).toMatchObject({ code: 0, stdout: '1.0\n' })
    expect(blind.stderr).toContain('--detail asks for each tag.')
  })
})

test('--detail shows the others where one image is damaged', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  const [good, bad] = [await makeImage({ seed: 'good' }), await makeImage({ seed: 'bad' })]
  registry.seed('team/api', good, ['1.0'])
  registry.seed('team/api', bad, ['2.0'])
  registry.inject({
    fault: { do: 'answer', status: 200, body: '{"no": "manifest"}' },
    method: 'GET',
    path: new RegExp(`/manifests/${digestOf(bad)}`),
  })
  const { code, stdout, stderr } = await runPromote(['tags', `${registry.host}/team/api`, '--detail'], {
    cwd: await testFolder(),
  })
  expect(code).toBe(0)
  expect(stdout.split('\n')[1]).toMatch(/^2\.0 +- +- /)
  expect(stdout.split('\n')[2]).toContain(short(digestOf(good)))
  expect(stderr).toMatch(/^! Could not read the manifest/)
})

describe('long lists', () => {
  /** A registry with 20 pages of 1000 tags, the last of which waits until something was shown. */
  async function longList(): Promise<{ readonly host: string; readonly shown: () => void }> {
    const shown = Promise.withResolvers<void>()
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://x')
      const from = Number(url.searchParams.get('last')?.slice(1) ?? 0)
      const tags = Array.from({ length: 1000 }, (_, at) => `t${from + at + 1}`)
      const isLast = from === 19_000
      void (isLast ? shown.promise : Promise.resolve()).then(() => {
        const next = `</v2/big/list/tags/list?n=1000&last=t${from + 1000}>; rel="next"`
        response.writeHead(200, { 'content-type': 'application/json', ...(isLast ? {} : { link: next }) })
        response.end(JSON.stringify({ name: 'big/list', tags }))
      })
    })
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, shown: () => shown.resolve() }
  }

  test.for([['tags'], ['tags', '--no-sort']])(
    '%j of 20,000 shows the first before the last page is there, and all in the end',
    async ([command = '', ...flags]) => {
      const { host, shown } = await longList()
      const { code, stdout } = await runPromote([command, `${host}/big/list`, ...flags], {
        cwd: await testFolder(),
        onSpawn: (child) => child.stdout?.once('data', shown),
      })
      expect(code).toBe(0)
      const lines = stdout.trimEnd().split('\n')
      expect(lines).toHaveLength(20_000)
      expect(lines[0]).toBe('t1')
      expect(lines.at(-1)).toBe('t20000')
    },
  )

  test('a number is of the newest, and without order the first pages are enough', async () => {
    const { host, shown } = await longList()
    const cwd = await testFolder()
    const first = await runPromote(['tags', `${host}/big/list`, '--no-sort', '--limit', '2'], { cwd })
    expect(first).toMatchObject({ code: 0, stdout: 't1\nt2\n' })
    shown()
    const newest = await runPromote(['tags', `${host}/big/list`, '--limit', '2'], { cwd })
    expect(newest).toMatchObject({ code: 0, stdout: 't20000\nt19999\n' })
    expect(newest.stderr).toContain('19998 more tags not shown.')
  })

  test('a hostile list is no end, leads nowhere else, and writes nothing of its own', async () => {
    const server = createServer((request, response) => {
      const isFirst = !request.url?.includes('last=')
      const link = request.url?.includes('/away/')
        ? 'http://192.0.2.1/v2/x/tags/list'
        : '/v2/in/circle/tags/list?last=a'
      response.writeHead(200, { link: `<${link}>; rel="next"` })
      response.end(
        JSON.stringify({ tags: isFirst ? ['1.0', '\u001b[2J', '../x', null, 7, '::error::x'] : ['a'] }),
      )
    })
    server.listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const cwd = await testFolder()
    const circle = await runPromote(['tags', `${host}/in/circle`], { cwd })
    expect(circle.code).toBe(1)
    expect(circle.stderr).toContain('leads in a circle')
    const away = await runPromote(['tags', `${host}/in/away/x`, '--no-sort'], { cwd })
    expect(away.code).toBe(1)
    expect(away.stdout).toBe('1.0\n')
    expect(away.stderr).toContain('a next page on another host, 192.0.2.1')
  })
})
