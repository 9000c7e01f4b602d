import { parseManifest, type RawManifest, referrerDescriptor } from '../../../oci/manifest.ts'
import type { CallOptions } from '../../../oci/store.ts'
import { headerOf, type WireAnswer } from '../../http/transport.ts'
import type { Repository } from '../repository.ts'
import type { FallbackIndexes, FallbackPlace } from './fallback-indexes.ts'
import { askForReferrers, type ReferrersSupport } from './referrers.ts'

/** What repositories of one host know, and share, about lists of referrers. */
export interface ReferrerLists {
  readonly support: ReferrersSupport
  readonly indexes: FallbackIndexes
}

/**
 * Sees to it that a manifest which was just stored is found by its subject: nothing to do where the registry lists
 * referrers itself, else the index under the fallback tag gets it. Whether the registry does is asked for once a host,
 * since `OCI-Subject` alone was sent by registries that did not.
 */
export async function makeFindable(
  repository: Repository,
  place: FallbackPlace,
  { support, indexes }: ReferrerLists,
  manifest: RawManifest,
  answer: WireAnswer,
  options: CallOptions,
): Promise<void> {
  const parsed = parseManifest(manifest)
  const subject = parsed.subject?.digest
  if (subject === undefined) return
  const isPromised = headerOf(answer.headers, 'oci-subject') === subject
  if (isPromised && support.api === true) return
  const listed = await askForReferrers(repository, support, subject, options)
  const { digest } = manifest.descriptor
  if (listed !== undefined && (isPromised || listed.some((one) => one.digest === digest))) return
  await indexes.add(place, subject, referrerDescriptor(manifest, parsed), options)
}
