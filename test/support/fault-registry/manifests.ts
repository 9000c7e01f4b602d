import { digestOf, isDigest } from '../../../src/oci/digest.ts'
import { blobsOf, parseManifest, type RawManifest, rawManifest } from '../../../src/oci/manifest.ts'
import { bareMediaType, MEDIA_TYPES } from '../../../src/oci/media-types.ts'
import { isTag } from '../../../src/oci/reference.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { type ImmutableWay, immutableRefusal, json, refusal, refusesSameDigest } from './answers.ts'
import type { Answer, Exchange } from './exchange.ts'
import type { RegistryState, RepositoryState } from './state.ts'

/** How the registry answers where registries differ. */
export interface ManifestWays {
  /** Whether a manifest whose parts are absent is refused, each named, as distribution does. */
  readonly validate: boolean
  readonly immutable: { readonly tags: (tag: string) => boolean; readonly as: ImmutableWay } | undefined
  /** What DELETE of a tag does. */
  readonly deletesTags: boolean
  /** Whether there is a referrers API; 404 otherwise. */
  readonly referrers: boolean
  /** Tags in one answer, where the client asks for no fewer. */
  readonly pageSize: number
  /** `null`: a repository without tags answers 200 with `"tags": null`; else 404. */
  readonly absentTags: 404 | null
}

/** Answers `/v2/NAME/manifests/REFERENCE`. */
export async function answerManifest(
  exchange: Exchange,
  state: RegistryState,
  ways: ManifestWays,
  place: { readonly repository: string; readonly reference: string },
): Promise<Answer> {
  const repository = state.repositories.get(place.repository)
  const digest = isDigest(place.reference) ? place.reference : repository?.tags.get(place.reference)
  const stored = digest === undefined ? undefined : repository?.manifests.get(digest)
  switch (exchange.record.method) {
    case 'GET':
    case 'HEAD': {
      if (repository === undefined) {
        return refusal(404, { code: 'NAME_UNKNOWN', message: 'repository name not known to registry' })
      }
      if (stored === undefined || digest === undefined || !accepts(exchange, stored.mediaType)) {
        return refusal(404, {
          code: 'MANIFEST_UNKNOWN',
          message: 'manifest unknown',
          detail: place.reference,
        })
      }
      return {
        status: 200,
        headers: {
          'content-type': stored.mediaType,
          'docker-content-digest': digest,
          'content-length': String(stored.bytes.byteLength),
        },
        body: stored.bytes,
      }
    }
    case 'PUT':
      return putManifest(exchange, state.repository(place.repository), ways, place)
    case 'DELETE':
      if (repository === undefined || stored === undefined) {
        return refusal(404, {
          code: 'MANIFEST_UNKNOWN',
          message: 'manifest unknown',
          detail: place.reference,
        })
      }
      return deleteManifest(repository, ways, place.reference)
    default:
      return { status: 405 }
  }
}

async function putManifest(
  exchange: Exchange,
  repository: RepositoryState,
  ways: ManifestWays,
  place: { readonly repository: string; readonly reference: string },
): Promise<Answer> {
  const bytes = await exchange.body()
  const contentType = bareMediaType(exchange.header('content-type') ?? '')
  let manifest: RawManifest
  let parsed: ReturnType<typeof parseManifest>
  try {
    manifest = rawManifest(bytes, contentType)
    parsed = parseManifest(manifest)
  } catch (error) {
    const message = error instanceof PromoteError ? error.message : 'manifest invalid'
    return refusal(400, { code: 'MANIFEST_INVALID', message })
  }
  const { digest, mediaType } = manifest.descriptor
  if (mediaType !== contentType) {
    return refusal(400, {
      code: 'MANIFEST_INVALID',
      message: `mediaType ${mediaType} came as ${contentType}`,
    })
  }
  const byDigest = isDigest(place.reference)
  if (byDigest && digestOf(bytes) !== place.reference) {
    return refusal(400, { code: 'DIGEST_INVALID', message: 'provided digest did not match uploaded content' })
  }
  if (!byDigest && !isTag(place.reference)) {
    return refusal(400, { code: 'TAG_INVALID', message: 'manifest tag did not match URI' })
  }
  const absent =
    parsed.kind === 'index'
      ? parsed.manifests.filter((child) => !repository.manifests.has(child.digest))
      : blobsOf(parsed).filter((blob) => !repository.blobs.has(blob.digest))
  if (ways.validate && absent.length > 0) {
    return refusal(
      400,
      ...absent.map((part) => ({
        code: 'MANIFEST_BLOB_UNKNOWN',
        message: 'blob unknown to registry',
        detail: part.digest,
      })),
    )
  }
  if (!byDigest) {
    const held = repository.tags.get(place.reference)
    const { immutable } = ways
    if (immutable !== undefined && held !== undefined && immutable.tags(place.reference)) {
      if (held !== digest || refusesSameDigest(immutable.as)) {
        return immutableRefusal(immutable.as, place.repository, place.reference)
      }
    }
    repository.tags.set(place.reference, digest)
  }
  repository.manifests.set(digest, { mediaType, bytes })
  return {
    status: 201,
    headers: {
      location: `/v2/${place.repository}/manifests/${digest}`,
      'docker-content-digest': digest,
      ...(ways.referrers && parsed.subject !== undefined ? { 'oci-subject': parsed.subject.digest } : {}),
    },
  }
}

