import { PromoteError } from '../support/errors.ts'
import { isObject } from '../support/json-object.ts'
import { parseJson } from '../support/parse-json.ts'
import type { Descriptor } from './descriptor.ts'
import { type RawManifest, rawManifest } from './manifest.ts'
import { MEDIA_TYPES } from './media-types.ts'

/**
 * The index that lists referrers under a fallback tag, with these among them. What others wrote in it is kept as it is.
 * OCI distribution spec 1.1, "Referrers Tag Schema".
 *
 * @param held   what the tag holds now; undefined where it is not there
 * @param place  `repository:tag`, for the error
 * @returns undefined when all of them are listed already
 * @throws PromoteError `protocol` when something that is no index is under the tag
 */
export function withReferrers(
  held: RawManifest | undefined,
  referrers: readonly Descriptor[],
  place: string,
): RawManifest | undefined {
  const { manifests, ...fields } = held === undefined ? EMPTY : documentOf(held, place)
  const listed = Array.isArray(manifests) ? manifests : []
  const there = new Set(listed.map((entry) => (isObject(entry) ? entry.digest : undefined)))
  const lacking = referrers.filter(({ digest }) => !there.has(digest))
  if (lacking.length === 0) return undefined
  const index = { ...fields, manifests: [...listed, ...lacking] }
  return rawManifest(new TextEncoder().encode(JSON.stringify(index)), MEDIA_TYPES.ociIndex)
}

const EMPTY: Readonly<Record<string, unknown>> = { schemaVersion: 2, mediaType: MEDIA_TYPES.ociIndex }

function documentOf(held: RawManifest, place: string): Readonly<Record<string, unknown>> {
  const { mediaType } = held.descriptor
  const document: unknown = parseJson(new TextDecoder().decode(held.bytes))
  if (mediaType === MEDIA_TYPES.ociIndex && isObject(document)) return document
  throw new PromoteError(
    'protocol',
    `The tag ${place} is for a list of referrers, but ${mediaType} is there.`,
    { reference: place, hint: 'Remove that tag, or leave referrers behind.' },
  )
}
