import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'

/** Reports an address where the path of a file belongs; true when there is none. */
export function checkFilePath(draft: Draft, path: Path): boolean {
  const text = draft.text(path)
  if (text === undefined || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return true
  draft.report(path, 'This is a path of a file, not an address.')
  return false
}
