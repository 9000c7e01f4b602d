import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hexOf } from '../../src/oci/digest.ts'
import { parseManifest } from '../../src/oci/manifest.ts'
import { type CliResult, makeFolder, runPromote, testFolder } from '../support/cli.ts'
import { allBlobsOf, makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { pushToRegistry } from '../support/push.ts'
import { type RunningRegistry, startRegistry } from '../support/real-registries.ts'

let registry: RunningRegistry
let amd: TestImage
let arm: TestImage
let both: TestImage

beforeAll(async () => {
  registry = await startRegistry('distribution3')
  amd = await makeImage({ seed: 'amd', layers: [40_000, 3_000] })
  arm = await makeImage({ seed: 'arm', platform: { os: 'linux', architecture: 'arm64' } })
  both = makeIndex([amd, arm])
  await pushToRegistry(registry.host, 'team/api', both, ['1.5.0', 'latest'])
  await pushToRegistry(registry.host, 'team/api', amd, ['1.4.0'])
  await pushToRegistry(registry.host, 'team/arm', arm, ['1.0'])
})

afterAll(() => registry.close())

/** A folder that is the home of the runs in it, and runs there: `HOST` stands for the registry. */
async function home(): Promise<{
  readonly folder: string
  readonly run: (line: string) => Promise<CliResult>
}> {
  const folder = await testFolder()
  const run = (line: string): Promise<CliResult> =>
    runPromote(line.replaceAll('HOST', registry.host).split(' '), { cwd: folder })
  return { folder, run }
}

/** The lines of what was printed, the registry's host as HOST. */
function linesOf({ stdout }: CliResult): readonly string[] {
  return stdout.replaceAll(registry.host, 'HOST').trimEnd().split('\n')
}

const short = (digest: string): string => digest.slice('sha256:'.length, 'sha256:'.length + 12)
const digestOf = ({ manifest }: TestImage): string => manifest.descriptor.digest

function layersOf(image: TestImage): readonly string[] {
  const parsed = parseManifest(image.manifest)
  return parsed.kind === 'image' ? parsed.layers.map(({ digest }) => short(digest)) : []
}

function idOf(image: TestImage): string {
  const parsed = parseManifest(image.manifest)
  return parsed.kind === 'image' ? short(parsed.config.digest) : short(digestOf(image))
}

const machine = process.arch === 'arm64' ? 'arm64' : 'amd64'
const own = (): TestImage => (machine === 'arm64' ? arm : amd)

describe('pull', () => {
  test('without a tag takes latest, of several platforms that of this machine, and says what docker says', async () => {
    const { run } = await home()
    const first = await run('pull HOST/team/api')
    expect(first.code).toBe(0)
    expect(linesOf(first)).toEqual([
      'Using default tag: latest',
      'latest: Pulling from team/api',
      ...layersOf(own()).map((layer) => `${layer}: Pull complete`),
      `Digest: ${digestOf(both)}`,
      `Platform: linux/${machine} (${digestOf(own())})`,
      'Status: Downloaded newer image for HOST/team/api:latest',
      'HOST/team/api:latest',
    ])
    const again = await run('pull HOST/team/api:latest')
    expect(linesOf(again)).toEqual([
      'latest: Pulling from team/api',
      ...layersOf(own()).map((layer) => `${layer}: Already exists`),
      `Digest: ${digestOf(both)}`,
      `Platform: linux/${machine} (${digestOf(own())})`,
      'Status: Image is up to date for HOST/team/api:latest',
      'HOST/team/api:latest',
    ])
  })

  test('by digest is listed without a tag, and -q says the name alone', async () => {
    const { run } = await home()
    const pulled = await run(`pull -q HOST/team/api@${digestOf(amd)}`)
    expect(linesOf(pulled)).toEqual([`HOST/team/api@${digestOf(amd)}`])
    expect(linesOf(await run('images --digests'))[1]).toContain(`<none>    ${digestOf(amd)}   ${idOf(amd)}`)
  })

  test('-a takes every tag, each blob once, and leaves out what has nothing for the platform', async () => {
    const { folder, run } = await home()
    const pulled = await run('pull -a --platform linux/arm64 HOST/team/api')
    expect(pulled.code).toBe(0)
    expect(linesOf(pulled).filter((line) => line.includes('Pulling'))).toEqual([
      '1.5.0: Pulling from team/api',
      'latest: Pulling from team/api',
    ])
    expect(linesOf(pulled)).toContain(
      '! 1.4.0 was left out: HOST/team/api:1.4.0 has no content for linux/arm64.',
    )
    const blobs = await readdir(path.join(folder, '.local/share/promote/images/blobs/sha256'))
    expect(new Set(blobs)).toEqual(
      new Set([hexOf(arm.manifest.descriptor.digest), ...Array.from(allBlobsOf(arm).keys(), hexOf)]),
    )
  })

  test('--platform all keeps the digest, and of one platform that is not there says which are', async () => {
    const { run } = await home()
    expect((await run('pull --platform all HOST/team/api:1.5.0')).code).toBe(0)
    expect(linesOf(await run('images'))[1]).toMatch(
      new RegExp(`^HOST/team/api +1.5.0 +${short(digestOf(both))} `),
    )
    const absent = await run('pull --platform linux/s390x HOST/team/api:1.5.0')
    expect(absent.code).toBe(1)
    expect(absent.stderr).toContain('has no content for linux/s390x.')
    expect(absent.stderr).toContain('It has linux/amd64, linux/arm64.')
  })

  test.each([
    ['pull -a HOST/team/api:1.5.0', 2, "tag can't be used with --all-tags/-a"],
    ['pull HOST/Team/api', 2, 'Repository names are lower case.'],
    ['pull HOST/team/api:not/a/tag', 2, 'not'],
    ['pull --platform amd64 HOST/team/api', 2, '"amd64" is no platform.'],
    ['pull --format docker HOST/team/api', 2, 'it needs --output FILE.tar'],
    ['pull --format docker --output folder HOST/team/api', 2, 'its name has to end in .tar'],
    ['pull oci:folder', 2, 'is a folder, not an image of a registry'],
    ['pull HOST/team/api:9', 1, 'HOST/team/api:9 was not found.'],
    ['pull HOST/team/api:9', 1, 'Nearest there: 1.5.0, 1.4.0, latest.'],
    ['pull HOST/team/arm', 1, 'HOST/team/arm:latest was not found.\n  Nearest there: 1.0.'],
    ['copy HOST/team/arm HOST/copied/arm', 1, 'HOST/team/arm:latest was not found.\n  Nearest there: 1.0.'],
    ['pull HOST/nobody/nothing', 1, 'HOST/nobody/nothing:latest was not found.'],
    ['pull -a HOST/nobody/nothing', 1, 'HOST/nobody/nothing has no tags.'],
    ['pull', 2, ''],
  ])('%s is refused', async (line, code, words) => {
    const { run } = await home()
    const refused = await run(line)
    expect(refused.code).toBe(code)
    expect(refused.stderr.replaceAll(registry.host, 'HOST')).toContain(words)
    expect(linesOf(await run('images'))[0]).toMatch(/^There are no images in /)
  })

  test('--disable-content-trust is taken, and said to change nothing', async () => {
    const { run } = await home()
    const pulled = await run('pull --disable-content-trust HOST/team/api:1.4.0')
    expect(pulled.code).toBe(0)
    expect(pulled.stderr).toContain('digests are checked all the same')
  })
})

describe('push', () => {
  test('sends what tag has named, with its digest, and nothing twice', async () => {
    const { run } = await home()
    await run('pull HOST/team/api:1.4.0')
    expect(await run('tag HOST/team/api:1.4.0 HOST/pushed/api')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    })
    const pushed = await run('push HOST/pushed/api')
    expect(linesOf(pushed)).toEqual([
      'Using default tag: latest',
      'The push refers to repository [HOST/pushed/api]',
      // The small one is sent: asking would cost as much.
      ...layersOf(amd).map(
        (layer, at) => `${layer}: ${at === 0 ? 'Mounted from another repository' : 'Pushed'}`,
      ),
      `latest: digest: ${digestOf(amd)} size: ${amd.manifest.bytes.byteLength}`,
    ])
    await run('tag HOST/pushed/api HOST/pushed/api:2')
    const all = await run('push -a HOST/pushed/api')
    expect(linesOf(all).filter((line) => line.includes('digest:'))).toHaveLength(2)
    // The small one is sent rather than asked for: that costs one round trip less.
    expect(linesOf(all)).toContain(`${layersOf(amd)[0]}: Layer already exists`)
    const head = await fetch(`${registry.url}/v2/pushed/api/manifests/2`, {
      method: 'HEAD',
      headers: { accept: amd.manifest.descriptor.mediaType },
    })
    expect(head.headers.get('docker-content-digest')).toBe(digestOf(amd))
    expect(linesOf(await run('push -q HOST/pushed/api:2'))).toEqual(['HOST/pushed/api:2'])
  })

  test.each([
    ['push HOST/team/api:1.4.0', 1, 'An image does not exist locally with the tag: HOST/team/api:1.4.0'],
    ['push -a HOST/team/api', 1, 'An image does not exist locally with the name: HOST/team/api'],
    ['push -a HOST/team/api:1', 2, "tag can't be used with --all-tags/-a"],
    [`push HOST/team/api@sha256:${'a'.repeat(64)}`, 2, 'cannot push a digest reference'],
    ['push --from nothing.tar HOST/team/api:1', 1, 'There is no folder or file'],
  ])('%s is refused', async (line, code, words) => {
    const { run } = await home()
    const refused = await run(line)
    expect(refused.code).toBe(code)
    expect(refused.stderr.replaceAll(registry.host, 'HOST')).toContain(words)
  })
})

