import type { TagResult } from '../../model/ledger/entry.ts'

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
