import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Containers, startContainers } from '../support/containers.ts'
import { makeImage, makeIndex, type TestImage } from '../support/images.ts'
import { describeWithTools } from '../support/tools.ts'
import { registryOf, type Scene, setScene, writeLayout } from './scene.ts'

const LONG = { timeout: 120_000 }
const withContainers = ['podman', 'buildah', 'runc', 'skopeo', 'crane', 'distribution']

async function betweenRegistries(): Promise<{ scene: Scene; source: string; destination: string }> {
  const [from, to] = [await registryOf(), await registryOf()]
  const scene = await setScene({ test: `${from.host}/shop/{image}`, prod: `${to.host}/prod/{image}` })
  return { scene, source: `${from.host}/shop/app:1.0`, destination: `${to.host}/prod/app:1.0` }
}

async function containersFor(...references: readonly string[]): Promise<Containers> {
  const insecure = references.map((reference) => reference.slice(0, reference.indexOf('/')))
  const containers = await startContainers({ insecure })
  onTestFinished(() => containers.close(), 60_000)
  return containers
}

async function build(containers: Containers, tag: string, ...more: readonly string[]): Promise<void> {
  const file = path.join(containers.work, 'Containerfile')
  await writeFile(file, 'FROM scratch\nCOPY Containerfile /\nLABEL built=here\n')
  await containers.buildah('bud', '--quiet', '--isolation', 'chroot', ...more, '--tag', tag, containers.work)
}

/** Podman keeps the first digest that it knows an image by: it has to have none. */
async function pulledByPodman(containers: Containers, reference: string): Promise<string> {
  await containers.podman('rmi', '--all', '--force')
  await containers.podman('pull', '--quiet', reference)
  return (await containers.podman('image', 'inspect', '--format', '{{.Digest}}', reference)).trim()
}

describeWithTools(withContainers, 'images of podman and buildah', {}, () => {
  for (const format of ['oci', 'v2s2']) {
    test(`what podman pushed as ${format} podman pulls, with its digest`, LONG, async () => {
      const { scene, source, destination } = await betweenRegistries()
      const containers = await containersFor(source, destination)
      await build(containers, source)
      await containers.podman('push', '--quiet', '--format', format, source)
      await scene.promote()
      const pushed = await scene.digest(`docker://${source}`)
      expect(await pulledByPodman(containers, destination)).toBe(pushed)
      expect((await scene.tool('crane', 'digest', '--insecure', destination)).trim()).toBe(pushed)
    })
  }

  test('a list of two platforms that buildah pushed is pulled by podman', LONG, async () => {
    const { scene, source, destination } = await betweenRegistries()
    const containers = await containersFor(source, destination)
    const { buildah } = containers
    await buildah('manifest', 'create', 'both')
    for (const arch of ['amd64', 'arm64']) {
      await build(containers, `localhost/app:${arch}`, '--arch', arch)
      await buildah('manifest', 'add', 'both', `localhost/app:${arch}`)
    }
    await buildah('manifest', 'push', '--all', '--quiet', '--tls-verify=false', 'both', `docker://${source}`)
    await scene.promote()
    expect(await scene.digest(`docker://${destination}`)).toBe(await scene.digest(`docker://${source}`))
    await pulledByPodman(containers, destination)
  })

  test('a tar of docker save goes in by skopeo and comes out for podman load', LONG, async () => {
    const { scene, source, destination } = await betweenRegistries()
    const containers = await containersFor(source, destination)
    await build(containers, 'localhost/app:1.0')
    const tar = path.join(scene.folder, 'saved.tar')
    await containers.podman('save', '--quiet', '--format', 'docker-archive', '-o', tar, 'localhost/app:1.0')
    const copy = ['--insecure-policy', 'copy', '--quiet']
    await scene.tool(
      'skopeo',
      ...copy,
      '--dest-tls-verify=false',
      `docker-archive:${tar}`,
      `docker://${source}`,
    )
    await scene.promote()
    const out = path.join(scene.folder, 'out.tar')
    const name = 'localhost/back:1.0'
    await scene.tool(
      'skopeo',
      ...copy,
      '--src-tls-verify=false',
      `docker://${destination}`,
      `docker-archive:${out}:${name}`,
    )
    const built = await containers.podman('image', 'inspect', '--format', '{{.Id}}', 'localhost/app:1.0')
    await containers.podman('rmi', '--all', '--force')
    await containers.podman('load', '--quiet', '-i', out)
    expect(await containers.podman('image', 'inspect', '--format', '{{.Id}}', name)).toBe(built)
    expect(await scene.digest(`docker://${destination}`)).toBe(await scene.digest(`docker://${source}`))
  })
})

describeWithTools(['skopeo', 'crane', 'distribution'], 'images of skopeo and crane', {}, () => {
  let index: TestImage
  beforeAll(async () => {
    const arm = await makeImage({ seed: 'arm', platform: { os: 'linux', architecture: 'arm64' } })
    index = makeIndex([await makeImage({ seed: 'amd' }), arm])
  })

  test('an index that skopeo copied is copied by it again, with all platforms', LONG, async () => {
    const { scene, source, destination } = await betweenRegistries()
    await writeLayout(path.join(scene.folder, 'in'), index)
    const copy = ['--insecure-policy', 'copy', '--quiet', '--all']
    await scene.tool('skopeo', ...copy, '--dest-tls-verify=false', 'oci:in:1.0', `docker://${source}`)
    await scene.promote()
    await scene.tool('skopeo', ...copy, '--src-tls-verify=false', `docker://${destination}`, 'oci:out:1.0')
    expect(await scene.digest('oci:out:1.0')).toBe(index.manifest.descriptor.digest)
  })

  test('an index that crane pushed is valid to crane', LONG, async () => {
    const { scene, source, destination } = await betweenRegistries()
    await writeLayout(path.join(scene.folder, 'in'), index)
    await scene.tool('crane', 'push', '--insecure', '--index', 'in', source)
    const pushed = await scene.tool('crane', 'digest', '--insecure', source)
    await scene.promote()
    expect(await scene.tool('crane', 'digest', '--insecure', destination)).toBe(pushed)
    expect(await scene.tool('crane', 'validate', '--insecure', '--remote', destination)).toContain('PASS')
  })
})
