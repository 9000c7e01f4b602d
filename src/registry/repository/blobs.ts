import type { Readable } from 'node:stream'
import type { Descriptor } from '../../oci/descriptor.ts'
import type { BlobSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { MAX_ERROR_BODY_BYTES } from '../../support/limits.ts'
import { answerError, type Purpose, purposeError } from '../failures/errors.ts'
import { costOf, failureOf } from '../failures/failures.ts'
import { wait } from '../failures/governor.ts'
import { RetryAccount } from '../failures/retry-account.ts'
import { headerOf, isEncoded, NO_CODING } from '../http/transport.ts'
import type { LocatedAnswer } from '../http/wire.ts'
import { Download, withoutFirst } from './download.ts'
import { requireIdentity } from './manifests.ts'
import { type Mirrors, NO_MIRRORS } from './mirrors.ts'
import { expectStatus, type Repository } from './repository.ts'

/**
 * Reads the blobs of a repository. OCI distribution spec 1.1, "Pulling blobs".
 * @param mirrors asked before it for the bytes of a blob, not for whether it is there
 */
export function blobSource(repository: Repository, mirrors: Mirrors = NO_MIRRORS): BlobSource {
  const { exchange } = repository
  return {
    async has({ digest }, { signal } = {}) {
      const purpose = repository.purposeOf('look for the blob', digest)
      const answer = await exchange.ask({
        purpose,
        method: 'HEAD',
        url: repository.url(`blobs/${digest}`),
        rights: repository.reading,
        signal,
      })
      if (answer.status === 404) return false
      expectStatus(purpose, answer, 200)
      return true
    },
    async open(descriptor, { signal, offset = 0 } = {}) {
      const { digest } = descriptor
      const purpose = repository.purposeOf('read the blob', digest)
      // What goes on in the middle cannot be told to be damaged: only the whole goes by a mirror.
      const places = offset === 0 ? [...mirrors.usable(digest)] : []
      let giver: Repository | undefined
      const from = async (position: number): Promise<Readable> => {
        for (let [mirror] = places; mirror !== undefined; [mirror] = places) {
          try {
            const asked = mirror.purposeOf('read the blob', digest)
            const stream = await openAt(mirror, asked, descriptor, position, signal)
            giver = mirror
            return stream
          } catch (error) {
            signal?.throwIfAborted()
            mirrors.failed(mirror, digest, error)
            places.shift()
          }
        }
        return openAt(repository, purpose, descriptor, position, signal)
      }
      const account = new RetryAccount(exchange)
      const download = new Download({
        descriptor,
        offset,
        first: await from(offset),
        continue: from,
        timeoutMs: exchange.timeoutMs,
        signal,
        async mend(error, hasProgress) {
          signal?.throwIfAborted()
          const mirror = places.shift()
          if (mirror !== undefined) return mirrors.failed(mirror, digest, error)
          const failure = failureOf(error, purpose.host)
          if (hasProgress) account.renew()
          if (!account.take(costOf(failure), failure.retries)) {
            throw error instanceof PromoteError
              ? error
              : purposeError(purpose, failure, account.failed, error)
          }
          await wait(account.backoff(), signal)
        },
      })
      if (places.length > 0) {
        download.once('error', (error) => {
          const isDamaged = error instanceof PromoteError && error.code === 'content'
          if (isDamaged && giver !== undefined) mirrors.failed(giver, digest, error)
        })
      }
      return download
    },
  }
}

async function openAt(
  repository: Repository,
  purpose: Purpose,
  descriptor: Descriptor,
  position: number,
  signal: AbortSignal | undefined,
): Promise<Readable> {
  const get = (more: Readonly<Record<string, string>>): Promise<LocatedAnswer> =>
    repository.exchange.ask({
      purpose,
      method: 'GET',
      url: repository.url(`blobs/${descriptor.digest}`),
      rights: repository.reading,
      headers: { ...(position === 0 ? {} : { range: `bytes=${position}-${descriptor.size - 1}` }), ...more },
      want: 'stream',
      maxBytes: MAX_ERROR_BODY_BYTES,
      signal,
    })
  let answer = await get({})
  if (isEncoded(answer.headers)) {
    answer.stream?.destroy()
    answer = await get(NO_CODING)
  }
  const { stream } = answer
  if (stream === undefined) throw answerError(purpose, answer)
  try {
    requireIdentity(purpose, answer.headers)
    const start = startOf(answer, position)
    requireLength(purpose, answer, descriptor.size - start)
    return start === position ? stream : withoutFirst(stream, position - start)
  } catch (error) {
    stream.destroy()
    throw error
  }
}

/** The byte an answer's body starts at: that which was asked for, or 0 from a server that knows no ranges. */
function startOf(answer: LocatedAnswer, position: number): number {
  if (answer.status !== 206) return 0
  const first = /^bytes (\d+)-/.exec(headerOf(answer.headers, 'content-range') ?? '')?.[1]
  return first === undefined || Number(first) > position ? position : Number(first)
}

function requireLength(purpose: Purpose, answer: LocatedAnswer, wanted: number): void {
  const told = headerOf(answer.headers, 'content-length')
  if (told === undefined || Number(told) === wanted) return
  throw new PromoteError(
    'content',
    `Could not ${purpose.doing}: ${purpose.host} has ${told} bytes of it, not ${wanted}.`,
    {
      reference: purpose.reference,
      hint: 'The registry holds a damaged blob, or the manifest is wrong about it.',
    },
  )
}
