import { execFile } from 'node:child_process'
import { chmod, chown, copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { packInto } from '../package/packed.ts'
import { testFolder } from '../support/cli.ts'
import {
  type Containers,
  describeWithContainers,
  importBase,
  isRootful,
  startContainers,
} from '../support/containers.ts'
import { makeImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'

const run = promisify(execFile)
const root = path.join(import.meta.dirname, '..', '..')

const promotion = `version: 1
environments:
  - { name: test, repository: "oci:test/{image}" }
  - { name: prod, repository: "oci:prod/{image}" }
images:
  - { name: api, select: ["1.0.0"] }
`

describeWithContainers('the image that Containerfile makes', () => {
  let containers: Containers
  let version = ''

  beforeAll(async () => {
    containers = await startContainers()
    const context = path.join(containers.work, 'context')
    await mkdir(context)
    const { file } = await packInto(path.join(containers.work))
    await copyFile(file, path.join(context, path.basename(file)))
    for (const name of ['Containerfile', '.dockerignore'])
      await copyFile(path.join(root, name), path.join(context, name))
    const text = await readFile(path.join(root, 'Containerfile'), 'utf8')
    await importBase(containers, /^FROM (\S+)$/m.exec(text)?.[1] ?? '')
    const quiet = ['--quiet', '--isolation', 'chroot', '--pull-never']
    await containers.buildah('bud', ...quiet, '--tag', 'promote', context)
    version = (JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string })
      .version
  }, 300_000)

  afterAll(() => containers?.close(), 60_000)

  /** A git repository with a promotion file and an image in test; returns its commit. */
  async function checkout(folder: string): Promise<string> {
    await mkdir(folder)
    await writeFile(path.join(folder, 'promotion.yaml'), promotion)
    await pushImage(openLayout(path.join(folder, 'test', 'api')), await makeImage(), ['1.0.0'])
    const git = async (...args: string[]): Promise<string> =>
      (await run('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder }))
        .stdout
    await git('init', '--quiet')
    await git('add', 'promotion.yaml')
    await git('commit', '--quiet', '--message', 'promotion')
    return (await git('rev-parse', 'HEAD')).trim()
  }

  /** The commits that the entries of a ledger name, each once. */
  async function commitsOf(folder: string): Promise<readonly string[]> {
    const lines = (await readFile(path.join(folder, 'promotions.jsonl'), 'utf8')).trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as { run: { commit: string } })
    return [...new Set(entries.map((entry) => entry.run.commit))]
  }

  /** Who owns what a promotion wrote: the ids of users, each once. */
  async function ownersOf(folder: string): Promise<readonly number[]> {
    const written = await readdir(path.join(folder, 'prod'), { recursive: true })
    const files = ['promotions.jsonl', 'prod', ...written.map((name) => path.join('prod', name))]
    const ids = await Promise.all(files.map(async (name) => (await stat(path.join(folder, name))).uid))
    return [...new Set(ids)]
  }

  test('runs promote, as a user that is not root', async () => {
    const said = await containers.podman('run', '--rm', 'promote', '--version')
    expect(said).toContain(`promote/${version} `)
    expect((await containers.podman('run', '--rm', '--entrypoint', 'id', 'promote', '--user')).trim()).toBe(
      '1000',
    )
    expect(await containers.podman('run', '--rm', 'promote')).toContain('USAGE')
  })

  test('promotes in a folder of somebody else who lets it write, and reads its commit', async () => {
    const folder = path.join(containers.work, 'of-somebody-else')
    const commit = await checkout(folder)
    await chmod(folder, 0o777)
    const mounted = ['--rm', '--volume', `${folder}:/work`, 'promote']
    await containers.podman('run', ...mounted, '--from', 'test', '--to', 'prod')
    expect(await commitsOf(folder)).toEqual([commit])
    const owners = await ownersOf(folder)
    if (isRootful) expect(owners).toEqual([1000])
    else expect(owners).not.toContain(process.getuid?.())
    const verified = await containers.podman('run', ...mounted, 'verify', 'prod', '--deep')
    expect(verified).toContain('1.0.0')
  })

  test('writes as whoever docs/install.md says', async () => {
    const line = await documentedLine()
    // Root in a test; somebody without an entry in the image's /etc/passwd, as docker has it, in what is tested.
    const uid = isRootful ? 4321 : process.getuid?.()
    const folder = path.join(containers.work, 'of-the-user')
    const commit = await checkout(folder)
    if (isRootful) await giveTo(folder, 4321)
    const command = line.replace(' diff', ' --from test --to prod')
    const { stderr } = await run('sh', ['-c', command], { cwd: folder, env: containers.env })
    expect(stderr).not.toMatch(/EACCES|✖|warning/i)
    expect(await ownersOf(folder)).toEqual([uid])
    expect(await commitsOf(folder)).toEqual([commit])
  })

  test('a build is sent the package, and nothing else of a built checkout', async () => {
    const context = await testFolder()
    await copyFile(path.join(root, '.dockerignore'), path.join(context, '.dockerignore'))
    for (const name of ['node_modules', '.cache', '.git', 'dist', 'src']) {
      await mkdir(path.join(context, name))
      await writeFile(path.join(context, name, 'file'), '')
    }
    await writeFile(path.join(context, 'promote-1.0.0.tgz'), '')
    await writeFile(path.join(context, 'Containerfile'), 'FROM scratch\nCOPY . /sent/\nCMD ["none"]\n')
    await containers.buildah('bud', '--quiet', '--isolation', 'chroot', '--tag', 'probe', context)
    const id = (await containers.podman('create', 'probe')).trim()
    const archive = path.join(context, 'probe.tar')
    await containers.podman('export', '--output', archive, id)
    const { stdout } = await run('tar', ['--list', '--file', archive])
    expect(stdout.split('\n').filter((name) => /^sent\/./.test(name))).toEqual(['sent/promote-1.0.0.tgz'])
  })
})

/** The line of docs/install.md for this mode; of the one for docker and root, run by podman as user 4321. */
async function documentedLine(): Promise<string> {
  const lines = (await readFile(path.join(root, 'docs', 'install.md'), 'utf8')).split('\n')
  const wanted = isRootful ? 'docker run ' : 'podman run '
  const line = lines.find((one) => one.startsWith(wanted)) ?? ''
  expect(line).toContain('--user "$(id -u):$(id -g)"')
  if (!isRootful) return line
  return line.replace('docker run', 'podman run --passwd=false').replace('$(id -u):$(id -g)', '4321:4321')
}

async function giveTo(folder: string, id: number): Promise<void> {
  for (const name of ['', ...(await readdir(folder, { recursive: true }))])
    await chown(path.join(folder, name), id, id)
}
