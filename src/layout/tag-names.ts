import { isTag, splitReference } from '../oci/reference.ts'

/** How a tag and the name of an entry of index.json belong together. */
export interface TagNames {
  /** The name that an entry gets for a tag. */
  nameOf(tag: string): string
  /** The tag that a name means; undefined where it is none of this repository. */
  tagOf(name: string): string | undefined
}

/** A layout of one repository: the name is the tag, or a full reference with that tag where another tool wrote it. */
export const OWN_TAGS: TagNames = {
  nameOf: (tag) => tag,
  tagOf: (name) => (isTag(name) ? name : tagIn(name)),
}

/** A layout of several repositories: the name is the full reference, `HOST/PATH:TAG`. */
export function tagsUnder(repository: string): TagNames {
  const prefix = `${repository}:`
  return {
    nameOf: (tag) => prefix + tag,
    tagOf: (name) => {
      if (!name.startsWith(prefix)) return undefined
      const tag = name.slice(prefix.length)
      return isTag(tag) ? tag : undefined
    },
  }
}

function tagIn(name: string): string | undefined {
  try {
    return splitReference(name).tag
  } catch {
    // A name that is no reference is no tag of ours; the entry is still listed by digest.
    return undefined
  }
}
