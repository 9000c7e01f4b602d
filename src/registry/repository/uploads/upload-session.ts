import type { Descriptor } from '../../../oci/descriptor.ts'
import type { UploadSession } from '../../../oci/store.ts'
import type { Ask } from '../../exchange.ts'
import { answerError, faultsOf, type Purpose, protocolError } from '../../failures/errors.ts'
import { nextUrl, withParameter } from '../../http/addresses/location-rules.ts'
import { headerOf } from '../../http/transport.ts'
import type { LocatedAnswer } from '../../http/wire.ts'
import { expectStatus, type Repository } from '../repository.ts'

/** Where an upload stands. */
export interface UploadState {
  readonly url: URL
  /** Bytes the registry has. */
  readonly offset: number
}

/** Opens an upload. OCI distribution spec 1.1, "POST then PUT". */
export async function beginUpload(
  repository: Repository,
  purpose: Purpose,
  signal: AbortSignal | undefined,
): Promise<UploadState> {
  const answer = await repository.exchange.ask({
    ...{ purpose, rights: repository.writing, signal },
    method: 'POST',
    url: repository.url('blobs/uploads/'),
  })
  expectStatus(purpose, answer, 202)
  return { url: sessionUrl(purpose, answer), offset: 0 }
}

/**
 * Asks a registry to link a blob of another of its repositories: 201 is done, 202 opens an upload instead, and whatever
 * it refuses, for lack of rights or of the blob, is no error; a denial for another reason is. OCI distribution spec 1.1, "Mounting a blob from another repository".
 */
export async function mountBlob(
  repository: Repository,
  { digest }: Descriptor,
  from: string,
  signal: AbortSignal | undefined,
): Promise<'mounted' | 'refused' | UploadSession> {
  const purpose = repository.purposeOf(`mount from ${from} the blob`, digest)
  const query = new URLSearchParams({ mount: digest, from })
  const answer = await repository.exchange.ask({
    ...{ purpose, rights: repository.mounting(from), signal },
    method: 'POST',
    url: repository.url(`blobs/uploads/?${query}`),
    needsAllRights: true,
  })
  if (answer.status === 201) return 'mounted'
  if (answer.status === 202) return { location: sessionUrl(purpose, answer).href }
  const isRefusal = answer.status >= 400 && answer.status < 500
  if (isRefusal && !isDenied(answer)) return 'refused'
  throw answerError(purpose, answer)
}

/** Whoever holds all the rights and is denied a mount (a full quota, a registry that is read-only) is denied the upload too. */
function isDenied(answer: LocatedAnswer): boolean {
  return (
    answer.status === 403 &&
    answer.hadRights === true &&
    faultsOf(answer).some(({ code }) => code === 'DENIED')
  )
}

/** How much of an upload the registry has; undefined when it does not know it any more, or does not say. */
export async function askProgress(
  repository: Repository,
  purpose: Purpose,
  url: URL,
  signal: AbortSignal | undefined,
): Promise<UploadState | undefined> {
  const answer = await repository.exchange.ask({
    ...{ purpose, rights: repository.writing, signal },
    method: 'GET',
    url,
    redirects: 'none',
  })
  if (answer.status !== 204 && answer.status !== 200) return undefined
  const last = /^(?:bytes=)?0-(\d+)$/.exec(headerOf(answer.headers, 'range') ?? '')?.[1]
  if (last === undefined) return undefined
  // "0-0" is what distribution says of an empty upload.
  return { url: movedUrl(purpose, url, answer), offset: last === '0' ? 0 : Number(last) + 1 }
}

/** Closes an upload whose bytes are all there. */
export function closeUpload(
  repository: Repository,
  purpose: Purpose,
  url: URL,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<LocatedAnswer> {
  const ask: Ask = {
    ...{ purpose, rights: repository.writing, signal },
    method: 'PUT',
    url: withParameter(url, 'digest', digest),
    headers: { 'content-type': 'application/octet-stream' },
    body: new Uint8Array(),
  }
  return repository.exchange.ask(ask)
}

/** Ends an upload that will not be finished. What the registry says to it does not matter: it forgets uploads by itself. */
export async function cancelUpload(
  repository: Repository,
  purpose: Purpose,
  url: URL,
  signal: AbortSignal,
): Promise<void> {
  try {
    await repository.exchange.ask({ purpose, rights: repository.writing, method: 'DELETE', url, signal })
  } catch {
    // The upload's own failure is what counts.
  }
}

/** The session's URL after an answer that may have moved it. */
export function movedUrl(purpose: Purpose, url: URL, answer: LocatedAnswer): URL {
  return headerOf(answer.headers, 'location') === undefined ? url : sessionUrl(purpose, answer)
}

function sessionUrl(purpose: Purpose, answer: LocatedAnswer): URL {
  const location = headerOf(answer.headers, 'location')
  if (location === undefined) {
    throw protocolError(purpose, `${purpose.host} opened an upload without saying where`)
  }
  return nextUrl(answer.url, location, 'upload location')
}
