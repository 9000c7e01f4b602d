import type { Readable } from 'node:stream'
import type { Descriptor } from '../../../oci/descriptor.ts'
import { agrees } from '../../../oci/digest.ts'
import type { BlobBody, BlobMeter, PutBlobOptions, UploadSession } from '../../../oci/store.ts'
import { verifierOf } from '../../../oci/verified-stream.ts'
import { ContentVerifier } from '../../../oci/verify.ts'
import { PromoteError } from '../../../support/errors.ts'
import { MAX_ERROR_BODY_BYTES } from '../../../support/limits.ts'
import { answerError, faultsOf, type Purpose, purposeError } from '../../failures/errors.ts'
import { costOf, DEAR_TRIES, failureOf } from '../../failures/failures.ts'
import { wait } from '../../failures/governor.ts'
import { isPassing } from '../../failures/retry.ts'
import { RetryAccount, type TryCost } from '../../failures/retry-account.ts'
import { withParameter } from '../../http/addresses/location-rules.ts'
import { headerOf, type StreamBody } from '../../http/transport.ts'
import type { LocatedAnswer } from '../../http/wire.ts'
import type { Repository } from '../repository.ts'
import { askProgress, beginUpload, closeUpload, movedUrl, type UploadState } from './upload-session.ts'

const OCTETS = { 'content-type': 'application/octet-stream' }

/** The source of an upload failed: another try at this end would not help. */
class SourceFailure extends Error {
  override readonly name = 'SourceFailure'
}

/** A try that failed in a way another one may mend. */
interface Setback {
  readonly failure: PromoteError
  /** What the next try takes out of the host's budget. */
  readonly cost: TryCost
  /** The answer it failed with, where there was one. */
  readonly refusal: LocatedAnswer | undefined
}

/**
 * One blob on its way up: POST (or a session that a mount opened) and one PUT with its length; where that breaks, what
 * the registry has is asked for and the rest is sent. Bytes are hashed on the way and the last of them is not sent
 * before size and digest were found right.
 */
export class Upload {
  readonly #repository: Repository
  readonly #descriptor: Descriptor
  readonly #body: BlobBody
  readonly #signal: AbortSignal | undefined
  readonly #meter: BlobMeter
  readonly #purpose: Purpose
  #verifier: ContentVerifier
  #isVerified = false
  #state: UploadState | undefined

  constructor(repository: Repository, descriptor: Descriptor, body: BlobBody, options: PutBlobOptions) {
    this.#repository = repository
    this.#descriptor = descriptor
    this.#body = body
    this.#signal = options.signal
    this.#meter = options.meter ?? { bytes: 0 }
    this.#purpose = repository.purposeOf('upload the blob', descriptor.digest)
    this.#verifier = new ContentVerifier(descriptor)
  }

  /** The session that is open and would be left behind if the upload ended now. */
  get open(): URL | undefined {
    return this.#state?.url
  }

