import type { TagDetailsPage } from '../../model/lookup/tags.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { isObject } from '../../support/json-object.ts'
import { digestOrNull, objectsIn, tagOf, timeOrNull } from './fields.ts'

const PAGE_SIZE = 100

/** What Azure's API says of the tags of a repository: `GET /acr/v1/NAME/_tags`, which goes on behind the last tag. */
export async function azureTagDetails(
  api: OwnApi,
  next: string | undefined,
): Promise<TagDetailsPage | undefined> {
  const url = new URL(`/acr/v1/${api.repository}/_tags?n=${PAGE_SIZE}`, api.base)
  if (next !== undefined) url.searchParams.set('last', next)
  const proof = { kind: 'token', actions: ['pull', 'metadata_read'] } as const
  const { status, body } = await api.send({ method: 'GET', url, proof })
  if (status !== 200 || !isObject(body)) return undefined
  const details = objectsIn(body.tags).flatMap((one) => {
    const tag = tagOf(one.name)
    if (tag === undefined) return []
    return {
      tag,
      digest: digestOrNull(one.digest),
      size: null,
      platforms: [],
      created: null,
      pushed: timeOrNull(one.lastUpdateTime),
    }
  })
  const last = details.at(-1)?.tag
  return { details, ...(details.length === PAGE_SIZE && last !== undefined ? { next: last } : {}) }
}
