import type { CallOptions } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { ownApi } from '../own-api.ts'
import type { Repository } from './repository.ts'

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
