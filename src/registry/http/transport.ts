import type { Readable } from 'node:stream'
import { MAX_ERROR_BODY_BYTES } from '../../support/limits.ts'

/** The methods of the distribution API. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Header fields of an answer, names in lower case. */
export type HeaderFields = Readonly<Record<string, string | readonly string[] | undefined>>

/** Bytes that go out as they come in; nothing is kept. */
export interface StreamBody {
  readonly stream: Readable
  /** Bytes, exact. */
  readonly length: number
  /** Sees each chunk before it goes out; what it throws ends the request and is what the request rejects with. */
  readonly inspect?: (chunk: Buffer) => void
}

/** One request on the wire: no retries, no redirects, no authorization of its own. */
export interface WireRequest {
  readonly method: Method
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | StreamBody
  /** With `stream`, a 2xx answer comes as a stream and any other as bytes. */
  readonly want: 'bytes' | 'stream'
  /** Bytes of a 2xx answer kept in memory; a longer one fails. Of any other 64 KiB at most are read. */
  readonly maxBytes: number
  /** Milliseconds of silence after which the request is given up. */
  readonly timeoutMs: number
  readonly signal?: AbortSignal | undefined
}

/** One answer from the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: HeaderFields
  /** The body, empty where `stream` is set. */
  readonly body: Uint8Array
  /** A 2xx body that was asked for as a stream; whoever gets it ends it. */
  readonly stream?: Readable
  /** The host that answered, where that is not the one that was named but one it led to. */
  readonly elsewhere?: string
  /** On a 401 that stays: whether the request came with a login; absent where that is not known. */
  readonly hadLogin?: boolean
  /** On such a 401: a sentence on a login that stands where nobody reads it. */
  readonly unreadLogin?: string
  /** On a 403: whether the request's token says that it holds every right that was needed. */
  readonly hadRights?: boolean
}

/** Sends requests over kept connections. */
export interface Transport {
  /** Rejects with the signal's reason when aborted, else with the error of the socket. */
  send(request: WireRequest): Promise<WireAnswer>
  /** Ends all connections; requests in flight reject. */
  close(): Promise<void>
}

/** The first value of a header field, undefined when it is absent or empty. */
export function headerOf(headers: HeaderFields, name: string): string | undefined {
  const value = headers[name]
  const first = typeof value === 'string' ? value : value?.[0]
  return first === undefined || first === '' ? undefined : first
}

/** All values of a header field that may be repeated. */
export function headerValues(headers: HeaderFields, name: string): readonly string[] {
  const value = headers[name]
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** For what came compressed although no coding was asked for: all others are ruled out by name. RFC 9110 §12.5.3. */
export const NO_CODING = { 'accept-encoding': 'identity;q=1, *;q=0' }

/** True for a body that was compressed on the way. */
export function isEncoded(headers: HeaderFields): boolean {
  const coding = headerOf(headers, 'content-encoding')
  return coding !== undefined && coding.toLowerCase() !== 'identity'
}

/** An answer was longer than what may be kept in memory. */
export class AnswerTooLong extends Error {
  override readonly name = 'AnswerTooLong'
  /** Bytes allowed. */
  readonly limit: number

  constructor(limit: number) {
    super(`answer of more than ${limit} bytes`)
    this.limit = limit
  }
}

/** Nothing was heard for as long as the request allows. */
export class SilenceTimeout extends Error {
  override readonly name = 'SilenceTimeout'
  readonly code = 'ETIMEDOUT'
}

/** Interim answers (1xx) to one request after which it is given up: nobody sends more than a few. */
export const MOST_INTERIM_ANSWERS = 32

/** An answer that is none: it keeps the connection busy and never begins. */
export class EndlessAnswer extends Error {
  override readonly name = 'EndlessAnswer'
  readonly code = 'ERR_ENDLESS_ANSWER'
}

/** How many time limits a whole answer may take which is kept in memory: one that trickles is as good as silent. */
const WHOLE_ANSWER = 10

/**
 * Keeps the chunks of an answer, up to a limit of bytes and of time: all of a 2xx answer, or none; of any other as much as
 * may tell what is wrong.
 */
export class BodyCollector {
  readonly #isWhole: boolean
  readonly #maxBytes: number
  readonly #maxMs: number
  readonly #chunks: Uint8Array[] = []
  readonly #begun = performance.now()
  #length = 0

  /** @param isGood whether the answer is 2xx */
  constructor({ maxBytes, timeoutMs }: WireRequest, isGood: boolean) {
    this.#isWhole = isGood
    this.#maxBytes = isGood ? maxBytes : Math.min(maxBytes, MAX_ERROR_BODY_BYTES)
    this.#maxMs = isGood ? WHOLE_ANSWER * timeoutMs : timeoutMs
  }

  /**
   * Takes a chunk; false when no more is wanted, so that the rest, however long, need not be waited for.
   * @throws AnswerTooLong, SilenceTimeout
   */
  add(chunk: Uint8Array): boolean {
    const isLate = performance.now() - this.#begun > this.#maxMs
    if (isLate && this.#isWhole) throw new SilenceTimeout('the answer does not come to its end')
    const room = this.#maxBytes - this.#length
    if (chunk.byteLength > room && this.#isWhole) throw new AnswerTooLong(this.#maxBytes)
    const kept = chunk.byteLength > room ? chunk.subarray(0, room) : chunk
    if (kept.byteLength > 0) this.#chunks.push(kept)
    this.#length += kept.byteLength
    return kept.byteLength === chunk.byteLength && !isLate
  }

  /** What was kept, as one piece. */
  bytes(): Uint8Array {
    const only = this.#chunks[0]
    return this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks)
  }
}
