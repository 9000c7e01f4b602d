import { PROFILES } from '../../profiles/index.ts'
import { headerValues } from '../http/transport.ts'
import type { LocatedAnswer } from '../http/wire.ts'
import { parseChallenges } from './challenge.ts'
import type { Rights } from './grant.ts'
import { basicScheme, type Grant } from './grant.ts'
import { firstScope, isOfRegistry, joinScopes, parseScopes, type Scopes, scope } from './scopes.ts'

/** Rights beyond pull and push that a registry may name in a challenge and that reading may take. */
const FURTHER_RIGHTS = new Set(PROFILES.flatMap(({ readingRight }) => readingRight ?? []))

/** What the refusals of one host have taught about the rights to ask for. */
export class LearntRights {
  #further: readonly string[] = []
  /** What this registry gives no token for, although it gives tokens: the login itself is asked for. */
  readonly #basicOnly = new Set<string>()

  /** Whether the login itself is to be shown for this, and no token. */
  isBasicOnly(name: string): boolean {
    return this.#basicOnly.has(name)
  }

  /**
   * Notes that a token does not open what the login does: Harbor lists its repositories for a login and never for a token,
   * whatever that holds. False where the challenge does not say so.
   */
  learnBasic({ credential }: Grant, rights: Rights, answer: LocatedAnswer): boolean {
    const [name = ''] = rights.needed.keys()
    if (!isOfRegistry(name) || credential.kind !== 'basic' || this.#basicOnly.has(name)) return false
    const challenges = parseChallenges(headerValues(answer.headers, 'www-authenticate'))
    if (challenges.some(({ scheme }) => scheme === 'bearer') || basicScheme(challenges) === undefined)
      return false
    this.#basicOnly.add(name)
    return true
  }

  /** Notes rights that the challenge names and we do not ask for; false when there are none. */
  learnFurther(rights: Rights, answer: LocatedAnswer): boolean {
    const [repository = ''] = rights.needed.keys()
    const named = parseChallenges(headerValues(answer.headers, 'www-authenticate')).flatMap(
      ({ parameters }) => [...(parseScopes(parameters.scope ?? '').get(repository) ?? [])],
    )
    const missing = named.filter((right) => FURTHER_RIGHTS.has(right) && !this.#further.includes(right))
    this.#further = [...this.#further, ...missing]
    return missing.length > 0
  }

  /** The rights to ask for, with those that a challenge named. */
  withFurther(needed: Scopes): Scopes {
    const [repository] = firstScope(needed).keys()
    if (repository === undefined || this.#further.length === 0) return needed
    return joinScopes(needed, scope(repository, ...this.#further))
  }
}
