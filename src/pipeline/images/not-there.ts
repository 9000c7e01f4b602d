import { nearTags } from '../../model/match.ts'
import { isReferrerTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { type ErrorDetails, PromoteError } from '../../support/errors.ts'

/**
 * The error for an image that a source does not have, with the tags that are nearest to the one that was asked for: a
 * reference without one means `latest`, which many repositories do not have.
 * @param wanted a tag or a digest
 * @throws the signal's reason
 */
export async function notThere(
  source: ContentSource,
  wanted: string,
  options: CallOptions,
  details: Pick<ErrorDetails, 'side'> = {},
): Promise<PromoteError> {
  const isTag = !wanted.includes(':')
  const name = `${source.name}${isTag ? ':' : '@'}${wanted}`
  const near = isTag ? nearTags(wanted, await tagsFor(source, options)) : []
  const hint =
    near.length > 0
      ? `Nearest there: ${near.join(', ')}.`
      : 'It does not exist, or it is hidden from those who are not logged in: promote login.'
  return new PromoteError('not-found', `${name} was not found.`, { reference: name, hint, ...details })
}

/** None where they cannot be listed: that the image is not there is what is to be told. */
async function tagsFor(source: ContentSource, options: CallOptions): Promise<readonly string[]> {
  const tags: string[] = []
  try {
    for await (const tag of source.tags(options)) if (!isReferrerTag(tag)) tags.push(tag)
  } catch {
    options.signal?.throwIfAborted()
    return []
  }
  return tags
}
