import { type HeaderFields, headerOf } from '../http/transport.ts'

/** How many pulls a registry allows, as the header of an answer says. */
export interface RateLimit {
  readonly limit: number
  readonly remaining: number
  /** Seconds in which `limit` pulls are allowed. */
  readonly windowSeconds: number | undefined
  /** Whom it counts: an address or an account; undefined where it does not say. */
  readonly source: string | undefined
}

/** Reads `ratelimit-limit: 100;w=21600` and `ratelimit-remaining`, as Docker Hub sends them; undefined where they are not there. */
export function rateLimitOf(headers: HeaderFields): RateLimit | undefined {
  const limit = /^(\d{1,9})(?:;w=(\d{1,9}))?/.exec(headerOf(headers, 'ratelimit-limit') ?? '')
  const remaining = /^\d{1,9}/.exec(headerOf(headers, 'ratelimit-remaining') ?? '')
  if (limit === null || remaining === null) return undefined
  const source = headerOf(headers, 'docker-ratelimit-source')
  return {
    limit: Number(limit[1]),
    remaining: Number(remaining[0]),
    windowSeconds: limit[2] === undefined ? undefined : Number(limit[2]),
    source: source !== undefined && /^[\w.:-]{1,64}$/.test(source) ? source : undefined,
  }
}

/** `100 pulls in 6 hours are allowed to 198.51.100.7, and 0 are left`. */
export function rateLimitText({ limit, remaining, windowSeconds, source }: RateLimit): string {
  const hours = windowSeconds === undefined ? '' : ` in ${spanText(windowSeconds)}`
  const whom = source === undefined ? '' : ` to ${source}`
  return `${limit} pulls${hours} are allowed${whom}, and ${remaining} are left`
}

/** `6 hours`, `90 minutes`, `45 seconds`. */
export function spanText(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} hours`
  if (seconds >= 60 && seconds % 60 === 0) return `${seconds / 60} minutes`
  return `${seconds} seconds`
}
