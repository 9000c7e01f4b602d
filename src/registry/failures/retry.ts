import { PromoteError } from '../../support/errors.ts'
import { headerOf, type WireAnswer } from '../http/transport.ts'
import { faultsOf, type Purpose, purposeError } from './errors.ts'
import { costOf, failureOf } from './failures.ts'
import { type Governor, wait } from './governor.ts'

const FIRST_DELAY_MS = 250
const LONGEST_DELAY_MS = 10_000
/** A host that asks for more patience than this is not waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000

const PASSING = new Set([408, 429, 500, 502, 503, 504])

/** True for an answer that may be another one a little later; a 500 that says what is wrong with the request is none. */
export function isPassing(answer: WireAnswer): boolean {
  if (!PASSING.has(answer.status)) return false
  return (
    answer.status !== 500 ||
    !faultsOf(answer).some(
      ({ code, message }) =>
        /^(BLOB|MANIFEST|NAME|DIGEST|SIZE)_/.test(code) || /^invalid manifest/i.test(message),
    )
  )
}

/** The wait before try `attempt` (1 for the first repetition): exponential, full jitter. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1))
}

/** `Retry-After` in milliseconds from `now`: seconds or a date (RFC 9110 §10.2.3); undefined when absent or unreadable. */
export function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined
  const text = value.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}

/** The milliseconds an answer asks to wait, 0 when it does not; a 429 also makes the governor hold back. */
export function notePause(governor: Governor, answer: WireAnswer): number {
  const asked = retryAfterMs(headerOf(answer.headers, 'retry-after'), Date.now()) ?? 0
  if (answer.status === 429) governor.tooMany(asked <= LONGEST_RETRY_AFTER_MS ? asked : 0)
  return asked
}

/** How often a request is tried. */
export interface RetryRules {
  /** Tries after the first. */
  readonly retries: number
  readonly governor: Governor
  readonly signal: AbortSignal | undefined
}

/**
 * Tries a repeatable request until it gets an answer that will stay, waiting in between; the last answer comes back
 * whatever it is. An error that is no socket's passes through at once.
 * @throws PromoteError `unreachable`, `timeout`, `protocol`; `rate-limited` when the host wants more than a minute of patience
 */
export async function withRetries<Answer extends WireAnswer>(
  purpose: Purpose,
  rules: RetryRules,
  attempt: () => Promise<Answer>,
): Promise<Answer> {
  const { governor, signal } = rules
  let dear = 0
  for (let tries = 1; ; tries++) {
    await governor.ready(signal)
    let delay: number
    try {
      const answer = await attempt()
      if (answer.status !== 429) governor.succeeded()
      if (!isPassing(answer)) return answer
      const asked = notePause(governor, answer)
      delay = Math.max(asked, backoffMs(tries))
      if (tries > rules.retries || asked > LONGEST_RETRY_AFTER_MS) return answer
      if (answer.status !== 429 && !governor.mayRetry()) return answer
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof PromoteError) throw error
      const failure = failureOf(error, purpose.host)
      if (costOf(failure) === 'dear') dear++
      if (tries > rules.retries || dear > failure.retries || !governor.mayRetry(costOf(failure))) {
        throw purposeError(purpose, failure, tries, error)
      }
      delay = backoffMs(tries)
    }
    await wait(delay, signal)
  }
}
