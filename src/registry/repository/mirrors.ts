import { type Digest, isDigest } from '../../oci/digest.ts'
import type { ManifestSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import type { Repository } from './repository.ts'

/** Failures in one run after which a mirror is left out of it: each of them costs a request, or a time limit. */
const MOST_FAILURES = 3

/** What is known of the mirrors of one host; all its repositories share it. */
export class MirrorStates {
  readonly #left = new Set<string>()
  readonly #failures = new Map<string, number>()
  readonly #damaged = new Set<string>()
  readonly #note: (sentence: string) => void

  /** @param note told of a mirror that is not asked any more */
  constructor(note: (sentence: string) => void) {
    this.#note = note
  }

  /** Whether a mirror may be asked for this content. */
  isUsable({ name, exchange }: Repository, digest: Digest): boolean {
    return (
      !this.#left.has(exchange.endpoint.host) &&
      !this.#left.has(name) &&
      !this.#damaged.has(`${name}@${digest}`)
    )
  }

  /** Notes that a mirror did not give this content; what it is asked for after that depends on why. */
  failed({ name, exchange }: Repository, digest: Digest, error: unknown): void {
    const code = error instanceof PromoteError ? error.code : undefined
    switch (code) {
      case 'not-found':
        return
      case 'content':
        this.#damaged.add(`${name}@${digest}`)
        this.#note(`${name} is damaged for ${digest}: it is read elsewhere`)
        return
      case 'unauthorized':
      case 'forbidden':
        this.#leave(name, error)
        return
      case 'rate-limited':
        // Whoever asks again would have to wait as long as the mirror wants.
        this.#leave(exchange.endpoint.host, error)
        return
      default:
        this.#count(exchange.endpoint.host, error)
    }
  }

  #count(host: string, error: unknown): void {
    const failures = (this.#failures.get(host) ?? 0) + 1
    this.#failures.set(host, failures)
    if (failures >= MOST_FAILURES) this.#leave(host, error)
  }

  #leave(place: string, error: unknown): void {
    if (this.#left.has(place)) return
    this.#left.add(place)
    const why = error instanceof PromoteError ? (error.details.reason ?? error.message) : String(error)
    this.#note(`the mirror ${place} is not asked any more: ${why}`)
  }
}

/** The repositories of mirrors that may have what one repository has, in the order in which they are asked. */
export class Mirrors {
  readonly #repositories: readonly Repository[]
  readonly #states: MirrorStates

  constructor(repositories: readonly Repository[], states: MirrorStates) {
    this.#repositories = repositories
    this.#states = states
  }

  /** Those that may have this content. */
  usable(digest: Digest): readonly Repository[] {
    return this.#repositories.filter((one) => this.#states.isUsable(one, digest))
  }

  /** Whether there is any to ask. */
  get areThere(): boolean {
    return this.#repositories.length > 0
  }

  /** Notes that one of them did not give this content. */
  failed(mirror: Repository, digest: Digest, error: unknown): void {
    this.#states.failed(mirror, digest, error)
  }
}

/** No mirrors. */
export const NO_MIRRORS = new Mirrors([], new MirrorStates(() => {}))

/**
 * Manifests from mirrors, where one of them has what the digest says, else from the repository itself. A tag is looked up
 * there alone, and so is whether something is there: a mirror may be behind, or have what is gone.
 */
export function mirroredManifests(
  own: ManifestSource,
  mirrors: Mirrors,
  sourceOf: (repository: Repository) => ManifestSource,
): ManifestSource {
  if (!mirrors.areThere) return own
  return {
    ...own,
    async manifest(reference, options = {}) {
      const digest = isDigest(reference) ? reference : (await own.resolve(reference, options))?.digest
      if (digest === undefined) return undefined
      for (const mirror of mirrors.usable(digest)) {
        try {
          const found = await sourceOf(mirror).manifest(digest, options)
          if (found !== undefined) return found
        } catch (error) {
          options.signal?.throwIfAborted()
          mirrors.failed(mirror, digest, error)
        }
      }
      return own.manifest(reference, options)
    },
  }
}
