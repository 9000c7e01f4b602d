import type { AbandonedTag, TagResult } from '../../../model/ledger/entry.ts'
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
    case 'unknown':
      return 'not known: it could not be read'
    default:
      return result satisfies never
  }
}

/** What a tag of an abandoned intent held when it was freed. */
export function abandonedTagText({ holds, wanted }: AbandonedTag): string {
  switch (holds) {
    case null:
      return `was not there, was to hold ${shortDigest(wanted)}`
    case 'unknown':
      return `could not be read, was to hold ${shortDigest(wanted)}`
    case wanted:
      return `held ${shortDigest(wanted)}, as it was to`
    default:
      return `held ${shortDigest(holds)}, was to hold ${shortDigest(wanted)}`
  }
}
