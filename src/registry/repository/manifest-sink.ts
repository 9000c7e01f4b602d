import { agrees } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { CallOptions, ManifestSink, ManifestSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { answerError, isImmutableRefusal, type Purpose } from '../failures/errors.ts'
import { headerOf, type WireAnswer } from '../http/transport.ts'
import type { LocatedAnswer } from '../http/wire.ts'
import { immutableError, manifestRefusal } from './manifest-refusal.ts'
import { makeFindable, type ReferrerLists } from './referrers/findable.ts'
import type { Repository } from './repository.ts'
import { removeTag } from './tag-ways.ts'

const STORED = new Set([200, 201, 202, 204])

/** Writes the manifests and tags of a repository. OCI distribution spec 1.1, "Pushing manifests". */
export function manifestSink(
  repository: Repository,
  source: ManifestSource,
  referrers: ReferrerLists,
): ManifestSink {
  const put = (
    manifest: RawManifest,
    reference: string,
    purpose: Purpose,
    signal: AbortSignal | undefined,
  ): Promise<LocatedAnswer> =>
    repository.exchange.ask({
      purpose,
      method: 'PUT',
      url: repository.url(`manifests/${reference}`),
      rights: repository.writing,
      headers: { 'content-type': manifest.descriptor.mediaType },
      body: manifest.bytes,
      queue: 'ahead',
      signal,
    })
  const fallbackPlace = {
    name: repository.name,
    manifest: source.manifest,
    async put(index: RawManifest, tag: string, { signal }: CallOptions): Promise<void> {
      const purpose = repository.purposeOf('write the list of referrers', tag)
      const answer = await put(index, tag, purpose, signal)
      if (isImmutableRefusal(answer)) throw immutableListError(purpose, answer)
      if (!STORED.has(answer.status)) throw manifestRefusal(purpose, answer, index)
      requireAgreement(purpose, index, answer)
    },
  }
  return {
    async putManifest(manifest, options = {}) {
      const { digest } = manifest.descriptor
      const purpose = repository.purposeOf('write the manifest', digest)
      const answer = await put(manifest, digest, purpose, options.signal)
      if (!STORED.has(answer.status)) throw manifestRefusal(purpose, answer, manifest)
      requireAgreement(purpose, manifest, answer)
      await makeFindable(repository, fallbackPlace, referrers, manifest, answer, options)
    },
    async tag(manifest, tag, { signal } = {}) {
      const purpose = repository.purposeOf('write the tag', tag)
      const answer = await put(manifest, tag, purpose, signal)
      if (STORED.has(answer.status)) return requireAgreement(purpose, manifest, answer)
      if (!isImmutableRefusal(answer)) throw manifestRefusal(purpose, answer, manifest)
      // Immutable tags are refused for the same digest too, and after a try whose answer was lost it is there already.
      const found = await source.resolve(tag, signal === undefined ? {} : { signal })
      if (found?.digest === manifest.descriptor.digest) return
      throw immutableError(purpose, answer)
    },
    untag: (tag, options = {}) => removeTag(repository, source, tag, options),
  }
}

function requireAgreement(purpose: Purpose, { descriptor }: RawManifest, answer: WireAnswer): void {
  const told = headerOf(answer.headers, 'docker-content-digest')
  if (told === undefined || agrees(told, descriptor.digest)) return
  throw new PromoteError(
    'content',
    `Could not ${purpose.doing}: ${purpose.host} stored ${told} instead of ${descriptor.digest}.`,
    {
      reference: purpose.reference,
      hint: 'The registry, or something between it and here, changed the manifest.',
    },
  )
}

/** Without a referrers API the list of referrers is a tag that has to move with each of them. */
function immutableListError(purpose: Purpose, answer: WireAnswer): PromoteError {
  const { message, details } = answerError(purpose, answer)
  return new PromoteError('immutable', message, {
    ...details,
    hint: 'The registry has no referrers API, and does not let the tag move that lists referrers in its place. Exempt the tags "sha256-*" from its rule, or leave referrers behind.',
  })
}
