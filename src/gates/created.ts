import type { ImageConfig } from '../oci/image-config.ts'

/**
 * Before this no container image was made: builds that are to give the same bytes each time write 1970 or 1980 in place of
 * the time, as `SOURCE_DATE_EPOCH=0` and buildpacks do.
 */
const FIRST_IMAGES = Date.UTC(2013, 0, 1)

/** When an image was made, as its parts have it; or why that is not known, as a sentence. */
export type Created =
  | { readonly kind: 'known'; readonly first: number; readonly last: number }
  | { readonly kind: 'unknown'; readonly reason: string; readonly written: string | null }

/** When an image was made; of an index its first and its last image, for each of them is promoted. */
export function createdOf(configs: readonly ImageConfig[], now: Date): Created {
  const times: number[] = []
  for (const { created } of configs) {
    if (created === undefined) return unknown('Its config does not say when it was created.', null)
    const at = Date.parse(created)
    if (!/^\d{4}-\d\d-\d\dT/.test(created) || Number.isNaN(at)) {
      return unknown('Its config says a time of creation that is none.', created)
    }
    if (at < FIRST_IMAGES) {
      return unknown(`Its config says ${created} in place of the time when it was created.`, created)
    }
    if (at > now.getTime()) {
      return unknown(
        `Its config says that it was created at ${created}, which is still to come: a clock is wrong.`,
        created,
      )
    }
    times.push(at)
  }
  if (times.length === 0) return unknown('It has no config that says when it was created.', null)
  return { kind: 'known', first: Math.min(...times), last: Math.max(...times) }
}

function unknown(reason: string, written: string | null): Created {
  return { kind: 'unknown', reason, written }
}
