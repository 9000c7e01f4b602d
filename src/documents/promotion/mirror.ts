import type { Mirror } from '../../model/config.ts'
import { parseLocation } from '../../oci/reference.ts'

/** Stands for the path of a repository, which has two parts on Docker Hub. */
const ANY_REPOSITORY = 'x/x'

/** Reads `HOST[:PORT][/PATH]`. @throws PromoteError `usage` when it is neither */
export function mirrorOf(text: string): Mirror {
  const location = parseLocation(`${text}/${ANY_REPOSITORY}`, (layout) => layout)
  if (location.kind !== 'registry') throw new TypeError('a mirror is no folder')
  return { host: location.host, prefix: location.repository.slice(0, -ANY_REPOSITORY.length) }
}
