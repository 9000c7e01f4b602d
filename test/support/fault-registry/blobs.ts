import { digestOf, isDigest } from '../../../src/oci/digest.ts'
import { ranged, refusal } from './answers.ts'
import type { Answer, Exchange } from './exchange.ts'
import { type OpenUpload, type RegistryState, receivedBytes } from './state.ts'

/** How the registry answers where registries differ. */
export interface BlobWays {
  /** `link`: 201 where the source has the blob, else 202, as distribution; `ignore`: always 202; or a status to refuse with. */
  readonly mounts: 'link' | 'ignore' | 400 | 401 | 403 | 404 | 405
  /** Whether a POST with `?digest=` and a body stores the blob; else 202 and the body is ignored, as distribution. */
  readonly singlePost: boolean
  /** How upload locations look: absolute with a query, absolute, or relative to the host. */
  readonly locations: 'query' | 'absolute' | 'relative'
  /** Host (with port) that upload locations name, where it is another than was asked. */
  readonly uploadHost: string | undefined
  /** Base URL of the storage that blob reads are redirected to. */
  readonly storage: string | undefined
}

/** Answers `/v2/NAME/blobs/DIGEST`. */
export async function answerBlob(
  exchange: Exchange,
  state: RegistryState,
  ways: BlobWays,
  place: { readonly repository: string; readonly digest: string },
): Promise<Answer> {
  const { method } = exchange.record
  const bytes = state.repositories.get(place.repository)?.blobs.get(place.digest)
  if (bytes === undefined) {
    return refusal(404, { code: 'BLOB_UNKNOWN', message: 'blob unknown to registry', detail: place.digest })
  }
  if (method === 'DELETE') {
    state.repository(place.repository).blobs.delete(place.digest)
    return { status: 202 }
  }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405 }
  if (ways.storage !== undefined && method === 'GET') {
    const location = `${ways.storage}/${place.repository}/${place.digest}?X-Signature=signed`
    return { status: 307, headers: { location } }
  }
  return ranged(bytes, exchange.header('range'), {
    'content-type': 'application/octet-stream',
    'docker-content-digest': place.digest,
  })
}

/** Answers the storage that blobs are redirected to; it takes no credentials, as signed URLs do not. */
export async function answerStorage(exchange: Exchange, state: RegistryState): Promise<Answer> {
  const [, repository = '', digest = ''] = /^\/(.+)\/([^/]+)$/.exec(exchange.record.path) ?? []
  const bytes = state.repositories.get(repository)?.blobs.get(digest)
  if (exchange.header('authorization') !== undefined) return { status: 400 }
  if (bytes === undefined || exchange.record.query.get('X-Signature') !== 'signed') return { status: 403 }
  return ranged(bytes, exchange.header('range'), { 'content-type': 'application/octet-stream' })
}

/** Answers `POST /v2/NAME/blobs/uploads/`. */
export async function answerUploadStart(
  exchange: Exchange,
  state: RegistryState,
  ways: BlobWays,
  repository: string,
): Promise<Answer> {
  if (exchange.record.method !== 'POST') return { status: 405 }
  const { query } = exchange.record
  const mount = query.get('mount')
  const body = await exchange.body()
  if (mount !== null) {
    if (typeof ways.mounts === 'number') {
      return refusal(ways.mounts, { code: 'DENIED', message: 'this mount is refused' })
    }
    const bytes = state.repositories.get(query.get('from') ?? '')?.blobs.get(mount)
    if (ways.mounts === 'link' && bytes !== undefined) {
      state.repository(repository).blobs.set(mount, bytes)
      return created(repository, mount)
    }
  }
  const digest = query.get('digest')
  if (digest !== null && ways.singlePost) return store(state, repository, digest, body)
  const upload = state.beginUpload(repository)
  return accepted(exchange, ways, repository, upload)
}

/** Answers `/v2/NAME/blobs/uploads/ID`: PATCH, PUT, GET and DELETE. */
export async function answerUpload(
  exchange: Exchange,
  state: RegistryState,
  ways: BlobWays,
  place: { readonly repository: string; readonly id: string },
): Promise<Answer> {
  const uploads = state.repository(place.repository).uploads
  const upload = uploads.get(place.id)
  if (upload === undefined) {
    return refusal(404, { code: 'BLOB_UPLOAD_UNKNOWN', message: 'blob upload unknown to registry' })
  }
  switch (exchange.record.method) {
    case 'GET':
      return { ...accepted(exchange, ways, place.repository, upload), status: 204 }
    case 'DELETE':
      uploads.delete(place.id)
      return { status: 204 }
    case 'PATCH': {
      const start = /^(?:bytes[ =])?(\d+)-/.exec(exchange.header('content-range') ?? '')?.[1]
      if (start !== undefined && Number(start) !== receivedBytes(upload)) {
        return { ...accepted(exchange, ways, place.repository, upload), status: 416 }
      }
      // Kept piece by piece: what came before the connection broke stays, and the client can go on from there.
      await exchange.receive((chunk) => upload.chunks.push(chunk))
      return accepted(exchange, ways, place.repository, upload)
    }
    case 'PUT': {
      await exchange.receive((chunk) => upload.chunks.push(chunk))
      const answer = store(
        state,
        place.repository,
        exchange.record.query.get('digest') ?? '',
        Buffer.concat(upload.chunks),
      )
      uploads.delete(place.id)
      return answer
    }
    default:
      return { status: 405 }
  }
}

function store(state: RegistryState, repository: string, digest: string, bytes: Buffer): Answer {
  if (!isDigest(digest) || digestOf(bytes, digest.startsWith('sha512:') ? 'sha512' : 'sha256') !== digest) {
    return refusal(400, {
      code: 'DIGEST_INVALID',
      message: 'provided digest did not match uploaded content',
      detail: digest,
    })
  }
  state.repository(repository).blobs.set(digest, bytes)
  return created(repository, digest)
}

function created(repository: string, digest: string): Answer {
  return {
    status: 201,
    headers: { location: `/v2/${repository}/blobs/${digest}`, 'docker-content-digest': digest },
  }
}

function accepted(exchange: Exchange, ways: BlobWays, repository: string, upload: OpenUpload): Answer {
  const path = `/v2/${repository}/blobs/uploads/${upload.id}`
  const host = ways.uploadHost ?? exchange.header('host') ?? ''
  const received = receivedBytes(upload)
  const location =
    ways.locations === 'relative'
      ? path
      : `http://${host}${path}${ways.locations === 'query' ? `?_state=secret-state-${received}` : ''}`
  return {
    status: 202,
    headers: {
      location,
      // `0-0` for nothing received is what distribution says: one byte and none look the same.
      range: `0-${Math.max(0, received - 1)}`,
      'docker-upload-uuid': upload.id,
    },
  }
}
