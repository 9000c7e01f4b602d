import { expect, test } from 'vitest'
import { fallbackTag } from '../../../src/oci/referrer-tags.ts'
import { runPromote, testFolder } from '../../support/cli.ts'
import { makeArtifact, makeImage, makeIndex, type TestImage } from '../../support/images.ts'
import { dockerHub } from '../../support/profile-server/plays/docker-hub.ts'
import { quay } from '../../support/profile-server/plays/quay.ts'
import { playForTest } from '../../support/profile-server/profile-server.ts'

/*
 * Docker Hub counts each GET of a manifest as a pull, so planning looks tags up by HEAD and reads the manifests alone of
 * what has to move.
 */

const ARM = { os: 'linux', architecture: 'arm64' }
const users = { acme: 'secret of acme' }
const route = ['--from', 'test', '--to', 'prod', '--dry-run', '--json'] as const

async function madeImages() {
  const of = async (seed: string): Promise<TestImage> =>
    makeIndex([await makeImage({ seed }), await makeImage({ seed, platform: ARM })])
  const web = await of('web')
  return {
    old: await of('old'),
    api: await of('api'),
    web,
    plain: await makeImage({ seed: 'plain' }),
    signature: makeArtifact({ content: 'signature' }),
    sbom: makeArtifact({ content: 'sbom', subject: web }),
  }
}

const DESTINATIONS = { hub: 'docker.io/acme/prod-{image}', quay: 'quay.io/acme/{image}' } as const

async function scene(destination: keyof typeof DESTINATIONS, more = '') {
  const server = await playForTest([dockerHub({ users }), quay({ users })])
  const hub = server.registry('docker-hub')
  const images = await madeImages()
  const { api, web, plain } = images
  hub.seed('acme/test-api', api, ['1.4.2'])
  hub.seed('acme/test-web', web, ['2.0.0'])
  hub.seed('acme/test-plain', plain, ['3.0.0'])
  const seed = (name: string, image: TestImage, tags: readonly string[]): void =>
    destination === 'hub'
      ? hub.seed(`acme/prod-${name}`, image, tags)
      : server.registry('quay').seed(`acme/${name}`, image, tags)
  const auth = Buffer.from('acme:secret of acme').toString('base64')
  const cwd = await testFolder({
    'promotion.yaml': [
      'version: 1',
      'project: shop',
      'environments:',
      '  - { name: test, repository: "docker.io/acme/test-{image}" }',
      `  - { name: prod, repository: "${DESTINATIONS[destination]}"${more} }`,
      'images:',
      '  - { name: api, select: ["1.4.2"], platforms: [linux/amd64, linux/arm64] }',
      '  - { name: web, select: { semver: ">=2" } }',
      '  - { name: plain, select: ["3.*"], platforms: [linux/amd64] }',
      '',
    ].join('\n'),
    'config.json': JSON.stringify({
      auths: { 'https://index.docker.io/v1/': { auth }, 'quay.io': { auth } },
    }),
  })
  const promote = async (...args: readonly string[]) => {
    server.clearRequests()
    const { code, stdout, stderr } = await runPromote(args, {
      cwd,
      env: { ...server.env, DOCKER_CONFIG: cwd },
    })
    return { code, stdout, stderr }
  }
  const asked = (method: string): readonly string[] =>
    server.requests.flatMap((one) =>
      // The first request of a host is answered with a challenge.
      one.host === 'registry-1.docker.io' &&
      one.status !== 401 &&
      one.method === method &&
      one.path.includes('/manifests/')
        ? [one.path.replace('/v2/acme/', '')]
        : [],
    )
  return { server, hub, images, seed, promote, asked, pulls: () => asked('GET'), looks: () => asked('HEAD') }
}

const inStep = async (destination: keyof typeof DESTINATIONS, more = '') => {
  const made = await scene(destination, more)
  const { images, seed } = made
  seed('api', images.api, ['1.4.2'])
  seed('web', images.web, ['2.0.0'])
  seed('plain', images.plain, ['3.0.0'])
  return made
}

