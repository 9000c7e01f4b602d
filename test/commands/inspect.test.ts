import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { InspectReport } from '../../src/model/lookup/inspect.ts'
import { cosignTag } from '../../src/oci/referrer-tags.ts'
import { expectValid } from '../report/schemas.ts'
import { promotionFile, runPromote, testFolder } from '../support/cli.ts'
import { startFaultRegistry } from '../support/fault-registry/registry.ts'
import { makeArtifact, makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'
import { pushToRegistry } from '../support/push.ts'
import { describeWith, type RunningRegistry, startRegistry } from '../support/real-registries.ts'

const digestOf = ({ manifest }: TestImage): string => manifest.descriptor.digest
const short = (digest: string): string => digest.slice('sha256:'.length, 'sha256:'.length + 12)
const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`

for (const kind of ['distribution3', 'ociserver'] as const) {
  describeWith(kind, `inspect on a real ${kind}`, () => {
    let registry: RunningRegistry
    let amd: TestImage
    let arm: TestImage
    let both: TestImage
    let signature: TestImage
    let legacy: TestImage

    beforeAll(async () => {
      registry = await startRegistry(kind)
      amd = await makeImage({ seed: 'amd', layers: [40_000, 3_000], labels: { team: 'shop\u001b[2J' } })
      arm = await makeImage({ seed: 'arm', platform: { os: 'linux', architecture: 'arm64' } })
      both = makeIndex([amd, arm])
      const digest = both.manifest.descriptor
      signature = makeArtifact({
        content: 'signature',
        artifactType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
        subject: both,
      })
      legacy = makeArtifact({ content: 'legacy' })
      await pushToRegistry(registry.host, 'test/api', both, ['1.5.0', 'latest'])
      await pushToRegistry(registry.host, 'prod/api', amd, ['1.4.0'])
      await pushToRegistry(registry.host, 'test/api', signature, [])
      await pushToRegistry(registry.host, 'test/api', legacy, [cosignTag(digest.digest, 'sig') ?? ''])
    })

    afterAll(() => registry.close())

    const run = async (line: string, cwd?: string) =>
      runPromote(line.replaceAll('HOST', registry.host).split(' '), { cwd: cwd ?? (await testFolder()) })

    test('shows what it is made of, what it says, and how it is pulled', async () => {
      const { code, stdout, stderr } = await run('inspect HOST/test/api --platform linux/amd64')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      const lines = stdout.replaceAll(registry.host, 'HOST').split('\n')
      expect(lines[0]).toBe('HOST/test/api:latest')
      expect(stdout).toMatch(new RegExp(`^  digest +${digestOf(both)}$`, 'm'))
      expect(stdout).toMatch(new RegExp(` linux/amd64 .* 2 +${short(digestOf(amd))}\n`))
      expect(stdout).toMatch(new RegExp(` linux/arm64 .*${short(digestOf(arm))}\n`))
      expect(stdout).toContain('  team=shop\ufffd[2J')
      expect(stdout).toMatch(
        new RegExp(`signature +${short(digestOf(legacy))} +of ${short(digestOf(both))} `),
      )
      expect(lines).toContain('  docker    docker pull HOST/test/api:latest')
      expect(lines).toContain('  podman    podman pull HOST/test/api:latest')
      expect(lines).toContain('  promote   promote pull HOST/test/api:latest')
      expect((await run('image inspect HOST/test/api:1.5.0')).stdout).toContain(digestOf(both))
    })

    test('--json is all of it', async () => {
      const { code, stdout } = await run(
        `inspect HOST/test/api@${digestOf(both)} --json --platform linux/arm64`,
      )
      expect(code).toBe(0)
      const report = JSON.parse(stdout) as InspectReport
      expectValid('inspect', report)
      expect(report).toMatchObject({
        tag: null,
        digest: digestOf(both),
        config: { platform: 'linux/arm64' },
        standings: null,
        pull: [{ command: `docker pull ${registry.host}/test/api@${digestOf(both)}` }, {}, {}],
      })
      expect(report.platforms[0]?.layers).toHaveLength(2)
      const blobs = report.platforms.flatMap(({ layers }) => layers.map(({ size }) => size))
      expect(report.size).toBeGreaterThan(blobs.reduce((sum, size) => sum + size, 0))
      if (kind === 'ociserver') {
        expect(report.referrers.map(({ digest }) => digest)).toContain(digestOf(signature))
      }
    })

    test('--raw and --config are what is stored, byte for byte', async () => {
      expect(sha256((await run('inspect --raw HOST/test/api:1.5.0')).stdout)).toBe(digestOf(both))
      const one = await run('inspect --raw HOST/test/api:1.5.0 --platform linux/arm64')
      expect(sha256(one.stdout)).toBe(digestOf(arm))
      const config = await run('inspect --config HOST/test/api:1.5.0 --platform linux/arm64')
      expect(sha256(config.stdout)).toBe(JSON.parse(one.stdout).config.digest)
      const refused = await run('inspect --raw --json HOST/test/api:1.5.0')
      expect(refused.code).toBe(2)
    })

    test('where it stands in the environments of a promotion file, or in none', async () => {
      const cwd = await testFolder({ 'promotion.yaml': promotionFile(registry.host, { api: '1.*' }) })
      const { code, stdout } = await run('inspect HOST/test/api:1.5.0', cwd)
      expect(code).toBe(0)
      expect(stdout).toMatch(
        /environments\n +\S test +it is current: 1\.5\.0\n +\S prod +it is not there, current is 1\.4\.0\n/,
      )
      const other = await run('inspect HOST/prod/api:1.4.0 --json', cwd)
      // The image of one platform is in the index of test, too.
      expect((JSON.parse(other.stdout) as InspectReport).standings).toMatchObject([
        { environment: 'test', state: 'present', tag: '1.5.0' },
        { environment: 'prod', state: 'current', tag: '1.4.0' },
      ])
      await writeFile(path.join(cwd, 'promotion.yaml'), 'version: 1\nenvironments: 3\n')
      expect((await run('inspect HOST/test/api:1.5.0', cwd)).code).toBe(0)
    })

    test('what is not there', async () => {
      const absent = await run('inspect HOST/test/api:9')
      expect(absent.code).toBe(1)
      expect(absent.stderr).toContain(`There is no image ${registry.host}/test/api:9.`)
      expect(absent.stderr).toContain(`promote tags ${registry.host}/test/api`)
      const other = await run('inspect HOST/test/api:1.5.0 --platform linux/s390x')
      expect(other.code).toBe(1)
      expect(other.stderr).toContain('It has linux/amd64, linux/arm64.')
      const moved = await run(`inspect HOST/test/api:latest@${digestOf(amd)}`)
      expect(moved.code).toBe(1)
      expect(moved.stderr).toContain(`holds ${digestOf(both)}`)
    })

    test('a folder is looked at as a registry is', async () => {
      const cwd = await testFolder()
      expect((await run('copy HOST/test/api:1.5.0 oci:./api', cwd)).code).toBe(0)
      const { code, stdout } = await run('inspect oci:./api:1.5.0 --json', cwd)
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ digest: digestOf(both), pull: [], pullLimit: null })
      expect((await run('tags oci:./api', cwd)).stdout).toBe('1.5.0\n')
      expect((await readFile(path.join(cwd, 'api', 'index.json'), 'utf8')).length).toBeGreaterThan(0)
    })
  })
}

test('Docker Hub says how many pulls are left', async () => {
  const server = await playForTest([dockerHub({ pulls: 50 })])
  server.registry('docker-hub').seed('library/nginx', await makeImage(), ['1.27'])
  const { code, stdout } = await runPromote(['inspect', 'nginx:1.27'], {
    cwd: await testFolder(),
    env: server.env,
  })
  expect(code).toBe(0)
  expect(stdout.split('\n')[0]).toBe('nginx:1.27')
  expect(stdout).toMatch(/ pulls +49 of 50 left in 6 h, counted for 198\.51\.100\.7\n/)
  expect(stdout).toContain('  podman    podman pull docker.io/library/nginx:1.27\n')
})

test('what cannot be read beside the image is said, and the image is shown', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.close())
  const image = await makeImage()
  registry.seed('team/api', image, ['1.0'])
  registry.inject({
    fault: { do: 'answer', status: 403, body: '{"errors":[{"code":"DENIED","message":"no \\u001b[2J"}]}' },
    method: 'GET',
    path: /\/(?:referrers|blobs)\//,
  })
  const { code, stdout } = await runPromote(['inspect', `${registry.host}/team/api:1.0`], {
    cwd: await testFolder(),
  })
  expect(code).toBe(0)
  expect(stdout).toContain(digestOf(image))
  expect(stdout).toMatch(/^! Could not /m)
  expect(stdout).not.toContain('\u001b')
})
