// Makes the two images of the quickstart: real layers, configs and manifests in OCI image layouts.
import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

const OCI = 'application/vnd.oci.image'

/** Writes `api:1.4.2` for one platform and `team/web:2.1.0` for two, as a build would have pushed them to dev. */
export async function makeImages(folder: string): Promise<void> {
  const api = new Layout(path.join(folder, 'api'))
  api.tag(await api.image('amd64', '1.4.2', 'the api'), '1.4.2')
  const web = new Layout(path.join(folder, 'team', 'web'))
  const children = await Promise.all(
    ['amd64', 'arm64'].map((architecture) => web.image(architecture, '2.1.0', 'the web page')),
  )
  const platforms = ['amd64', 'arm64'].map((architecture) => ({ platform: { os: 'linux', architecture } }))
  const manifests = children.map((child, index) => ({ ...child, ...platforms[index] }))
  web.tag(web.json({ schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests }), '2.1.0')
}

/** An OCI image layout under construction. */
class Layout {
  readonly #folder: string
  readonly #manifests: object[] = []

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(path.join(folder, 'blobs', 'sha256'), { recursive: true })
    writeFileSync(path.join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  }

  /** An image with one layer that holds one file. */
  async image(architecture: string, version: string, text: string): Promise<Descriptor> {
    const archive = pack()
    archive.entry(
      { name: 'app/hello.txt', mtime: new Date(0) },
      `This is ${text}, ${version}, for ${architecture}.\n`,
    )
    archive.finalize()
    const tar = await buffer(archive)
    const config = {
      architecture,
      os: 'linux',
      config: { Labels: { 'org.opencontainers.image.version': version }, Cmd: ['/app/hello.txt'] },
      rootfs: { type: 'layers', diff_ids: [digestOf(tar)] },
    }
    return this.json({
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: this.blob(Buffer.from(JSON.stringify(config)), `${OCI}.config.v1+json`),
      layers: [this.blob(gzipSync(tar), `${OCI}.layer.v1.tar+gzip`)],
    })
  }

  json(document: { readonly mediaType: string; readonly [field: string]: unknown }): Descriptor {
    return this.blob(Buffer.from(JSON.stringify(document)), document.mediaType)
  }

  blob(bytes: Buffer, mediaType: string): Descriptor {
    const digest = digestOf(bytes)
    writeFileSync(path.join(this.#folder, 'blobs', ...digest.split(':')), bytes)
    return { mediaType, digest, size: bytes.length }
  }

  tag(descriptor: Descriptor, tag: string): void {
    this.#manifests.push({ ...descriptor, annotations: { 'org.opencontainers.image.ref.name': tag } })
    const index = { schemaVersion: 2, mediaType: `${OCI}.index.v1+json`, manifests: this.#manifests }
    writeFileSync(path.join(this.#folder, 'index.json'), JSON.stringify(index))
  }
}

function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
