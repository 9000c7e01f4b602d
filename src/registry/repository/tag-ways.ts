import type { KnownWay } from '../../model/profile.ts'
import type { CallOptions, ManifestSource, TagRemoval } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import type { Rights } from '../auth/grant.ts'
import { isImmutableRefusal } from '../failures/errors.ts'
import type { LocatedAnswer } from '../http/wire.ts'
import { ownApi } from '../own-api.ts'
import { expectStatus, type Repository } from './repository.ts'

const REFUSED = new Set([400, 401, 403, 405])
const REMOVED: TagRemoval = { kind: 'removed' }

/**
 * Removes a tag, and nothing with it: as the registry's profile says, and where nothing is known of the registry by
 * `DELETE …/manifests/TAG`, which those that cannot do it refuse.
 */
export async function removeTag(
  repository: Repository,
  source: ManifestSource,
  tag: string,
  options: CallOptions,
): Promise<TagRemoval> {
  options.signal?.throwIfAborted()
  const { exchange, path } = repository
  const { profile } = exchange
  const unable = unableBy(profile?.known.deletion)
  const way = profile === undefined ? ({ kind: 'manifest', right: 'delete' } as const) : profile.untag
  switch (way?.kind) {
    case undefined:
      return unable
    case 'own-api':
      return way.remove(
        ownApi(exchange, path, repository.purposeOf('remove the tag', tag), options.signal),
        tag,
      )
    case 'manifest': {
      const rights = way.right === 'push' ? repository.writing : repository.deleting
      return (await deletesManifest(repository, source, tag, rights, options)) ? REMOVED : unable
    }
    default:
      return way satisfies never
  }
}

/** Why the registry is known not to remove a tag alone, as a phrase; undefined where it may. */
export function keepsTags({ exchange: { profile } }: Repository): string | undefined {
  return profile === undefined || profile.untag !== undefined ? undefined : unableText(profile.known.deletion)
}

function unableBy(known: KnownWay | undefined): TagRemoval {
  return { kind: 'stays', why: unableText(known) }
}

function unableText(known: KnownWay | undefined): string {
  const more = known === undefined ? '' : ` (${known.says.replace(/\.$/, '')})`
  return `the registry cannot remove a tag alone${more}`
}

/** Whether the registry has removed the tag when it was asked to delete the manifest under it. */
async function deletesManifest(
  repository: Repository,
  source: ManifestSource,
  tag: string,
  rights: Rights,
  options: CallOptions,
): Promise<boolean> {
  const purpose = repository.purposeOf('remove the tag', tag)
  let answer: LocatedAnswer
  try {
    answer = await repository.exchange.ask({
      ...{ purpose, rights, signal: options.signal },
      method: 'DELETE',
      url: repository.url(`manifests/${tag}`),
    })
  } catch (error) {
    // The token endpoint does not give the right to delete, or does not know it.
    if (error instanceof PromoteError && REFUSED.has(error.details.status ?? 0)) return false
    throw error
  }
  if (answer.status === 404) return (await source.resolve(tag, options)) === undefined
  if (REFUSED.has(answer.status) || isImmutableRefusal(answer)) return false
  expectStatus(purpose, answer, 200, 202, 204)
  return true
}

/**
 * Which of these tags a rule of the registry itself holds, where its profile knows how to ask. It is foresight: what
 * cannot be read says nothing, and the run goes on.
 */
export async function immovableTags(
  repository: Repository,
  tags: readonly string[],
  { signal }: CallOptions,
): Promise<ReadonlySet<string>> {
  const { exchange, path } = repository
  const ask = exchange.profile?.immovable
  if (ask === undefined || tags.length === 0) return new Set()
  try {
    return new Set(
      await ask(ownApi(exchange, path, repository.purpose('read the immutable tags of'), signal), tags),
    )
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof PromoteError) return new Set()
    throw error
  }
}
