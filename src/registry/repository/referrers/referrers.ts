import type { Descriptor } from '../../../oci/descriptor.ts'
import type { Digest } from '../../../oci/digest.ts'
import { parseManifest, rawManifest } from '../../../oci/manifest.ts'
import { bareMediaType, MEDIA_TYPES } from '../../../oci/media-types.ts'
import { fallbackTag } from '../../../oci/referrer-tags.ts'
import type { CallOptions, ManifestSource, Referrer, ReferrerOptions } from '../../../oci/store.ts'
import { PromoteError } from '../../../support/errors.ts'
import { abortable } from '../../../support/in-flight.ts'
import { isObject } from '../../../support/json-object.ts'
import { MAX_IMAGE_MANIFESTS } from '../../../support/limits.ts'
import { answerError, faultsOf, jsonOf } from '../../failures/errors.ts'
import { headerOf, type WireAnswer } from '../../http/transport.ts'
import { pages } from '../pagination.ts'
import type { Repository } from '../repository.ts'

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
 * index under the fallback tag; from both where the caller knows that there is such a tag, since a registry that got its
 * API later may not list what was pushed before. OCI distribution spec 1.1, "Listing Referrers" and "Referrers Tag Schema".
 */
export async function* listReferrers(
  repository: Repository,
  source: ManifestSource,
  support: ReferrersSupport,
  { digest }: Pick<Descriptor, 'digest'>,
  options: ReferrerOptions = {},
): AsyncGenerator<Referrer> {
  const { hasTag, readTag = source.manifest, ...call } = options
  const seen = new Set<Digest>()
  const listed = await askForReferrers(repository, support, digest, call)
  for (const descriptor of listed ?? []) {
    if (seen.has(descriptor.digest)) continue
    seen.add(descriptor.digest)
    yield { ...descriptor, found: 'api' }
  }
  const tag = fallbackTag(digest)
  const mayBeTagged = hasTag === undefined ? listed === undefined : await hasTag(tag)
  if (!mayBeTagged) return
  for (const descriptor of await listedUnder(readTag, tag, call)) {
    if (seen.has(descriptor.digest)) continue
    seen.add(descriptor.digest)
    yield { ...descriptor, found: 'fallback' }
  }
}

/**
 * What the referrers API lists; undefined where there is none, which is asked once a host: whoever asks meanwhile waits.
 * @throws PromoteError `unauthorized` or `forbidden` when the registry does not let this account ask
 */
export async function askForReferrers(
  repository: Repository,
  support: ReferrersSupport,
  subject: Digest,
  options: CallOptions,
): Promise<readonly Descriptor[] | undefined> {
  if (support.api === undefined && support.asking !== undefined)
    await abortable(support.asking, options.signal)
  if (support.api === false) return undefined
  if (support.api === true) return fromApi(repository, support, subject, options)
  const asked = Promise.withResolvers<void>()
  support.asking ??= asked.promise
  try {
    return await fromApi(repository, support, subject, options)
  } finally {
    asked.resolve()
  }
}

async function fromApi(
  repository: Repository,
  support: ReferrersSupport,
  subject: Digest,
  { signal }: CallOptions,
): Promise<readonly Descriptor[] | undefined> {
  const purpose = repository.purposeOf('list the referrers of', subject)
  const ask = {
    purpose,
    first: repository.url(`referrers/${subject}`),
    headers: { accept: MEDIA_TYPES.ociIndex },
    // A host without the API may lead to a login page elsewhere.
    redirects: 'same-origin' as const,
    signal,
  }
  const found = new Map<Digest, Descriptor>()
  for await (const answer of pages(repository.exchange, repository.reading, ask)) {
    const listed = indexIn(answer)
    if (listed === undefined) {
      if (answer.status === 401 || answer.status === 403) throw answerError(purpose, answer)
      // A repository that does not exist, or one manifest that is refused, says nothing about the host.
      if (!isAboutOne(answer)) support.api ??= false
      return undefined
    }
    support.api = true
    for (const descriptor of listed) found.set(descriptor.digest, descriptor)
    if (found.size > MAX_IMAGE_MANIFESTS) throw tooMany(repository, subject)
  }
  return [...found.values()]
}

/** Told before the next page is asked for: nobody reads so many. */
function tooMany(repository: Repository, subject: Digest): PromoteError {
  return new PromoteError(
    'unsupported',
    `${repository.name} lists more than ${MAX_IMAGE_MANIFESTS} referrers of ${subject}.`,
    {
      reference: `${repository.name}@${subject}`,
      hint: 'Remove some there, or leave referrers behind: referrers: { copy: none } in the promotion file.',
    },
  )
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

async function listedUnder(
  read: ManifestSource['manifest'],
  tag: string,
  options: CallOptions,
): Promise<readonly Descriptor[]> {
  const manifest = await read(tag, options)
  if (manifest === undefined) return []
  const parsed = parseManifest(manifest)
  return parsed.kind === 'index' ? parsed.manifests : []
}
