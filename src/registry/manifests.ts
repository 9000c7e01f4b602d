import type { Descriptor } from '../oci/descriptor.ts'
import { algorithmOf, type Digest, digestOf, isDigest } from '../oci/digest.ts'
import { type RawManifest, rawManifest } from '../oci/manifest.ts'
import { bareMediaType, isIndexType, isManifestType, MANIFEST_MEDIA_TYPES } from '../oci/media-types.ts'
import type { CallOptions, ManifestSource } from '../oci/store.ts'
import { PromoteError } from '../support/errors.ts'
import { MAX_MANIFEST_BYTES } from '../support/limits.ts'
import { isWebPage, type Purpose, protocolError } from './errors.ts'
import { expectStatus, type Repository } from './repository.ts'
import { type HeaderFields, headerOf, type WireAnswer } from './transport.ts'

const ACCEPT = { accept: MANIFEST_MEDIA_TYPES.join(', ') }

/** Reads the manifests of a repository. OCI distribution spec 1.1, "Pulling manifests". */
export function manifestSource(repository: Repository): ManifestSource {
  const { exchange } = repository
  const manifest = async (
    reference: string,
    { signal }: CallOptions = {},
  ): Promise<RawManifest | undefined> => {
    const purpose = repository.purposeOf('read the manifest', reference)
    const answer = await exchange.ask({
      purpose,
      method: 'GET',
      url: repository.url(`manifests/${reference}`),
      rights: repository.reading,
      headers: ACCEPT,
      maxBytes: MAX_MANIFEST_BYTES,
      signal,
    })
    if (answer.status === 404) return undefined
    return readManifest(purpose, reference, expectStatus(purpose, answer, 200))
  }
  return {
    manifest,
    async resolve(reference, options = {}) {
      const purpose = repository.purposeOf('look up', reference)
      const answer = await exchange.ask({
        purpose,
        method: 'HEAD',
        url: repository.url(`manifests/${reference}`),
        rights: repository.reading,
        headers: ACCEPT,
        signal: options.signal,
      })
      if (answer.status === 404) return undefined
      // Some servers know no HEAD here, and some leave fields out of its answer: the manifest itself tells all.
      if (answer.status === 405) return (await manifest(reference, options))?.descriptor
      expectStatus(purpose, answer, 200)
      return describedBy(answer.headers, reference) ?? (await manifest(reference, options))?.descriptor
    },
  }
}

function describedBy(headers: HeaderFields, reference: string): Descriptor | undefined {
  const mediaType = bareMediaType(headerOf(headers, 'content-type') ?? '')
  const size = Number(headerOf(headers, 'content-length') ?? 0)
  const told = headerOf(headers, 'docker-content-digest')
  const digest = told ?? reference
  if (!isDigest(digest) || (isDigest(reference) && digest !== reference)) return undefined
  if (!(isIndexType(mediaType) || isManifestType(mediaType))) return undefined
  if (!Number.isSafeInteger(size) || size <= 0) return undefined
  return { mediaType, digest, size }
}

/** The manifest in an answer, hashed; what its headers say of its digest does not count. */
function readManifest(purpose: Purpose, reference: string, { headers, body }: WireAnswer): RawManifest {
  requireIdentity(purpose, headers)
  if (isWebPage(headers, body)) {
    throw protocolError(
      purpose,
      `${purpose.host} answered with a web page`,
      `Is ${purpose.host} a registry? A login page or a proxy may stand in its place.`,
    )
  }
  if (isDigest(reference)) requireDigest(purpose, reference, body)
  try {
    const manifest = rawManifest(body, bareMediaType(headerOf(headers, 'content-type') ?? ''))
    if (!isDigest(reference)) return manifest
    return { ...manifest, descriptor: { ...manifest.descriptor, digest: reference } }
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    throw new PromoteError(error.code, `Could not ${purpose.doing}: ${error.message}`, {
      ...error.details,
      reference: purpose.reference,
      cause: error,
    })
  }
}

function requireDigest(purpose: Purpose, digest: Digest, body: Uint8Array): void {
  const found = digestOf(body, algorithmOf(digest))
  if (found === digest) return
  throw new PromoteError('content', `Could not ${purpose.doing}: ${purpose.host} answered with ${found}.`, {
    reference: purpose.reference,
    hint: 'The registry, or something between it and here, has damaged the manifest.',
  })
}

/** @throws PromoteError `protocol` for a body that was compressed on the way: its digest would be another */
export function requireIdentity(purpose: Purpose, headers: HeaderFields): void {
  const coding = headerOf(headers, 'content-encoding')
  if (coding === undefined || coding.toLowerCase() === 'identity') return
  throw protocolError(
    purpose,
    `${purpose.host} compressed its answer (${coding.slice(0, 20)})`,
    'A proxy in between may do that: content has to come as it is stored.',
  )
}
