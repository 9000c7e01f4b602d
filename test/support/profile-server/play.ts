import type { FaultAuth } from '../fault-registry/auth.ts'
import type { BlobWays } from '../fault-registry/blobs.ts'
import type { Answer, Exchange, RecordedRequest } from '../fault-registry/exchange.ts'
import type { ManifestWays } from '../fault-registry/manifests.ts'
import type { RegistryState } from '../fault-registry/state.ts'

/** A request of which the host is known too. */
export interface PlayedRequest extends RecordedRequest {
  /** As it was asked, in lower case: `registry-1.docker.io`. */
  readonly host: string
}

/** What a fact answers with. */
export interface Asked {
  readonly exchange: Exchange
  readonly request: PlayedRequest
  /** Groups of the fact's path. */
  readonly groups: readonly string[]
  readonly state: RegistryState
  /** URL of the host that was asked. */
  readonly base: string
}

/** One thing that is known of how a registry answers. What is not known is in no play. */
export interface Fact {
  /** One sentence. */
  readonly fact: string
  /** Where it stands: `registries.md §1b [S]`, `recordings/harbor.json "…"`. */
  readonly source: string
  /** The hosts it is true of; the registry's own unless told. */
  readonly host?: string
  readonly method?: string | readonly string[]
  readonly path: RegExp
  /** Undefined leaves the request to the next fact, and in the end to the registry API. */
  readonly answer: (asked: Asked) => Answer | undefined | Promise<Answer | undefined>
  /** Changes what the registry API or a later fact has answered. */
  readonly after?: (asked: Asked, answer: Answer) => Answer
}

/** How one registry answers: the registry API out of its state, and what is known beyond it or otherwise. */
export interface Play {
  /** Of its profile. */
  readonly kind: string
  /** All its hosts; that of its registry API comes first. */
  readonly hosts: readonly string[]
  readonly auth: FaultAuth | undefined
  readonly blobs?: Partial<BlobWays>
  readonly manifests?: Partial<ManifestWays>
  /** What a DELETE below `/v2/` wants of a token; `delete` unless told. */
  readonly deleteRight?: 'delete' | 'push'
  readonly facts: readonly Fact[]
}

/** A fact about requests to one path, which need nothing but an answer. */
export function fact(
  said: Pick<Fact, 'fact' | 'source' | 'host' | 'method' | 'path'>,
  answer: Fact['answer'],
): Fact {
  return { ...said, answer }
}
