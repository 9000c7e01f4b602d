import path from 'node:path'
import { expect, test } from 'vitest'
import { parseManifest } from '../../src/oci/manifest.ts'
import { type CliResult, runPromote, testFolder } from '../support/cli.ts'
import { makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { dockerHub } from '../support/profile-server/plays/docker-hub.ts'
import { playForTest } from '../support/profile-server/profile-server.ts'

/*
 * Who learnt on docker types what docker's documentation shows, with `promote` in place of `docker`, at Docker Hub
 * (played). Lines are docker's own, but for "Platform", "Freed" and the unit of sizes, which docker writes otherwise.
 */

const PASSWORD = 'canary-51c0-password'
const INSECURE = 'WARNING! Using --password via the CLI is insecure. Use --password-stdin.'

/** Docker Hub with nginx on it, and the home of somebody whose account there is `ann`. */
async function scene() {
  const own = await makeImage({
    seed: 'nginx',
    layers: [40_000, 3_000],
    created: '2020-01-01T00:00:00Z',
    platform: { os: 'linux', architecture: process.arch === 'arm64' ? 'arm64' : 'amd64' },
  })
  const other = await makeImage({ seed: 'other', platform: { os: 'linux', architecture: 's390x' } })
  const nginx = makeIndex([own, other])
  const server = await playForTest([
    dockerHub({
      users: { ann: PASSWORD },
      search: [
        {
          name: 'nginx',
          description: 'Official build of Nginx, a web server, a proxy and much else besides.',
          stars: 20_100,
          official: true,
        },
        { name: 'acme/nginx', description: 'An nginx of ours', stars: 9 },
        { name: 'acme/nginx-more', stars: 10 },
      ],
    }),
  ])
  const hub = server.registry('docker-hub')
  hub.seed('library/nginx', nginx, ['1.27', 'latest'])
  hub.seed('library/nginx', own, ['1.26'])
  const cwd = await testFolder()
  // No credential helper of this machine is found.
  const env = { ...server.env, PATH: path.join(cwd, 'bin') }
  const said: CliResult[] = []

  /** What a line came to: its exit code and every line, those of stderr behind. */
  const docker = async (line: string, input?: string) => {
    const words = line.split(' ').slice(1)
    const result = await runPromote(words, { cwd, env, ...(input === undefined ? {} : { input }) })
    said.push(result)
    // How far it is, is said where a line takes long: on a slow machine.
    const stderr = linesOf(result.stderr).filter((one) => !one.startsWith('… '))
    return [result.code, ...linesOf(result.stdout), ...stderr]
  }
  return { own, nginx, hub, cwd, docker, said }
}

const linesOf = (text: string): readonly string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'))
const digestOf = ({ manifest }: TestImage): string => manifest.descriptor.digest
const short = (digest: string): string => digest.slice('sha256:'.length, 'sha256:'.length + 12)

function partsOf(image: TestImage): { readonly id: string; readonly layers: readonly string[] } {
  const manifest = parseManifest(image.manifest)
  if (manifest.kind !== 'image') throw new Error('An index has no layers.')
  return { id: short(manifest.config.digest), layers: manifest.layers.map(({ digest }) => short(digest)) }
}

test("docker's lines do at Docker Hub what docker does, in docker's words", async () => {
  const { own, nginx, hub, cwd, docker, said } = await scene()
  const { id, layers } = partsOf(own)
  const [first, second] = layers
  const platform = `Platform: linux/${process.arch === 'arm64' ? 'arm64' : 'amd64'} (${digestOf(own)})`
  const had = layers.map((layer) => `${layer}: Already exists`)
  const unencrypted = [
    '',
    `WARNING! Your credentials are stored unencrypted in '${path.join(cwd, '.docker', 'config.json')}'.`,
    'Configure a credential helper to remove this warning. See',
    'https://docs.docker.com/go/credential-store/',
    '',
  ]

  // Logging in
  expect(await docker(`docker login -u ann -p ${PASSWORD}`)).toEqual([
    0,
    'Login Succeeded',
    INSECURE,
    ...unencrypted,
  ])
  expect(await docker('docker logout')).toEqual([
    0,
    'Removing login credentials for https://index.docker.io/v1/',
  ])
  expect(await docker('docker login -u ann -p wrong')).toEqual([
    6,
    INSECURE,
    '✖ Could not log in to docker.io as ann: unauthorized: incorrect username or password.',
    '  Check the user name and the password.',
  ])
  expect((await docker('docker login -u ann --password-stdin', `${PASSWORD}\n`)).slice(0, 2)).toEqual([
    0,
    'Login Succeeded',
  ])

  // Pulling: by no tag, by a tag, by a digest, every tag
  expect(await docker('docker pull nginx')).toEqual([
    0,
    'Using default tag: latest',
    'latest: Pulling from library/nginx',
    ...layers.map((layer) => `${layer}: Pull complete`),
    `Digest: ${digestOf(nginx)}`,
    platform,
    'Status: Downloaded newer image for nginx:latest',
    'docker.io/library/nginx:latest',
  ])
  expect(await docker('docker pull nginx:1.27')).toEqual([
    0,
    '1.27: Pulling from library/nginx',
    ...had,
    `Digest: ${digestOf(nginx)}`,
    platform,
    'Status: Downloaded newer image for nginx:1.27',
    'docker.io/library/nginx:1.27',
  ])
  const byDigest = `nginx@${digestOf(nginx)}`
  expect(await docker(`docker pull ${byDigest}`)).toEqual([
    0,
    `docker.io/library/${byDigest}: Pulling from library/nginx`,
    ...had,
    `Digest: ${digestOf(nginx)}`,
    platform,
    `Status: Image is up to date for ${byDigest}`,
    `docker.io/library/${byDigest}`,
  ])
  const everyTag = [
    ...['1.26: Pulling from library/nginx', ...had, `Digest: ${digestOf(own)}`],
    ...['1.27: Pulling from library/nginx', ...had, `Digest: ${digestOf(nginx)}`, platform],
    ...['latest: Pulling from library/nginx', ...had, `Digest: ${digestOf(nginx)}`, platform],
  ]
  expect(await docker('docker pull -a nginx')).toEqual([
    0,
    ...everyTag,
    'Status: Downloaded newer image for nginx',
    'docker.io/library/nginx',
  ])
  expect(await docker('docker pull --all-tags nginx')).toEqual([
    0,
    ...everyTag,
    'Status: Image is up to date for nginx',
    'docker.io/library/nginx',
  ])
  expect(await docker('docker pull -q nginx')).toEqual([0, 'docker.io/library/nginx:latest'])
  expect((await docker('docker pull -a nginx:1.27')).slice(0, 2)).toEqual([
    2,
    "✖ tag can't be used with --all-tags/-a",
  ])

  // Pushing
  expect(await docker('docker tag nginx:1.27 ann/app:1')).toEqual([0])
  expect(await docker('docker push ann/app:1')).toEqual([
    0,
    'The push refers to repository [docker.io/ann/app]',
    `${first}: Mounted from another repository`,
    `${second}: Pushed`,
    `1: digest: ${digestOf(own)} size: ${own.manifest.bytes.byteLength}`,
  ])
  expect(await docker('docker tag nginx ann/app:2')).toEqual([0])
  const all = await docker('docker push -a ann/app')
  expect(all.slice(0, 2)).toEqual([0, 'The push refers to repository [docker.io/ann/app]'])
  expect(all.filter((line) => `${line}`.includes('digest: '))).toEqual(
    ['1', '2'].map((tag) => `${tag}: digest: ${digestOf(own)} size: ${own.manifest.bytes.byteLength}`),
  )
  expect([...(hub.repositories.get('ann/app')?.tags ?? [])]).toEqual([
    ['1', digestOf(own)],
    ['2', digestOf(own)],
  ])
  expect((await docker('docker push ann/app')).slice(0, 4)).toEqual([
    1,
    'Using default tag: latest',
    'The push refers to repository [docker.io/ann/app]',
    '✖ An image does not exist locally with the tag: ann/app:latest',
  ])
  const denied = await docker('docker push nginx:1.27')
  expect(denied.slice(0, 2)).toEqual([6, 'The push refers to repository [docker.io/library/nginx]'])
  expect(denied[2]).toMatch(/^✖ Could not upload .* docker\.io answered 401/)
  expect(denied[3]).toMatch(
    /^ {2}denied: requested access to the resource is denied\. .*`promote login docker\.io`/,
  )

  // What is here
  const row = (repository: string, tag: string): RegExp =>
    new RegExp(`^${repository.padEnd(12)} ${tag.padEnd(9)} ${id}   \\d+ years ago +44\\.\\d kB$`)
  const images = await docker('docker images')
  expect(images.slice(0, 2)).toEqual([
    0,
    expect.stringMatching(/^REPOSITORY {3}TAG {7}IMAGE ID {7}CREATED {7,8}SIZE$/),
  ])
  const rows = [
    ['ann/app', '1'],
    ['ann/app', '2'],
    ['nginx', '<none>'],
    ['nginx', '1.26'],
    ['nginx', '1.27'],
    ['nginx', 'latest'],
  ] as const
  expect(images.slice(2)).toEqual(rows.map(([name, tag]) => expect.stringMatching(row(name, tag))))
  expect(await docker('docker images -q')).toEqual([0, id])

  // Searching
  const head = 'NAME              DESCRIPTION                                     STARS     OFFICIAL'
  const official = 'nginx             Official build of Nginx, a web server, a pro…   20100     [OK]'
  expect(await docker('docker search -f stars=10 nginx')).toEqual([
    0,
    head,
    official,
    'acme/nginx-more                                                   10',
  ])
  expect(await docker('docker search --no-trunc nginx')).toEqual([
    0,
    'NAME              DESCRIPTION                                                             STARS     OFFICIAL',
    'nginx             Official build of Nginx, a web server, a proxy and much else besides.   20100     [OK]',
    'acme/nginx        An nginx of ours                                                        9',
    'acme/nginx-more                                                                           10',
  ])
  expect(await docker('docker search -f is-official=true nginx')).toEqual([
    0,
    'NAME      DESCRIPTION                                     STARS     OFFICIAL',
    'nginx     Official build of Nginx, a web server, a pro…   20100     [OK]',
  ])

  // Leaving
  expect(await docker('docker rmi ann/app:1')).toEqual([0, 'Untagged: ann/app:1', 'Freed: 0 B'])
  const last = await docker(`docker rmi ann/app:2 nginx nginx:1.26 nginx:1.27 ${byDigest}`)
  expect(last.slice(0, 6)).toEqual([
    0,
    'Untagged: ann/app:2',
    'Untagged: nginx:latest',
    'Untagged: nginx:1.26',
    'Untagged: nginx:1.27',
    `Untagged: ${byDigest}`,
  ])
  expect(last).toContain(`Deleted: ${digestOf(own)}`)
  expect((await docker('docker rmi nginx')).slice(0, 2)).toEqual([1, '✖ No such image: nginx'])
  expect(await docker('docker logout')).toEqual([
    0,
    'Removing login credentials for https://index.docker.io/v1/',
  ])
  expect(await docker('docker logout')).toEqual([0, 'Not logged in to https://index.docker.io/v1/'])

  for (const { stdout, stderr } of said) {
    for (const form of [PASSWORD, btoa(PASSWORD), btoa(`ann:${PASSWORD}`)])
      expect(stdout + stderr).not.toContain(form)
  }
})
