import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Answer } from '../fault-registry/exchange.ts'

/** One request to a real server, and its answer. */
export interface Probe {
  readonly name: string
  /** Its configuration, where several were asked. */
  readonly server?: string
  readonly request: {
    readonly method: string
    /** With its query. */
    readonly path: string
    /** Who asked: a user, `USER:wrong`, `bearer`, `basic`; nobody unless told. */
    readonly as?: string
  }
  readonly response: {
    readonly status: number
    /** `{base}` is the server's URL. */
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }
  /** What the token in the answer holds. */
  readonly access?: readonly { readonly name: string; readonly actions: readonly string[] }[] | null
}

/** A part of what a real server answered: `test/fixtures/NAME.json`. */
export class Recording {
  readonly name: string
  readonly version: string
  readonly probes: readonly Probe[]
  readonly #byRequest = new Map<string, Probe>()

  constructor(name: 'harbor' | 'zot', server?: string) {
    const file = path.join(import.meta.dirname, '..', '..', 'fixtures', `${name}.json`)
    const document = JSON.parse(readFileSync(file, 'utf8')) as { version: string; probes: readonly Probe[] }
    this.name = name
    this.version = document.version
    this.probes = document.probes.filter((probe) => server === undefined || probe.server === server)
    for (const probe of this.probes) {
      const key = keyOf(probe.request)
      if (!this.#byRequest.has(key)) this.#byRequest.set(key, probe)
    }
  }

  /** What was answered to the same request; of several answers the first. */
  find(request: Probe['request']): Probe | undefined {
    return this.#byRequest.get(keyOf(request))
  }

  /**
   * The answer of the probe of that name, with other words in place of its own.
   * @throws Error when there is no such probe: then nothing is known of it
   */
  say(name: string, base: string, instead: Readonly<Record<string, string>> = {}): Answer {
    const probe = this.probes.find((one) => one.name === name)
    if (probe === undefined) throw new Error(`${this.name}.json has no probe "${name}".`)
    return answerOf(probe, base, instead)
  }
}

/** A recorded answer as it is sent. */
export function answerOf(probe: Probe, base: string, instead: Readonly<Record<string, string>> = {}): Answer {
  const told = (text: string): string =>
    Object.entries(instead).reduce(
      (changed, [from, to]) => changed.replaceAll(from, to),
      text.replaceAll('{base}', base),
    )
  const { status, headers, body } = probe.response
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, told(value)])),
    ...(body === undefined ? {} : { body: new TextEncoder().encode(told(body)) }),
  }
}

/** Equal for requests that differ in the order and the coding of their query alone. */
function keyOf({ method, path: asked, as = '' }: Probe['request']): string {
  const { pathname, searchParams } = new URL(asked, 'http://recorded')
  const query = [...searchParams].map(([name, value]) => `${name}=${value}`).sort()
  return [method, pathname, query.join('&'), as].join(' ')
}
