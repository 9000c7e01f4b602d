import type { Digest } from '../../oci/digest.ts'
import type { WantedImage } from './route.ts'

/** Whether the command line asks for this tag: by its name, its digest, or by naming the image alone. */
export function isAsked(
  wanted: WantedImage,
  { tag, digest }: { readonly tag: string; readonly digest: Digest },
): boolean {
  if (!isNamed(wanted)) return true
  return wanted.select.some(
    (one) => (one.kind === 'tag' && one.tag === tag) || (one.kind === 'digest' && one.digest === digest),
  )
}

/** Whether the command line names a tag or a digest of the image. */
export function isNamed({ rule, select }: WantedImage): boolean {
  return select !== rule.select
}