test.for(['hub', 'quay'] as const)(
  'where everything is in step no look at Docker Hub is a pull; prod is on %s',
  async (destination) => {
    const { promote, pulls, looks, hub, images, seed } = await inStep(destination)
    for (const name of ['test-web', 'prod-web']) {
      const tag = `${fallbackTag(images.web.manifest.descriptor.digest)}.sig`
      if (name === 'test-web') hub.seed('acme/test-web', images.signature, [tag])
      else seed('web', images.signature, [tag])
    }
    const dry = await promote(...route)
    expect(dry).toMatchObject({ code: 0 })
    expect(kindsIn(dry.stdout)).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(pulls()).toEqual([])
    expect(new Set(looks()).size).toBe(looks().length)
    for (const args of [
      ['diff', '--from', 'test', '--to', 'prod'],
      ['diff'],
      ['status'],
      ['plan', '--from', 'test', '--to', 'prod', '-o', 'plan.json'],
      ['apply', 'plan.json'],
      ['--from', 'test', '--to', 'prod', '--yes'],
    ]) {
      const ran = await promote(...args)
      expect({ args, ...ran, pulls: pulls() }).toMatchObject({ code: 0, pulls: [] })
    }
  },
)

test('what has to move is read once, each manifest of it, and what it replaces is not', async () => {
  const { promote, pulls, looks, images, seed } = await inStep('hub')
  seed('api', images.old, ['1.4.1', '1.4.2'])
  const dry = await promote(...route)
  expect(dry).toMatchObject({ code: 0 })
  expect(kindsIn(dry.stdout)).toEqual(['copy', 'unchanged', 'unchanged'])
  const { descriptor } = images.api.manifest
  const digests = [
    descriptor.digest,
    ...images.api.children.map(({ manifest }) => manifest.descriptor.digest),
  ]
  expect(pulls().toSorted()).toEqual(digests.map((digest) => `test-api/manifests/${digest}`).toSorted())
  // Two tags of each image, and whether prod has the content of the one that moves under another tag.
  expect(looks().toSorted()).toEqual(
    [
      ...['api/manifests/1.4.2', 'web/manifests/2.0.0', 'plain/manifests/3.0.0'].flatMap((one) => [
        `test-${one}`,
        `prod-${one}`,
      ]),
      `prod-api/manifests/${descriptor.digest}`,
    ].toSorted(),
  )
})

test.for([
  ['hub', 'the image itself'],
  ['quay', 'the image itself'],
  ['quay', 'one platform of it'],
] as const)(
  'prod on %s: a signature of %s that it lacks is found, also where the image is in step',
  async ([destination, subject]) => {
    const { promote, pulls, hub, images } = await inStep(destination)
    const [, arm = images.web] = images.web.children
    const { digest } = (subject === 'the image itself' ? images.web : arm).manifest.descriptor
    const tag = `${fallbackTag(digest)}.sig`
    hub.seed('acme/test-web', images.signature, [tag])
    const dry = await promote(...route)
    expect(kindsIn(dry.stdout)).toEqual(['unchanged', 'unchanged', 'referrers'])
    // At Quay the image is read there; what is new is read in any case.
    const index = `test-web/manifests/${images.web.manifest.descriptor.digest}`
    const { descriptor } = images.signature.manifest
    expect(pulls()).toEqual(
      destination === 'hub'
        ? [index, `test-web/manifests/${tag}`]
        : [`test-web/manifests/${descriptor.digest}`],
    )
  },
)

test('where the promotion file requires kinds, what is in step is read in prod', async () => {
  const { promote, pulls } = await inStep('quay', ', referrers: { require: [sbom] }')
  const dry = await promote(...route)
  expect({ kinds: kindsIn(dry.stdout), pulls: pulls() }).toEqual({
    kinds: ['unchanged', 'unchanged', 'unchanged'],
    pulls: [],
  })
})

test('an image that lacks a platform is told before it moves', async () => {
  const { promote, hub, images } = await scene('hub')
  hub.seed('acme/test-api', images.plain, ['1.4.2'])
  const dry = await promote(...route)
  expect(dry).toMatchObject({ code: 1 })
  expect(`${dry.stdout}${dry.stderr}`).toContain('has no content for linux/arm64')
})

test('an image that is here already is pulled at the cost of its index at most', async () => {
  const { promote, pulls, images } = await scene('hub')
  const [amd64] = images.api.children
  const platform = ['--platform', 'linux/amd64']
  const pull = async (name: string) => {
    expect(await promote('pull', `acme/test-${name}`, ...platform)).toMatchObject({ code: 0 })
    return pulls()
  }
  expect(await pull('plain:3.0.0')).toHaveLength(1)
  expect(await pull('plain:3.0.0')).toEqual([])
  const index = `test-api/manifests/${images.api.manifest.descriptor.digest}`
  expect(await pull('api:1.4.2')).toEqual([index, `test-api/manifests/${amd64?.manifest.descriptor.digest}`])
  expect(await pull('api:1.4.2')).toEqual([index])
})

function kindsIn(stdout: string): readonly string[] {
  const document = JSON.parse(stdout) as { plan: { plan: { steps: { kind: string }[] } } }
  return document.plan.plan.steps.map(({ kind }) => kind)
}