function deleteManifest(repository: RepositoryState, ways: ManifestWays, reference: string): Answer {
  if (!isDigest(reference)) {
    if (!ways.deletesTags) {
      return refusal(405, { code: 'UNSUPPORTED', message: 'The operation is unsupported.' })
    }
    repository.tags.delete(reference)
    return { status: 202 }
  }
  repository.manifests.delete(reference)
  for (const [tag, digest] of repository.tags) if (digest === reference) repository.tags.delete(tag)
  return { status: 202 }
}

/** Answers `/v2/NAME/tags/list`, sorted and paged. OCI distribution spec 1.1, "Listing Tags". */
export function answerTags(
  exchange: Exchange,
  state: RegistryState,
  ways: ManifestWays,
  name: string,
): Answer {
  const all = [...(state.repositories.get(name)?.tags.keys() ?? [])].sort()
  if (all.length === 0) {
    return ways.absentTags === null
      ? json(200, { name, tags: null })
      : refusal(404, { code: 'NAME_UNKNOWN', message: 'repository name not known to registry' })
  }
  const { query } = exchange.record
  const last = query.get('last')
  const rest = last === null ? all : all.filter((tag) => tag > last)
  const asked = query.get('n')
  const size = Math.min(asked === null ? ways.pageSize : Number(asked), ways.pageSize)
  const page = rest.slice(0, size)
  const end = page.at(-1)
  const more = rest.length > page.length && end !== undefined
  const next = `</v2/${name}/tags/list?last=${encodeURIComponent(end ?? '')}&n=${size}>; rel="next"`
  return json(200, { name, tags: page }, more ? { link: next } : {})
}

/** Answers `/v2/NAME/referrers/DIGEST`. OCI distribution spec 1.1, "Listing Referrers". */
export function answerReferrers(
  exchange: Exchange,
  state: RegistryState,
  ways: ManifestWays,
  place: { readonly repository: string; readonly digest: string },
): Answer {
  if (!ways.referrers) return { status: 404, body: new TextEncoder().encode('404 page not found\n') }
  const wanted = exchange.record.query.get('artifactType')
  const manifests = [...(state.repositories.get(place.repository)?.manifests.values() ?? [])].flatMap(
    (stored) => {
      const manifest = rawManifest(stored.bytes, stored.mediaType)
      const parsed = parseManifest(manifest)
      if (parsed.subject?.digest !== place.digest) return []
      const artifactType =
        parsed.artifactType ?? (parsed.kind === 'image' ? parsed.config.mediaType : undefined)
      if (wanted !== null && artifactType !== wanted) return []
      return [{ ...manifest.descriptor, artifactType, annotations: parsed.annotations }]
    },
  )
  return json(
    200,
    { schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex, manifests },
    {
      'content-type': MEDIA_TYPES.ociIndex,
      ...(wanted === null ? {} : { 'oci-filters-applied': 'artifactType' }),
    },
  )
}

/** As distribution has it: without a fitting Accept an OCI manifest is not found. */
function accepts(exchange: Exchange, mediaType: string): boolean {
  const accept = exchange.header('accept')
  if (accept === undefined) return false
  const types = accept.split(',').map(bareMediaType)
  return types.includes(mediaType) || types.includes('*/*')
}
