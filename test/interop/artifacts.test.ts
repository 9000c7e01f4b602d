import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startCosign } from '../support/cosign.ts'
import { makeImage } from '../support/images.ts'
import { describeWithTools } from '../support/tools.ts'
import { registryOf, type Scene, setScene, writeLayout } from './scene.ts'

const LONG = { timeout: 60_000 }
const plain = '--plain-http'

/** Pushes a chart as `helm push` does: its config type, its layer type, `_` in the tag for the `+` of its version. */
async function pushChart({ folder, tool }: Scene, repository: string): Promise<void> {
  const chart = { apiVersion: 'v2', name: 'app', version: '0.2.0+build.5' }
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(chart))
  await mkdir(path.join(folder, 'app'))
  await writeFile(path.join(folder, 'app', 'Chart.yaml'), JSON.stringify(chart))
  await tool('tar', '-czf', 'app-0.2.0.tgz', 'app')
  await tool(
    'oras',
    'push',
    plain,
    '--config',
    'config.json:application/vnd.cncf.helm.config.v1+json',
    `${repository}:0.2.0_build.5`,
    'app-0.2.0.tgz:application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  )
}

describeWithTools(['oras', 'skopeo', 'distribution'], 'artifacts of oras and helm', {}, () => {
  test('a chart is selected by its version and pulled as it was pushed', LONG, async () => {
    const [from, to] = [await registryOf(), await registryOf()]
    const scene = await setScene({
      test: `${from.host}/charts/{image}`,
      prod: `${to.host}/charts/{image}`,
      select: '{ semver: ">=0.2.0 <1" }',
    })
    await pushChart(scene, `${from.host}/charts/app`)
    await scene.promote()
    const name = '/charts/app:0.2.0_build.5'
    expect(await scene.tool('oras', 'resolve', plain, `${to.host}${name}`)).toBe(
      await scene.tool('oras', 'resolve', plain, `${from.host}${name}`),
    )
    await scene.tool('oras', 'pull', plain, '-o', 'pulled', `${to.host}${name}`)
    const [pushed, pulled] = await Promise.all(
      ['', 'pulled'].map((where) => readFile(path.join(scene.folder, where, 'app-0.2.0.tgz'))),
    )
    expect(pulled).toEqual(pushed)
  })
})

describeWithTools(
  ['oras', 'skopeo', 'cosign', 'regctl', 'distribution', 'ociserver'],
  'what refers to an image',
  {},
  () => {
    for (const [source, destination] of [
      ['distribution3', 'ociserver'],
      ['ociserver', 'distribution3'],
    ] as const) {
      test(`is found by oras, regctl and cosign, from ${source} to ${destination}`, LONG, async () => {
        const [from, to] = [await registryOf(source), await registryOf(destination)]
        const scene = await setScene({ test: `${from.host}/shop/{image}`, prod: `${to.host}/prod/{image}` })
        const { folder, tool } = scene
        const image = await makeImage()
        const { digest } = image.manifest.descriptor
        await writeLayout(path.join(folder, 'made'), image)
        const there = `docker://${from.host}/shop/app:1.0`
        await tool(
          'skopeo',
          '--insecure-policy',
          'copy',
          '--quiet',
          '--dest-tls-verify=false',
          'oci:made:1.0',
          there,
        )
        await writeFile(path.join(folder, 'sbom.json'), '{}')
        const type = 'application/spdx+json'
        const attached = JSON.parse(
          await tool(
            'oras',
            'attach',
            plain,
            '--format',
            'json',
            '--artifact-type',
            type,
            `${from.host}/shop/app:1.0`,
            `sbom.json:${type}`,
          ),
        ) as { readonly digest: string }
        const cosign = await startCosign(folder)
        await cosign.sign(`${from.host}/shop/app@${digest}`, 'bundles')
        await cosign.sign(`${from.host}/shop/app@${digest}`, 'tags')
        await scene.promote()
        const prod = `${to.host}/prod/app`
        expect(await tool('oras', 'discover', plain, '--format', 'json', `${prod}:1.0`)).toContain(
          attached.digest,
        )
        await tool('regctl', 'registry', 'set', '--tls', 'disabled', to.host)
        expect(await tool('regctl', 'artifact', 'list', '--format', '{{json .}}', `${prod}:1.0`)).toContain(
          attached.digest,
        )
        await cosign.verify(`${prod}@${digest}`, 'bundles')
        await cosign.verify(`${prod}@${digest}`, 'tags')
      })
    }
  },
)
