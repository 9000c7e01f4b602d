import { json } from './answers.ts'
import type { FaultAuthority, Needs } from './auth.ts'
import { answerBlob, answerUpload, answerUploadStart, type BlobWays } from './blobs.ts'
import type { Answer, Exchange, RecordedRequest } from './exchange.ts'
import { answerManifest, answerReferrers, answerTags, type ManifestWays } from './manifests.ts'
import type { RegistryState } from './state.ts'

/** What answers the registry API. */
export interface RegistryParts {
  readonly state: RegistryState
  readonly blobWays: BlobWays
  readonly manifestWays: ManifestWays
  readonly authority: FaultAuthority | undefined
  /** URL of this server, for challenges. */
  readonly base: () => string
  /** What a DELETE wants of a token; `delete` unless told. */
  readonly deleteRight?: 'delete' | 'push'
}

/** Answers `/v2/…` and the token endpoint out of what the registry holds. */
export async function answerRegistry(exchange: Exchange, parts: RegistryParts): Promise<Answer> {
  const { state, blobWays, manifestWays, authority } = parts
  const { path } = exchange.record
  const authorization = exchange.header('authorization')
  if (authority !== undefined && path === authority.tokenPath) {
    return authority.issue(exchange.record, authorization, await exchange.body())
  }
  const [, repository, kind, rest] =
    /^\/v2\/(.+?)\/(blobs\/uploads|blobs|manifests|tags|referrers)\/([^/]*)$/.exec(path) ?? []
  const needs = needsOf(repository, kind, exchange.record, parts.deleteRight ?? 'delete')
  const refused = authority?.refuse(authorization, needs, parts.base())
  if (refused !== undefined) return refused
  if (path === '/v2/') return json(200, {})
  if (repository === undefined || rest === undefined) return { status: 404 }
  switch (kind) {
    case 'blobs':
      return answerBlob(exchange, state, blobWays, { repository, digest: rest })
    case 'blobs/uploads':
      return rest === ''
        ? answerUploadStart(exchange, state, blobWays, repository)
        : answerUpload(exchange, state, blobWays, { repository, id: rest })
    case 'manifests':
      return answerManifest(exchange, state, manifestWays, { repository, reference: rest })
    case 'tags':
      return rest === 'list' ? answerTags(exchange, state, manifestWays, repository) : { status: 404 }
    default:
      return answerReferrers(exchange, state, manifestWays, { repository, digest: rest })
  }
}

function needsOf(
  repository: string | undefined,
  kind: string | undefined,
  { method, query }: RecordedRequest,
  deleteRight: string,
): Needs {
  if (repository === undefined) return []
  if (method === 'GET' || method === 'HEAD') return [{ repository, actions: ['pull'] }]
  if (method === 'DELETE' && kind !== 'blobs/uploads') return [{ repository, actions: [deleteRight] }]
  const from = query.get('from')
  const own = { repository, actions: ['pull', 'push'] }
  return from === null ? [own] : [own, { repository: from, actions: ['pull'] }]
}
