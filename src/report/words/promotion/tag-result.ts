import type { AbandonedTag } from '../../../model/ledger/entry.ts'
import type { TagResult } from '../../../model/ledger/steps.ts'
import { shortDigest } from '../../../oci/digest.ts'

/** What became of a tag, in words that follow its name and a colon. */
export function tagResultText(result: TagResult): string {
  switch (result) {
    case 'moved':
      return 'moved'
    case 'unchanged':
      return 'in step'
    case 'restored':
      return 'put back'
    case 'left':
      return 'moved, and could not be put back'
    case 'failed':
      return 'not moved'
    case 'overtaken':
      return 'somebody else moved it'
    case 'not-begun':
      return 'not begun'
    case 'left-out':
      return 'left out'
    case 'stays':
      return 'stays'
    case 'unknown':
      return 'not known: it could not be read'
    default:
      return result satisfies never
  }
}

/** What a tag of an abandoned intent held when it was freed. */
export function abandonedTagText({ holds, wanted }: AbandonedTag): string {
  const meant = wanted === null ? 'was to be taken away' : `was to hold ${shortDigest(wanted)}`
  switch (holds) {
    case 'unknown':
      return `could not be read, ${meant}`
    case null:
      return wanted === null ? 'was taken away, as it was to be' : `was not there, ${meant}`
    default:
      return holds === wanted
        ? `held ${shortDigest(holds)}, as it was to`
        : `held ${shortDigest(holds)}, ${meant}`
  }
}
