import { isDigest } from '../oci/digest.ts'

/** What stands before the tags that a source has instead of what was wanted: those that hold a digest, or the nearest. */
export function nearLabel({ wanted }: { readonly wanted: string }): string {
  return isDigest(wanted) ? 'its tags there' : 'nearest there'
}
