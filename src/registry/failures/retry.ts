import { PromoteError } from '../../support/errors.ts'
import { headerOf, type WireAnswer } from '../http/transport.ts'
import { faultsOf, type Purpose, purposeError } from './errors.ts'
import { costOf, failureOf } from './failures.ts'
import { type Governor, wait } from './governor.ts'
import { rateLimitOf } from './rate-limit.ts'
import { RetryAccount, type RetryLimits } from './retry-account.ts'

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
export interface RetryRules extends RetryLimits {
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
  let account: RetryAccount | undefined
  for (;;) {
    await governor.ready(signal)
    let delay: number
    try {
      const answer = await attempt()
      if (answer.status !== 429) governor.succeeded()
      if (!isPassing(answer)) return answer
      const asked = notePause(governor, answer)
      account ??= new RetryAccount(rules)
      // A window of hours is not waited for either.
      if (asked === 0 && rateLimitOf(answer.headers)?.remaining === 0) return answer
      if (asked > LONGEST_RETRY_AFTER_MS || !account.take(answer.status === 429 ? 'free' : 'cheap'))
        return answer
      delay = Math.max(asked, account.backoff())
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof PromoteError) throw error
      const failure = failureOf(error, purpose.host)
      account ??= new RetryAccount(rules)
      if (!account.take(costOf(failure), failure.retries))
        throw purposeError(purpose, failure, account.failed, error)
      delay = account.backoff()
    }
    await wait(delay, signal)
  }
}
