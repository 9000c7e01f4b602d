import type { PromoteError } from '../../support/errors.ts'
import { abortable } from '../../support/in-flight.ts'
import { type Credential, type CredentialSource, credentialKey } from './credentials/credential.ts'

/** The first showing of a credential that nothing is known about: others wait until it is over. */
export interface Trial {
  end(): void
}

/**
 * What one host made of the credentials it was shown. One that may be wrong is shown by one request, however many ask at
 * once, and one that is wrong never again: else it locks the account. One that was good and is refused has run out, and is
 * looked for anew, once.
 */
export class CredentialTrials {
  readonly #host: string
  readonly #source: CredentialSource
  readonly #good = new Set<string>()
  readonly #wrong = new Map<string, PromoteError>()
  readonly #trials = new Map<string, Promise<void>>()
  readonly #renewals = new Map<string, Promise<Credential>>()

  /** @param host as people write it */
  constructor(host: string, source: CredentialSource) {
    this.#host = host
    this.#source = source
  }

  /** The credential for a repository of the host. */
  find(repository: string, signal: AbortSignal | undefined): Promise<Credential> {
    return this.#source.get(this.#host, repository, signal === undefined ? {} : { signal })
  }

  /**
   * Waits until the credential may be shown. The trial, where this is one, is the caller's to end.
   * @throws PromoteError the refusal, when it was refused before
   */
  async begin(credential: Credential, signal: AbortSignal | undefined): Promise<Trial | undefined> {
    const key = credentialKey(credential)
    for (let trial = this.#trials.get(key); trial !== undefined; trial = this.#trials.get(key)) {
      await abortable(trial, signal)
    }
    const wrong = this.#wrong.get(key)
    if (wrong !== undefined) throw wrong
    if (this.#good.has(key)) return undefined
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#trials.set(key, promise)
    return {
      end: () => {
        this.#trials.delete(key)
        resolve()
      },
    }
  }

  /** Notes that the host took it. */
  accepted(credential: Credential): void {
    this.#good.add(credentialKey(credential))
  }

  /** Notes that the host did not take it; true when there is another one now. */
  async refused(
    credential: Credential,
    repository: string,
    error: PromoteError,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    const key = credentialKey(credential)
    if (this.#good.has(key)) return (await this.renewed(credential, repository, signal)) !== undefined
    this.#wrong.set(key, error)
    return false
  }

  /** What has taken the place of a credential that was good and has run out; undefined when nothing has. */
  async renewed(
    old: Credential,
    repository: string,
    signal: AbortSignal | undefined,
  ): Promise<Credential | undefined> {
    const key = credentialKey(old)
    const asking = this.#renewals.get(key) ?? this.#source.get(this.#host, repository, { renew: true })
    this.#renewals.set(key, asking)
    const found = await abortable(asking, signal)
    return credentialKey(found) === key ? undefined : found
  }
}
