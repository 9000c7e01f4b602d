import { onTestFinished } from 'vitest'
import { type CopyReport, createCopyEngine, readBack } from '../../src/engine/copy.ts'
import type { ContentStore } from '../../src/oci/store.ts'
import type { RepositoryAccess } from '../../src/registry/repository/repositories.ts'
import {
  type FaultRegistry,
  type FaultRegistryOptions,
  startFaultRegistry,
} from '../support/fault-registry/registry.ts'
import { allBlobsOf, makeImage, manifestsOf, type TestImage } from '../support/images.ts'
import { type TestClient, type TestClientOptions, testClient } from '../support/registry-client.ts'

/** What a scene differs in from two registries without faults. */
export interface SceneOptions {
  readonly source?: FaultRegistryOptions
  /** `same` puts the destination into the source's registry. */
  readonly destination?: FaultRegistryOptions | 'same'
  readonly client?: TestClientOptions
  readonly image?: TestImage
}

/** An image in `test/api:1.0` of one registry, to be copied to `prod/api`. */
export interface Scene {
  readonly from: FaultRegistry
  readonly to: FaultRegistry
  readonly client: TestClient
  readonly source: ContentStore
  readonly destination: ContentStore
  readonly image: TestImage
  /** Copies by digest and reads back, as a run does before it moves tags. */
  copy(): Promise<CopyReport>
  /** True when the destination holds every byte of the image, and nothing else under its digests. */
  hasAll(): boolean
  /** Tags that the destination repository holds. */
  tags(): readonly string[]
}

/** Sets the scene for one test, and clears it away after it. */
export async function setScene(options: SceneOptions = {}): Promise<Scene> {
  const client = testClient({ retries: 3, timeoutMs: 2000, ...options.client })
  onTestFinished(() => client.close())
  const from = await started(options.source)
  const to = options.destination === 'same' ? from : await started(options.destination)
  const image = options.image ?? (await makeImage({ layers: [40_000, 70_000] }))
  from.seed('test/api', image, ['1.0'])
  const open = (host: string, repository: string, access?: RepositoryAccess): ContentStore =>
    client.repository({ kind: 'registry', host, repository }, access)
  const source = open(from.host, 'test/api')
  const alongside = from === to ? [{ repository: 'test/api', push: false }] : []
  const destination = open(to.host, 'prod/api', { push: true, alongside })
  const held = () => to.repositories.get('prod/api')
  return {
    from,
    to,
    client,
    source,
    destination,
    image,
    async copy() {
      const report = await createCopyEngine(8).copy({
        source,
        destination,
        root: image.manifest.descriptor,
      })
      await readBack(report.graph, destination)
      return report
    },
    hasAll: () =>
      [...allBlobsOf(image)].every(([digest, bytes]) => equal(held()?.blobs.get(digest), bytes)) &&
      manifestsOf(image).every(({ descriptor, bytes }) =>
        equal(held()?.manifests.get(descriptor.digest)?.bytes, bytes),
      ),
    tags: () => [...(held()?.tags.keys() ?? [])],
  }
}

async function started(options: FaultRegistryOptions | undefined): Promise<FaultRegistry> {
  const registry = await startFaultRegistry(options)
  onTestFinished(() => registry.close())
  return registry
}

function equal(found: Uint8Array | undefined, wanted: Uint8Array): boolean {
  return found !== undefined && Buffer.compare(found, wanted) === 0
}

/** Requests of a method whose path fits. */
export function asked(registry: FaultRegistry, method: string, path = /./): FaultRegistry['requests'] {
  return registry.requests.filter((request) => request.method === method && path.test(request.path))
}

/** An error answer's body as registries give it. */
export function faultBody(code: string, message: string, detail?: unknown): string {
  return JSON.stringify({ errors: [{ code, message, detail }] })
}
