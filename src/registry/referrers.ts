import type { Descriptor } from '../oci/descriptor.ts'
import { parseManifest, rawManifest } from '../oci/manifest.ts'
import { bareMediaType, MEDIA_TYPES } from '../oci/media-types.ts'
import type { CallOptions, ManifestSource } from '../oci/store.ts'
import { answerError, faultsOf, isObject, jsonOf } from './errors.ts'
import { abortable } from './in-flight.ts'
import { pages } from './pagination.ts'
import type { Repository } from './repository.ts'
import { headerOf, type WireAnswer } from './transport.ts'

/** What one host answered to the first question for referrers; all its repositories share it. */
export interface ReferrersSupport {
  api: boolean | undefined
  asking: Promise<void> | undefined
}

/** Nothing known yet. */
export function unknownReferrersSupport(): ReferrersSupport {
  return { api: undefined, asking: undefined }
}

/**
 * The manifests whose subject this one is: from the referrers API where it answers 200 with an OCI index, else from the
 * tag `ALGORITHM-HEX`. OCI distribution spec 1.1, "Listing Referrers" and "Referrers Tag Schema".
 */
export async function* listReferrers(
  repository: Repository,
  source: ManifestSource,
  support: ReferrersSupport,
  descriptor: Descriptor,
  options: CallOptions = {},
): AsyncGenerator<Descriptor> {
  if (support.api === undefined && support.asking !== undefined)
    await abortable(support.asking, options.signal)
  let listed: readonly Descriptor[] | undefined
  if (support.api === undefined) {
    const asked = Promise.withResolvers<void>()
    support.asking ??= asked.promise
    try {
      listed = await fromApi(repository, support, descriptor, options)
    } finally {
      asked.resolve()
    }
  } else if (support.api) {
    listed = await fromApi(repository, support, descriptor, options)
  }
  yield* listed ?? (await fromTag(source, descriptor, options))
}

async function fromApi(
  repository: Repository,
  support: ReferrersSupport,
  { digest }: Descriptor,
  { signal }: CallOptions,
): Promise<readonly Descriptor[] | undefined> {
  const purpose = repository.purposeOf('list the referrers of', digest)
  const ask = {
    purpose,
    first: repository.url(`referrers/${digest}`),
    headers: { accept: MEDIA_TYPES.ociIndex },
    // A host without the API may lead to a login page elsewhere.
    redirects: 'same-origin' as const,
    signal,
  }
  const found: Descriptor[] = []
  for await (const answer of pages(repository.exchange, repository, ask)) {
    const listed = indexIn(answer)
    if (listed === undefined) {
      if (answer.status === 401 || answer.status === 403) throw answerError(purpose, answer)
      // A repository that does not exist, or one manifest that is refused, says nothing about the host.
      if (!isAboutOne(answer)) support.api ??= false
      return undefined
    }
    support.api = true
    found.push(...listed)
  }
  return found
}

function isAboutOne(answer: WireAnswer): boolean {
  return (
    answer.status === 405 ||
    faultsOf(answer).some(({ code }) => code === 'NAME_UNKNOWN' || code === 'MANIFEST_UNKNOWN')
  )
}

function indexIn({ status, headers, body }: WireAnswer): readonly Descriptor[] | undefined {
  if (status !== 200) return undefined
  const document = jsonOf(body)
  if (!isObject(document)) return undefined
  const type = bareMediaType(headerOf(headers, 'content-type') ?? '')
  if (type !== MEDIA_TYPES.ociIndex && document.mediaType !== MEDIA_TYPES.ociIndex) return undefined
  if (document.manifests === null || document.manifests === undefined) return []
  const parsed = parseManifest(rawManifest(body, MEDIA_TYPES.ociIndex))
  return parsed.kind === 'index' ? parsed.manifests : undefined
}

async function fromTag(
  source: ManifestSource,
  { digest }: Descriptor,
  options: CallOptions,
): Promise<readonly Descriptor[]> {
  const manifest = await source.manifest(digest.replace(':', '-').slice(0, 128), options)
  if (manifest === undefined) return []
  const parsed = parseManifest(manifest)
  return parsed.kind === 'index' ? parsed.manifests : []
}
