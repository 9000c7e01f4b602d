import { PROFILES } from '../../profiles/index.ts'
import { isObject, type JsonObject } from '../../support/json-object.ts'

/**
 * Rights by repository path, the most important repository first. What is no repository stands under `registry:NAME`, as
 * the right to list them all does: `registry:catalog`.
 */
export type Scopes = ReadonlyMap<string, ReadonlySet<string>>

/** The rights on one repository. */
export function scope(repository: string, ...actions: readonly string[]): Scopes {
  return new Map([[repository, new Set(actions)]])
}

/** All rights of all sets; repositories in the order first named. */
export function joinScopes(...sets: readonly Scopes[]): Scopes {
  const joined = new Map<string, Set<string>>()
  for (const set of sets) {
    for (const [repository, actions] of set) {
      const known = joined.get(repository)
      if (known === undefined) joined.set(repository, new Set(actions))
      else for (const action of actions) known.add(action)
    }
  }
  return joined
}

/**
 * The same rights, repositories that are written before those that are only read: some endpoints read the first scope
 * alone. Equal rights come out in equal order, so that those who ask at once share one token.
 */
export function writtenFirst(scopes: Scopes): Scopes {
  const rank = ([repository, actions]: readonly [string, ReadonlySet<string>]): string =>
    `${actions.has('push') ? 0 : 1} ${repository}`
  return new Map([...scopes].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)))
}

/** The rights on the first repository alone. */
export function firstScope(scopes: Scopes): Scopes {
  return new Map([...scopes].slice(0, 1))
}

/** True when `have` holds every right of `need`. */
export function covers(have: Scopes, need: Scopes): boolean {
  return [...need].every(([repository, actions]) => {
    const held = have.get(repository)
    return held !== undefined && (held.has('*') || [...actions].every((action) => held.has(action)))
  })
}

/** The values of the `scope` parameters, in order: `repository:PATH:pull,push`. */
export function scopeParameters(scopes: Scopes): readonly string[] {
  return [...scopes].map(
    ([name, actions]) => `${isOfRegistry(name) ? '' : 'repository:'}${name}:${[...actions].join(',')}`,
  )
}

/** The right to list the repositories of a registry. Docker's token specification, "Resource scope". */
export const CATALOG: Scopes = new Map([['registry:catalog', new Set(['*'])]])

/** Whether a name in {@link Scopes} is of the registry itself; a repository's path has no colon. */
export function isOfRegistry(name: string): boolean {
  return name.includes(':')
}

/** Reads a challenge's `scope` parameter; entries that are about neither repositories nor the registry are left out. */
export function parseScopes(text: string): Scopes {
  const sets = text.split(' ').flatMap((entry) => {
    const match = /^(?:repository(?:\([^)]*\))?:(.+)|(registry:.+)):([^:]*)$/.exec(entry)
    const [, repository, registry, actions] = match ?? []
    const name = repository ?? registry
    return name === undefined || actions === undefined
      ? []
      : [scope(name, ...actions.split(',').filter((action) => action !== ''))]
  })
  return joinScopes(...sets)
}

/**
 * The rights a token says it holds: the `access` claim of a JWT, as docker's token specification has it.
 * Undefined for a token that does not say. The signature is the registry's business.
 */
export function grantedBy(token: string): Scopes | undefined {
  const access = claimsOf(token)?.access
  if (!Array.isArray(access)) return undefined
  return joinScopes(
    ...access.flatMap((entry: unknown) =>
      isObject(entry) && typeof entry.name === 'string' && isScopeType(entry.type)
        ? [
            scope(
              entry.type === 'registry' ? `registry:${entry.name}` : entry.name,
              ...stringsOf(entry.actions),
            ),
          ]
        : [],
    ),
  )
}

/** Issuers that name everybody in their tokens. */
const NAMING_ISSUERS = new Set(PROFILES.flatMap(({ namingIssuer }) => namingIssuer ?? []))

/**
 * Whether a token says that it is nobody's: its `sub` is empty, as docker's token specification has it for a client that
 * did not say who it is. One without `sub` says so only where the registry is known to name everybody else.
 */
export function isNobodys(token: string): boolean {
  const { sub, iss } = claimsOf(token) ?? {}
  return sub === '' || (!sub && typeof iss === 'string' && NAMING_ISSUERS.has(iss))
}

/** The payload of a JWT, unchecked; undefined for any other token. */
function claimsOf(token: string): JsonObject | undefined {
  const payload = token.split('.')[1]
  if (payload === undefined) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    return isObject(claims) ? claims : undefined
  } catch {
    return undefined
  }
}

function isScopeType(type: unknown): type is 'repository' | 'registry' {
  return type === 'repository' || type === 'registry'
}

function stringsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
