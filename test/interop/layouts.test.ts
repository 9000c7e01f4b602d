import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openLayout } from '../../src/layout/layout-store.ts'
import { makeArtifact, makeImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'
import { describeWithTools } from '../support/tools.ts'
import { registryOf, setScene, writeLayout } from './scene.ts'

const LONG = { timeout: 60_000 }
const folders = { test: 'oci:test/{image}', prod: 'oci:prod/{image}' }

describeWithTools(['skopeo', 'umoci', 'distribution'], 'layouts of umoci and skopeo', {}, () => {
  test('what umoci built is promoted between layouts, and umoci unpacks it', LONG, async () => {
    const { folder, tool, promote, digest } = await setScene(folders)
    await tool('mkdir', 'test')
    await tool('umoci', 'init', '--layout', 'test/app')
    await tool('umoci', 'new', '--image', 'test/app:1.0')
    await writeFile(path.join(folder, 'hello'), 'from umoci')
    await tool('umoci', 'insert', '--rootless', '--image', 'test/app:1.0', 'hello', '/hello')
    await promote()
    expect(await tool('umoci', 'ls', '--layout', 'prod/app')).toBe('1.0\n')
    await tool('umoci', 'unpack', '--rootless', '--image', 'prod/app:1.0', 'bundle')
    expect(await readFile(path.join(folder, 'bundle', 'rootfs', 'hello'), 'utf8')).toBe('from umoci')
    expect(await digest('oci:prod/app:1.0')).toBe(await digest('oci:test/app:1.0'))
  })

  test(
    'a layout that skopeo wrote is promoted to a registry, and back into one that it reads',
    LONG,
    async () => {
      const { host } = await registryOf()
      const { folder, tool, promote, digest } = await setScene({ ...folders, prod: `${host}/prod/{image}` })
      const image = await makeImage()
      await writeLayout(path.join(folder, 'made'), image)
      await tool('mkdir', 'test')
      await tool('skopeo', '--insecure-policy', 'copy', '--quiet', 'oci:made:1.0', 'oci:test/app:1.0')
      await promote()
      const pushed = image.manifest.descriptor.digest
      expect(await digest(`docker://${host}/prod/app:1.0`)).toBe(pushed)
      const back = await setScene({ test: `${host}/prod/{image}`, prod: 'oci:out/{image}' })
      await back.promote()
      expect(await back.digest('oci:out/app:1.0')).toBe(pushed)
    },
  )

  test(
    'an image in the format of docker is read from a layout by none of them, from a registry by skopeo',
    LONG,
    async () => {
      const { host } = await registryOf()
      const { folder, tool, promote, digest } = await setScene({ ...folders, prod: `${host}/prod/{image}` })
      const image = await makeImage({ mediaTypes: 'docker' })
      await writeLayout(path.join(folder, 'test', 'app'), image)
      await expect(digest('oci:test/app:1.0')).rejects.toThrow('no descriptor found')
      await expect(
        tool('umoci', 'unpack', '--rootless', '--image', 'test/app:1.0', 'bundle'),
      ).rejects.toThrow('MediaTypeImageManifest')
      await promote()
      expect(await digest(`docker://${host}/prod/app:1.0`)).toBe(image.manifest.descriptor.digest)
    },
  )
})

describeWithTools(['skopeo', 'regctl', 'oras'], 'referrers in layouts', {}, () => {
  test('are found by regctl and by oras', LONG, async () => {
    const { folder, tool, promote } = await setScene(folders)
    const image = await makeImage()
    const report = makeArtifact({ subject: image })
    const layout = openLayout(path.join(folder, 'test', 'app'))
    await pushImage(layout, image, ['1.0'])
    await pushImage(layout, report)
    await promote()
    const wanted = report.manifest.descriptor.digest
    const byTag = await tool('regctl', 'artifact', 'list', '--format', '{{json .}}', 'ocidir://prod/app:1.0')
    expect(byTag).toContain(wanted)
    const byList = await tool('oras', 'discover', '--format', 'json', '--oci-layout', 'prod/app:1.0')
    expect(byList).toContain(wanted)
    const held = await tool('regctl', 'image', 'digest', 'ocidir://prod/app:1.0')
    expect(held.trim()).toBe(image.manifest.descriptor.digest)
  })
})
