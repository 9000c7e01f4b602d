import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { runPromote, testFolder } from '../support/cli.ts'
import { type Containers, startContainers } from '../support/containers.ts'
import { type RunningRegistry, startRegistry } from '../support/real-registries.ts'
import { describeWithTools, runTool } from '../support/tools.ts'

const LONG = { timeout: 60_000 }
const tools = ['podman', 'buildah', 'runc', 'skopeo', 'umoci', 'crane', 'go', 'distribution']
const program = path.join(import.meta.dirname, '..', 'containers', 'hello', 'main.go')

describeWithTools(tools, 'images of this machine, and files of them', {}, () => {
  let registry: RunningRegistry
  let containers: Containers
  /** As buildah pushed it, and by its name in the storage of podman. */
  let image: string
  let digest: string
  let id: string

  beforeAll(async () => {
    registry = await startRegistry('distribution3')
    containers = await startContainers({ insecure: [registry.host] })
    image = `${registry.host}/shop/hello:1.0`
    const { work, podman, buildah } = containers
    await promisify(execFile)('go', ['build', '-trimpath', '-o', path.join(work, 'hello'), program], {
      env: { ...process.env, CGO_ENABLED: '0' },
    })
    await writeFile(
      path.join(work, 'Containerfile'),
      'FROM scratch\nCOPY hello /hello\nCOPY Containerfile /\nENTRYPOINT ["/hello"]\n',
    )
    await buildah('bud', '--quiet', '--layers', '--isolation', 'chroot', '--tag', image, work)
    await podman('push', '--quiet', image)
    id = (await podman('image', 'inspect', '--format', '{{.Id}}', image)).trim()
    digest = (
      await skopeo('inspect', '--format', '{{.Digest}}', '--tls-verify=false', `docker://${image}`)
    ).trim()
  }, 120_000)

  afterAll(async () => {
    await containers.close()
    await registry.close()
  }, 60_000)

  const skopeo = (...args: readonly string[]): Promise<string> =>
    runTool(containers.work, 'skopeo', '--insecure-policy', ...args)

  const idOf = async (reference: string): Promise<string> =>
    JSON.parse(await skopeo('inspect', '--raw', '--tls-verify=false', reference)).config.digest

  async function promote(cwd: string, ...args: readonly string[]): Promise<string> {
    const result = await runPromote(args, { cwd })
    if (result.code !== 0) throw new Error(`exit ${result.code}: ${result.stdout}${result.stderr}`)
    return result.stdout
  }

  /** Podman with nothing but what the test loads. */
  async function machine(): Promise<Containers> {
    const empty = await startContainers()
    onTestFinished(() => empty.close(), 60_000)
    return empty
  }

  test(
    'what was pulled skopeo inspects and umoci unpacks, out of a folder and out of the images of this machine',
    LONG,
    async () => {
      const folder = await testFolder()
      await promote(folder, 'pull', image, '--output', 'out')
      await promote(folder, 'pull', image)
      const own = path.join(folder, '.local', 'share', 'promote', 'images')
      for (const [layout, name] of [
        ['out', '1.0'],
        [own, image],
      ]) {
        const seen = JSON.parse(await runTool(folder, 'skopeo', 'inspect', `oci:${layout}:${name}`))
        expect(seen).toMatchObject({ Digest: digest, Architecture: 'amd64' })
      }
      await runTool(folder, 'umoci', 'unpack', '--rootless', '--image', 'out:1.0', 'bundle')
      expect(await readFile(path.join(folder, 'bundle', 'rootfs', 'Containerfile'), 'utf8')).toContain(
        '/hello',
      )
      // A layout without names in it: crane takes what index.json lists.
      await runTool(folder, 'crane', 'push', '--insecure', 'out', `${registry.host}/crane/hello:1.0`)
      expect(await runTool(folder, 'crane', 'digest', '--insecure', `${registry.host}/crane/hello:1.0`)).toBe(
        `${digest}\n`,
      )
    },
  )

  test.for(['docker', 'oci'])('a file of the form %s is loaded by podman, and runs', LONG, async (format) => {
    const folder = await testFolder()
    await promote(folder, 'pull', image, '--output', 'out.tar', '--format', format)
    const { podman } = await machine()
    await podman('load', '--quiet', '-i', path.join(folder, 'out.tar'))
    const shown = '{{.Repository}}:{{.Tag}} {{.ID}}'
    expect(await podman('images', '--no-trunc', '--format', shown)).toBe(`${image} sha256:${id}\n`)
    expect(await podman('run', '--rm', '--quiet', image)).toBe('hello from prod\n')
  })

  test(
    'what podman, skopeo and buildah wrote is pushed: an OCI image with its digest, another with its id',
    LONG,
    async () => {
      const folder = await testFolder()
      await mkdir(path.join(folder, 'files'))
      const file = (name: string): string => path.join(folder, 'files', name)
      const copied = (to: string) =>
        skopeo('copy', '--quiet', '--src-tls-verify=false', `docker://${image}`, to)
      const { podman, buildah } = containers
      const save = (format: string, name: string) =>
        podman('save', '--quiet', '--format', format, '-o', file(name), image)
      await save('docker-archive', 'podman-docker.tar')
      await save('oci-archive', 'podman-oci.tar')
      await save('oci-dir', 'podman-oci-dir')
      await copied(`oci:${file('skopeo-oci')}:1.0`)
      await copied(`oci-archive:${file('skopeo-oci.tar')}:1.0`)
      await copied(`docker-archive:${file('skopeo-docker.tar')}:shop/hello:1.0`)
      await buildah('push', '--quiet', image, `oci:${file('buildah-oci')}:1.0`)
      await buildah('push', '--quiet', image, `oci-archive:${file('buildah-oci.tar')}:1.0`)
      await buildah('push', '--quiet', image, `docker-archive:${file('buildah-docker.tar')}:shop/hello:1.0`)
      const written = [
        'podman-docker.tar',
        'podman-oci.tar',
        'podman-oci-dir',
        'skopeo-oci',
        'skopeo-oci.tar',
        'skopeo-docker.tar',
        'buildah-oci',
        'buildah-oci.tar',
        'buildah-docker.tar',
      ]
      for (const name of written) {
        const target = `${registry.host}/pushed/${name.replace('.', '-')}:1.0`
        const { images } = JSON.parse(await promote(folder, 'push', '--from', file(name), target, '--json'))
        // podman and buildah compress the layers anew: what they wrote says the digest.
        const wanted = name.endsWith('docker.tar')
          ? undefined
          : JSON.parse(await readIndex(file(name))).manifests[0].digest
        if (wanted !== undefined) expect([name, images[0].digest]).toEqual([name, wanted])
        expect([name, await idOf(`docker://${target}`)]).toEqual([name, `sha256:${id}`])
      }
    },
  )

  /** The index.json of a layout, in a folder or in a tar. */
  async function readIndex(layout: string): Promise<string> {
    return layout.endsWith('.tar')
      ? runTool(containers.work, 'tar', '-xOf', layout, 'index.json')
      : readFile(path.join(layout, 'index.json'), 'utf8')
  }
})
