import { usage } from '../base/promote-command.ts'

/** Which hits of a search are wanted. */
export interface SearchFilter {
  readonly leastStars: number
  /** Undefined for both. */
  readonly official: boolean | undefined
}

const EXAMPLE = 'Examples: -f stars=10, -f is-official=true'

/** Reads docker's `--filter`: `stars=N`, `is-official=true`. @throws PromoteError `usage` */
export function searchFilter(given: readonly string[]): SearchFilter {
  let filter: SearchFilter = { leastStars: 0, official: undefined }
  for (const part of given.flatMap((one) => one.split(','))) {
    const at = part.indexOf('=')
    const key = at < 0 ? part : part.slice(0, at)
    const value = at < 0 ? '' : part.slice(at + 1)
    filter = { ...filter, ...partOf(key.trim(), value.trim()) }
  }
  return filter
}

function partOf(key: string, value: string): Partial<SearchFilter> {
  switch (key) {
    case 'stars':
      if (/^\d{1,9}$/.test(value)) return { leastStars: Number(value) }
      throw usage(`-f stars="${value}" is not a number of stars.`, EXAMPLE)
    case 'is-official':
      if (/^(?:true|1)$/i.test(value)) return { official: true }
      if (/^(?:false|0)$/i.test(value)) return { official: false }
      throw usage(`-f is-official="${value}" is neither true nor false.`, EXAMPLE)
    default:
      throw usage(`There is no filter "${key}".`, EXAMPLE)
  }
}
