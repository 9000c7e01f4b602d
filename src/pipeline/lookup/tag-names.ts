import { globMatcher } from '../../model/glob.ts'
import { sortNewestFirst } from '../../model/version.ts'
import { isReferrerTag } from '../../oci/referrer-tags.ts'

/** Tags up to which a list is put in order unasked: that needs all of them. A longer one is shown as it comes. */
const SORTED_UNASKED = 10_000

/** Which tags are wanted, and in which order. */
export interface TagChoice {
  readonly filter: string | undefined
  /** The first of those that fit, in the order wanted. */
  readonly limit: number | undefined
  /** Those too that are made of a digest, as cosign's are. */
  readonly all: boolean
  /** True for versions first, false for the registry's order; undefined where nobody said it. */
  readonly sort: boolean | undefined
}

/** The tags that were found, and whether they were shown as they came. */
export interface TagNames {
  readonly order: 'version' | 'registry'
  readonly names: readonly string[]
  /** How many fit; null where the rest was not asked for. */
  readonly total: number | null
  /** How many the repository has, as far as it was asked. */
  readonly listed: number
  readonly streamed: boolean
}

/**
 * The wanted ones of a list of tags. Versions first needs the whole list; the registry's order does not: there the list
 * ends with the last tag that is wanted, and `onTag`, where it is given, is told of each at once. It is given a list of
 * more than {@link SORTED_UNASKED} too, unless an order or a number was asked for.
 * @throws PromoteError `usage` for a glob that is none
 */
export async function chooseTagNames(
  tags: AsyncIterable<string>,
  { filter, limit = Number.POSITIVE_INFINITY, all, sort }: TagChoice,
  onTag?: (tag: string) => void,
): Promise<TagNames> {
  const isMeant = filter === undefined ? () => true : globMatcher(filter)
  const mayGoOver = sort === undefined && limit === Number.POSITIVE_INFINITY && onTag !== undefined
  let asListed = sort === false
  let listed = 0
  let names: string[] = []
  for await (const tag of tags) {
    if (asListed && names.length >= limit)
      return { order: 'registry', names, total: null, listed, streamed: onTag !== undefined }
    listed++
    if (!isMeant(tag) || (!all && isReferrerTag(tag))) continue
    names.push(tag)
    if (asListed) onTag?.(tag)
    else if (mayGoOver && names.length > SORTED_UNASKED) {
      asListed = true
      for (const held of names) onTag?.(held)
    }
  }
  const total = names.length
  if (asListed) return { order: 'registry', names, total, listed, streamed: onTag !== undefined }
  names = sortNewestFirst(names).slice(0, limit)
  return { order: 'version', names, total, listed, streamed: false }
}
