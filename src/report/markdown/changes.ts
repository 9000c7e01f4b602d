import { markdownCode, markdownLink } from './markdown.ts'

/** The commits between two versions: a link where there is a page with them and it is https, else their range; empty where nothing is known. */
export function changesLink({
  commits,
  compare,
}: {
  readonly commits?: string
  readonly compare?: string
}): string {
  const range = commits ?? 'changes'
  if (compare?.startsWith('https://')) return markdownLink(range, compare)
  return commits === undefined ? '' : markdownCode(commits)
}
