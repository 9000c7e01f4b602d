import { allBlobsOf, nodesOf, readGraph } from '../engine/graph.ts'
import type { Environment } from '../model/config.ts'
import type { LedgerView } from '../model/ledger-queries.ts'
import type { VerifyFinding, VerifyReport } from '../model/result.ts'
import type { Descriptor } from '../oci/descriptor.ts'
import type { Digest } from '../oci/digest.ts'
import type { ContentSource } from '../oci/store.ts'
import { allOrNothing, createLimiter } from '../support/concurrency.ts'
import { PromoteError, toPromoteError } from '../support/errors.ts'
import { findCandidates } from './candidates.ts'
import type { PipelineContext } from './context.ts'
import { readLedgerView } from './current.ts'
import { environmentNamed, locationOf, placeOf } from './places.ts'
import { type WantedImage, wantedImages } from './route.ts'

/** What is to be verified. */
export interface VerifyRequest {
  /** One environment; undefined for all. */
  readonly environment?: string
  readonly images: readonly string[]
  /** Whether every blob is read and hashed, not only every manifest. */
  readonly deep: boolean
}

/**
 * Reads environments again: that each tag holds what the ledger says (or, where the ledger knows nothing of an image,
 * what the file selects), and that its manifests, and under `deep` its blobs, are what their digests say.
 * What is wrong is in the report; only what cannot be read is thrown.
 */
export async function verifyEnvironments(
  context: PipelineContext,
  request: VerifyRequest,
): Promise<VerifyReport> {
  const { config, ledger, signal } = context
  const environments =
    request.environment === undefined ? config.environments : [environmentNamed(config, request.environment)]
  const images = wantedImages(config, request.images)
  const view = await readLedgerView(ledger, { signal })
  const check = contentCheck(config.defaults.concurrency, request.deep)
  const findings = await allOrNothing(
    environments.flatMap((environment) =>
      images.map((wanted) => async (both: AbortSignal) => {
        try {
          return await verifyImage(context, view, environment, wanted, check, both)
        } catch (error) {
          throw toPromoteError(error).with({ image: wanted.rule.name })
        }
      }),
    ),
    signal,
  )
  const all = findings.flat()
  return {
    environments: environments.map((environment) => environment.name),
    deep: request.deep,
    findings: all,
    ok: all.every((finding) => finding.state === 'ok'),
  }
}

interface Expectation {
  readonly repository: string
  readonly tag: string
  readonly digest: Digest
}

async function verifyImage(
  context: PipelineContext,
  view: LedgerView,
  environment: Environment,
  wanted: WantedImage,
  check: ContentCheck,
  signal: AbortSignal,
): Promise<readonly VerifyFinding[]> {
  const expected = await expectations(context, view, environment, wanted, signal)
  return allOrNothing(
    expected.map(({ repository, tag, digest }) => async (both) => {
      const store = context.stores.open(locationOf(context.config, repository))
      const found = (await store.resolve(tag, { signal: both }))?.digest ?? null
      const base = {
        environment: environment.name,
        image: wanted.rule.name,
        repository,
        tag,
        expected: digest,
        found,
      }
      const nothing = { manifests: 0, blobs: 0, bytes: 0 }
      if (found === null) {
        return { ...base, ...nothing, state: 'missing' as const, message: `${repository}:${tag} is gone.` }
      }
      const content = await check(store, found, both)
      if (content.damage !== null) {
        return { ...base, ...content.counts, state: 'damaged' as const, message: content.damage }
      }
      if (found !== digest) {
        const message = `${repository}:${tag} holds ${found}, but the ledger says ${digest}.`
        return { ...base, ...content.counts, state: 'drift' as const, message }
      }
      return { ...base, ...content.counts, state: 'ok' as const, message: null }
    }),
    signal,
  )
}

async function expectations(
  context: PipelineContext,
  view: LedgerView,
  environment: Environment,
  wanted: WantedImage,
  signal: AbortSignal,
): Promise<readonly Expectation[]> {
  const recorded = view.tagsIn(environment.name).flatMap(({ image, repository, tag, digest }) => {
    if (image !== wanted.rule.name || digest === null) return []
    return [{ repository, tag, digest }]
  })
  if (recorded.length > 0) return recorded
  const place = placeOf(context.config, environment, wanted.rule)
  const rule = { ...wanted.rule, optional: true, platforms: [] }
  const store = context.stores.open(place.location)
  const { candidates } = await findCandidates({ ...wanted, rule }, environment, store, { signal })
  return candidates.flatMap(({ tag, descriptor }) =>
    tag === null ? [] : [{ repository: place.text, tag, digest: descriptor.digest }],
  )
}

type ContentCheck = (
  store: ContentSource,
  digest: Digest,
  signal: AbortSignal,
) => Promise<{
  readonly damage: string | null
  readonly counts: { readonly manifests: number; readonly blobs: number; readonly bytes: number }
}>

/** Checks content, each blob of a repository once, whatever number of images share it. */
function contentCheck(concurrency: number, deep: boolean): ContentCheck {
  const limiter = createLimiter(concurrency)
  const read = new Map<string, Promise<void>>()
  const readBlob = (store: ContentSource, blob: Descriptor, signal: AbortSignal): Promise<void> => {
    const key = `${store.name}@${blob.digest}`
    const begun = read.get(key)
    if (begun !== undefined) return begun
    const work = limiter.run(() => drain(store, blob, signal), signal)
    read.set(key, work)
    work.catch(() => undefined)
    return work
  }
  return async (store, digest, signal) => {
    let counts = { manifests: 0, blobs: 0, bytes: 0 }
    try {
      const root = await store.manifest(digest, { signal })
      if (root === undefined) throw new PromoteError('not-found', `${store.name} has no manifest ${digest}.`)
      const graph = await readGraph(store, root.descriptor, { signal, known: root })
      counts = { ...counts, manifests: nodesOf(graph).length }
      if (!deep) return { damage: null, counts }
      const blobs = allBlobsOf(graph)
      await allOrNothing(
        blobs.map((blob) => (both) => readBlob(store, blob, both)),
        signal,
      )
      const bytes = blobs.reduce((sum, blob) => sum + blob.size, 0)
      return { damage: null, counts: { ...counts, blobs: blobs.length, bytes } }
    } catch (error) {
      const { code, message } = toPromoteError(error)
      const isDamage = code === 'content' || code === 'not-found' || code === 'protocol'
      if (!isDamage) throw error
      return { damage: message, counts }
    }
  }
}

/** The store hashes what is read; reading to the end is the check. */
async function drain(store: ContentSource, blob: Descriptor, signal: AbortSignal): Promise<void> {
  for await (const _ of await store.open(blob, { signal }));
}
