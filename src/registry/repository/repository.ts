import type { Digest } from '../../oci/digest.ts'
import type { Rights } from '../auth/grant.ts'
import { joinScopes, type Scopes, scope } from '../auth/scopes.ts'
import type { Exchange } from '../exchange.ts'
import { answerError, type Purpose } from '../failures/errors.ts'
import type { LocatedAnswer } from '../http/wire.ts'

/** One repository of a registry: its URLs, its rights, its name in sentences. */
export class Repository {
  readonly exchange: Exchange
  readonly path: string
  readonly #wanted: Scopes

  /** @param wanted the rights a token for it should hold together */
  constructor(exchange: Exchange, path: string, wanted: Scopes) {
    this.exchange = exchange
    this.path = path
    this.#wanted = wanted
  }

  /** `host/path` as people write it. */
  get name(): string {
    return `${this.exchange.endpoint.host}/${this.path}`
  }

  /** A URL under `/v2/PATH/`. */
  url(rest: string): URL {
    return new URL(`/v2/${this.path}/${rest}`, this.exchange.endpoint.base)
  }

  /** The rights to read here. */
  get reading(): Rights {
    return { needed: scope(this.path, 'pull'), wanted: this.#wanted }
  }

  /** The rights to write here. */
  get writing(): Rights {
    return { needed: scope(this.path, 'pull', 'push'), wanted: this.#wanted }
  }

  /** The right to delete here; registries that know it ask for it by this name. */
  get deleting(): Rights {
    return { needed: scope(this.path, 'pull', 'push', 'delete'), wanted: this.#wanted }
  }

  /** The rights to write here what another repository of this host holds. */
  mounting(from: string): Rights {
    return { needed: joinScopes(scope(this.path, 'pull', 'push'), scope(from, 'pull')), wanted: this.#wanted }
  }

  /** `doing` with the repository's name after it. */
  purpose(doing: string, reference: string | undefined = undefined): Purpose {
    return {
      doing: `${doing} ${this.name}`,
      host: this.exchange.endpoint.host,
      reference: `${this.name}${suffix(reference)}`,
      speaker: this.exchange,
    }
  }

  /** `doing` with `name:tag` or `name@digest` after it. */
  purposeOf(doing: string, reference: string | Digest): Purpose {
    const full = `${this.name}${suffix(reference)}`
    return {
      doing: `${doing} ${full}`,
      host: this.exchange.endpoint.host,
      reference: full,
      speaker: this.exchange,
    }
  }
}

/** The answer, unless its status is another than these. @throws PromoteError as the answer means */
export function expectStatus(
  purpose: Purpose,
  answer: LocatedAnswer,
  ...statuses: readonly number[]
): LocatedAnswer {
  if (statuses.includes(answer.status)) return answer
  throw answerError(purpose, answer)
}

function suffix(reference: string | undefined): string {
  return reference === undefined ? '' : `${reference.includes(':') ? '@' : ':'}${reference}`
}