  /** @throws PromoteError; `content` when the bytes do not match, what the body fails with as it is */
  async run(session: UploadSession | undefined): Promise<void> {
    const account = new RetryAccount(this.#repository.exchange)
    this.#signal?.throwIfAborted()
    if (session !== undefined) this.#state = { url: new URL(session.location), offset: 0 }
    for (;;) {
      this.#state ??= await beginUpload(this.#repository, this.#purpose, this.#signal)
      const state = this.#state
      const setback = await this.#try(state, account.failed + 1)
      if (setback === undefined) return
      const { failure, cost, refusal } = setback
      if (!account.take(cost, DEAR_TRIES)) throw failure
      await wait(account.backoff(), this.#signal)
      this.#state = await this.#goOn(state, refusal)
      if (this.#state === undefined && refusal === undefined && (await this.#hasArrived())) return
      // A long upload may break many times.
      if ((this.#state?.offset ?? 0) > state.offset) account.renew()
    }
  }

  /** One try; undefined when the blob is stored. @throws PromoteError for what another try will not mend */
  async #try(state: UploadState, tries: number): Promise<Setback | undefined> {
    try {
      const answer = await this.#send(state)
      if (await this.#isStored(answer)) return undefined
      const failure = answerError(this.#purpose, answer)
      if (!isPassing(answer) && !this.#isForgotten(answer)) throw failure
      // A host that asks for patience is not down.
      return { failure, cost: answer.status === 429 ? 'free' : 'cheap', refusal: answer }
    } catch (error) {
      return this.#passing(error, tries)
    }
  }

  /** Sends all that is missing; the answer to what closes the upload. */
  async #send(state: UploadState): Promise<LocatedAnswer> {
    const { digest, size } = this.#descriptor
    const { exchange } = this.#repository
    const ask = {
      ...{ purpose: this.#purpose, rights: this.#repository.writing, signal: this.#signal },
      maxBytes: MAX_ERROR_BODY_BYTES,
    }
    if (state.offset === 0) {
      const url = withParameter(state.url, 'digest', digest)
      return exchange.send({ ...ask, method: 'PUT', url, headers: OCTETS }, () => this.#bytesFrom(0))
    }
    if (state.offset < size) {
      const headers = { ...OCTETS, 'content-range': `${state.offset}-${size - 1}` }
      const answer = await exchange.send({ ...ask, method: 'PATCH', url: state.url, headers }, () =>
        this.#bytesFrom(state.offset),
      )
      if (answer.status >= 300) return answer
      this.#state = { url: movedUrl(this.#purpose, state.url, answer), offset: size }
    }
    const url = this.#state?.url ?? state.url
    return closeUpload(this.#repository, this.#purpose, url, digest, this.#signal)
  }

  async #bytesFrom(offset: number): Promise<StreamBody> {
    const { size } = this.#descriptor
    const stream = await this.#openBody(offset)
    const checksItself = verifierOf(stream, this.#descriptor)
    if (checksItself !== undefined) {
      this.#verifier = checksItself
      this.#isVerified = true
    } else if (offset === 0) {
      this.#verifier = new ContentVerifier(this.#descriptor)
      this.#isVerified = false
    }
    const verifier = this.#verifier
    const meter = this.#meter
    meter.bytes = offset
    let position = offset
    const inspect = (chunk: Buffer): void => {
      const start = position
      position += chunk.byteLength
      meter.bytes = position
      if (checksItself !== undefined) return
      verifier.update(chunk, start)
      if (position === size) this.#finish(verifier)
    }
    const atEnd = (): void => {
      if (position === size && size > 0) return
      try {
        this.#finish(verifier)
      } catch (error) {
        stream.destroy(error as Error)
      }
    }
    stream.prependOnceListener('end', atEnd)
    return { stream, length: size - offset, inspect }
  }

  async #openBody(offset: number): Promise<Readable> {
    let stream: Readable
    try {
      stream = await this.#body(offset)
    } catch (cause) {
      throw new SourceFailure('the source cannot be opened', { cause })
    }
    stream.once('error', (cause) => {
      this.#sourceError ??= new SourceFailure('the source failed', { cause })
    })
    return stream
  }

  #sourceError: SourceFailure | undefined

  #finish(verifier: ContentVerifier): void {
    if (this.#isVerified) return
    verifier.finish()
    this.#isVerified = true
  }

  async #isStored(answer: LocatedAnswer): Promise<boolean> {
    if (answer.status === 201 || answer.status === 204 || answer.status === 200) {
      this.#state = undefined
      const told = headerOf(answer.headers, 'docker-content-digest')
      if (told === undefined || agrees(told, this.#descriptor.digest)) return true
      throw new PromoteError(
        'content',
        `Could not ${this.#purpose.doing}: ${this.#purpose.host} stored ${told}.`,
        {
          reference: this.#purpose.reference,
        },
      )
    }
    // Nexus refuses one of two equal uploads at once, although the other one brings the blob.
    return answer.status === 400 && hasFault(answer, 'BLOB_UPLOAD_INVALID') && (await this.#isThere())
  }

  /** All bytes went out, no answer came, and the upload is gone: it may have been closed. */
  async #hasArrived(): Promise<boolean> {
    return this.#verifier.hashed === this.#descriptor.size && (await this.#isThere())
  }

  async #isThere(): Promise<boolean> {
    const { exchange } = this.#repository
    const answer = await exchange.ask({
      ...{ purpose: this.#purpose, rights: this.#repository.reading, signal: this.#signal },
      method: 'HEAD',
      url: this.#repository.url(`blobs/${this.#descriptor.digest}`),
    })
    return answer.status === 200
  }

  /** The registry has lost the session, or is elsewhere in it than was thought. */
  #isForgotten(answer: LocatedAnswer): boolean {
    return answer.status === 416 || (answer.status === 404 && hasFault(answer, 'BLOB_UPLOAD_UNKNOWN'))
  }

  /** The error as one that another try may mend, and what that try costs. @throws the error itself when none will */
  #passing(error: unknown, tries: number): Setback {
    this.#signal?.throwIfAborted()
    const source = this.#sourceError ?? (error instanceof SourceFailure ? error : undefined)
    if (source !== undefined) throw source.cause
    if (error instanceof PromoteError) throw error
    const failure = failureOf(error, this.#purpose.host)
    const told = purposeError(this.#purpose, failure, tries, error)
    if (failure.retries === 0) throw told
    return { failure: told, cost: costOf(failure), refusal: undefined }
  }

  /** Where the upload stands after a try that failed; undefined: it has to begin again. */
  async #goOn(state: UploadState, refusal: LocatedAnswer | undefined): Promise<UploadState | undefined> {
    const found = await askProgress(this.#repository, this.#purpose, state.url, this.#signal)
    // An offset that was never sent is none of this upload.
    if (found === undefined || found.offset === 0 || found.offset > this.#verifier.hashed) return undefined
    // Some take no second piece, or none of that length: what was refused once at this offset will be again.
    return refusal?.status === 416 && found.offset === state.offset ? undefined : found
  }
}

function hasFault(answer: LocatedAnswer, wanted: string): boolean {
  return faultsOf(answer).some(({ code }) => code === wanted)
}
