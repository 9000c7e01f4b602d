import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type DockerDaemon, dockerMissing, startDocker } from '../support/docker.ts'
import { makeImage } from '../support/images.ts'
import { describeWithTools } from '../support/tools.ts'
import { registryOf, setScene, writeLayout } from './scene.ts'

const LONG = { timeout: 60_000 }

describeWithTools(['skopeo', 'distribution'], 'docker', { missing: dockerMissing() }, () => {
  let daemon: DockerDaemon
  beforeAll(async () => {
    daemon = await startDocker()
  }, 60_000)
  afterAll(() => daemon.close(), 60_000)

  test('loads, pushes, and pulls after the promotion what it can save again', LONG, async () => {
    const [from, to] = [await registryOf(), await registryOf()]
    const { folder, tool, promote, digest } = await setScene({
      test: `${from.host}/shop/{image}`,
      prod: `${to.host}/prod/{image}`,
    })
    const docker = (...args: readonly string[]): Promise<string> => tool('docker', ...daemon.flags, ...args)
    const inspect = async (format: string): Promise<string> =>
      (await docker('image', 'inspect', '--format', format, destination)).trim()
    const [source, destination] = [`${from.host}/shop/app:1.0`, `${to.host}/prod/app:1.0`]
    onTestFinished(async () => void (await docker('rmi', '--force', destination)))
    await writeLayout(path.join(folder, 'made'), await makeImage())
    const copy = ['--insecure-policy', 'copy', '--quiet']
    await tool('skopeo', ...copy, 'oci:made:1.0', `docker-archive:in.tar:${source}`)
    await docker('load', '--quiet', '--input', 'in.tar')
    await docker('push', '--quiet', source)
    await promote()
    await docker('rmi', '--force', source)
    await docker('pull', '--quiet', destination)
    const pushed = await digest(`docker://${source}`)
    expect(await inspect('{{join .RepoDigests " "}}')).toBe(`${to.host}/prod/app@${pushed}`)
    await docker('save', '--output', 'out.tar', destination)
    await tool('skopeo', ...copy, 'docker-archive:out.tar', 'oci:out:1.0')
    const layers = async (place: string): Promise<unknown> =>
      JSON.parse(await tool('skopeo', 'inspect', '--config', place)).rootfs
    expect(await layers('oci:out:1.0')).toEqual(await layers('oci:made:1.0'))
  })
})
