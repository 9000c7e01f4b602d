import type { TagDetailsPage } from '../../model/lookup/tags.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { isObject } from '../../support/json-object.ts'
import { countOrNull, digestOrNull, tagOf, timeOrNull } from './fields.ts'

/** Google's list of tags has more in it than the specification says: of each manifest its tags, its size and when it came. */
export async function googleTagDetails(api: OwnApi): Promise<TagDetailsPage | undefined> {
  const url = new URL(`/v2/${api.repository}/tags/list`, api.base)
  const { status, body } = await api.send({ method: 'GET', url, proof: { kind: 'token', actions: ['pull'] } })
  if (status !== 200 || !isObject(body) || !isObject(body.manifest)) return undefined
  const details = Object.entries(body.manifest).flatMap(([digest, one]) => {
    if (!isObject(one) || !Array.isArray(one.tag)) return []
    const uploaded = countOrNull(one.timeUploadedMs)
    return one.tag.flatMap((name) => {
      const tag = tagOf(name)
      if (tag === undefined) return []
      return {
        tag,
        digest: digestOrNull(digest),
        size: countOrNull(one.imageSizeBytes),
        platforms: [],
        created: null,
        pushed: uploaded === null ? null : timeOrNull(uploaded),
      }
    })
  })
  return { details }
}
