import { PromoteError } from '../../support/errors.ts'

/** What is known of the tags of one repository. */
export interface TagList {
  /** False only when the tag is certainly not there: some accounts may read tags and not list them. */
  mayHave(tag: string): Promise<boolean>
}

const NO_LIST: ReadonlySet<number> = new Set([401, 403, 404, 405])

/** The tags of a repository by one listing, which is asked for when the first tag is. */
export function tagListOf(list: () => Promise<readonly string[]>): TagList {
  let listed: Promise<ReadonlySet<string> | undefined> | undefined
  return {
    async mayHave(tag) {
      listed ??= setOf(list)
      return (await listed)?.has(tag) ?? true
    },
  }
}

async function setOf(list: () => Promise<readonly string[]>): Promise<ReadonlySet<string> | undefined> {
  try {
    return new Set(await list())
  } catch (error) {
    if (error instanceof PromoteError && NO_LIST.has(error.details.status ?? 0)) return undefined
    throw error
  }
}