test('push takes --disable-content-trust, and says that it changes nothing', async () => {
  const { run } = await home()
  await run('pull HOST/team/api:1.4.0')
  await run('tag HOST/team/api:1.4.0 HOST/trusted/api:1')
  const pushed = await run('push --disable-content-trust HOST/trusted/api:1')
  expect(pushed.code).toBe(0)
  expect(pushed.stderr).toContain('digests are checked all the same')
})

describe('images, tag and rmi', () => {
  test('an image lasts as long as one name of it, and its content as long as one image', async () => {
    const { folder, run } = await home()
    await run('pull HOST/team/api:1.4.0')
    await run('pull --platform all HOST/team/api:1.5.0')
    await run('image tag HOST/team/api:1.4.0 HOST/other:9')
    expect(
      linesOf(await run('image ls')).map((line) => line.replace(/ +.*months? ago.*| +.*years? ago.*/, '')),
    ).toHaveLength(4)
    const first = await run('rmi HOST/team/api:1.4.0')
    expect(linesOf(first)).toEqual(['Untagged: HOST/team/api:1.4.0', 'Freed: 0 B'])
    const second = await run('image rm HOST/team/api:1.5.0')
    expect(linesOf(second).slice(0, 1)).toEqual(['Untagged: HOST/team/api:1.5.0'])
    expect(linesOf(second)).toContain(`Deleted: ${digestOf(both)}`)
    const last = await run(`rmi ${idOf(amd)}`)
    expect(linesOf(last).slice(0, 2)).toEqual(['Untagged: HOST/other:9', `Deleted: ${digestOf(amd)}`])
    const left = await readdir(path.join(folder, '.local/share/promote/images/blobs/sha256'))
    expect(left).toEqual([])
  })

  test('a name that is not here is said to be that, and a time that is none is not shown', async () => {
    const { run } = await home()
    const timeless = await makeImage({ seed: 'timeless', created: '0001-01-01T00:00:00Z' })
    await pushToRegistry(registry.host, 'team/timeless', timeless, ['1'])
    await run('pull HOST/team/timeless:1')
    expect(linesOf(await run('images'))[1]).toMatch(/^HOST\/team\/timeless +1 +[0-9a-f]{12} +- +\d/)
    const absent = await run('images timeless:1')
    expect({ code: absent.code, lines: linesOf(absent) }).toEqual({
      code: 0,
      lines: [
        'There is no timeless:1 among the images of this machine.',
        'promote images lists all of them.',
      ],
    })
    expect(linesOf(await run('images HOST/team/timeless'))).toHaveLength(2)
  })

  test.each([
    ['rmi nginx', 1, 'No such image: nginx'],
    ['rmi', 2, 'requires at least 1 argument'],
    ['tag nginx HOST/x', 1, 'No such image: nginx'],
    ['tag nginx oci:x', 2, 'is a folder'],
  ])('%s is refused', async (line, code, words) => {
    const { run } = await home()
    const refused = await run(line)
    expect(refused.code).toBe(code)
    expect(refused.stderr).toContain(words)
  })
})

describe('copy', () => {
  test('goes by digest from registry to registry and to a folder, with every platform', async () => {
    const { folder, run } = await home()
    const copied = await run('copy HOST/team/api:1.5.0 HOST/copied/api')
    expect(linesOf(copied)).toEqual([
      'HOST/team/api → HOST/copied/api',
      `  1.5.0   ${short(digestOf(both))}   ${allBlobsOf(both).size} mounted, 0 copied (0 B), 0 already there`,
    ])
    await run('copy -a HOST/copied/api oci:copied')
    const index = JSON.parse(await readFile(path.join(folder, 'copied', 'index.json'), 'utf8'))
    expect(index.manifests).toMatchObject([
      { digest: digestOf(both), annotations: { 'org.opencontainers.image.ref.name': '1.5.0' } },
    ])
  })
})

test('an XDG data folder of ones own is used', async () => {
  const folder = await makeFolder({})
  const env = { XDG_DATA_HOME: path.join(folder, 'own') }
  await runPromote(['pull', `${registry.host}/team/arm:1.0`], { cwd: folder, env })
  expect(await readdir(path.join(folder, 'own', 'promote', 'images'))).toContain('index.json')
})
