import { createHash } from 'node:crypto'
import type { RecordedRequest } from './exchange.ts'

/**
 * What goes wrong with a request. Positions and lengths are bytes of the body.
 *
 * - `reset`: a TCP reset, before anything is done or, with `after`, when that much of the answer was sent
 * - `reset-upload`: a TCP reset when that much of the request's body came in; the upload keeps it
 * - `lose-answer`: the request is carried out, then the connection is reset
 * - `truncate`: the answer ends early; `honest` announces the shorter length, so that only the content shows it
 * - `corrupt`: one byte of the answer is another
 * - `answer`: this instead of the real answer; the request is not carried out
 * - `hang`: silence, before the headers or, `at: 'body'`, after some bytes of the body
 * - `slow`: the headers wait, the body comes in pieces with pauses
 * - `paced`: the body comes in pieces, each as soon as the test lets it
 * - `headers`: the real answer with headers set or dropped (lower-case names)
 * - `gzip`: the real answer with `Content-Encoding: gzip`
 */
export type Fault =
  | { readonly do: 'reset'; readonly after?: number }
  | { readonly do: 'reset-upload'; readonly after: number }
  | { readonly do: 'lose-answer' }
  | { readonly do: 'truncate'; readonly to: number; readonly honest?: boolean }
  | { readonly do: 'corrupt'; readonly at?: number }
  | {
      readonly do: 'answer'
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string
    }
  | { readonly do: 'hang'; readonly at: 'headers' | 'body'; readonly after?: number }
  | {
      readonly do: 'slow'
      readonly headersMs?: number
      readonly chunkBytes?: number
      readonly chunkMs?: number
    }
  | {
      readonly do: 'paced'
      readonly chunkBytes: number
      /** The next piece waits for it; told how much of the body was sent. */
      readonly next: (sent: number, request: RecordedRequest) => Promise<void>
    }
  | {
      readonly do: 'headers'
      readonly set?: Readonly<Record<string, string>>
      readonly drop?: readonly string[]
    }
  | { readonly do: 'gzip' }

/** Which requests a fault strikes: those that fit everything named. */
export interface FaultRule {
  readonly fault: Fault
  readonly method?: string | readonly string[]
  /** Tried on the path with its query, nothing percent-encoded in the latter. */
  readonly path?: RegExp
  /** `registry` unless told; `storage` is where redirected blobs are. */
  readonly server?: 'registry' | 'storage'
  /** Only the n-th request that fits, counted from 1. */
  readonly nth?: number
  /** Strikes at most so often. */
  readonly times?: number
  /** 0 to 1; drawn from the registry's seed, so a run can be had again. */
  readonly probability?: number
}

/** A rule that is in force. */
export interface InjectedFault {
  /** How often it struck. */
  readonly struck: number
  /** Ends it. */
  remove(): void
}

/** The rules in force; of several that fit the one injected first strikes. */
export class FaultRules {
  readonly #rules: { readonly rule: FaultRule; seen: number; struck: number }[] = []
  readonly #seed: string
  #drawn = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  inject(rule: FaultRule): InjectedFault {
    const entry = { rule, seen: 0, struck: 0 }
    this.#rules.push(entry)
    return {
      get struck() {
        return entry.struck
      },
      remove: () => {
        const at = this.#rules.indexOf(entry)
        if (at >= 0) this.#rules.splice(at, 1)
      },
    }
  }

  /** The fault that strikes this request, if any. */
  strike(request: RecordedRequest): Fault | undefined {
    for (const entry of this.#rules) {
      const { rule } = entry
      if (!fits(rule, request)) continue
      entry.seen++
      if (rule.nth !== undefined && entry.seen !== rule.nth) continue
      if (rule.times !== undefined && entry.struck >= rule.times) continue
      if (rule.probability !== undefined && this.#draw() >= rule.probability) continue
      entry.struck++
      return rule.fault
    }
    return undefined
  }

  #draw(): number {
    const hash = createHash('sha256')
      .update(`${this.#seed}/${this.#drawn++}`)
      .digest()
    return hash.readUInt32BE(0) / 2 ** 32
  }
}

function fits(rule: FaultRule, request: RecordedRequest): boolean {
  if ((rule.server ?? 'registry') !== request.server) return false
  const methods = typeof rule.method === 'string' ? [rule.method] : rule.method
  if (methods !== undefined && !methods.includes(request.method)) return false
  const query = [...request.query].map(([name, value]) => `${name}=${value}`).join('&')
  return rule.path === undefined || rule.path.test(query === '' ? request.path : `${request.path}?${query}`)
}
