import type { Location } from '../../oci/reference.ts'
import type { ContentStore } from '../../oci/store.ts'
import { known } from '../../support/known.ts'
import { joinScopes, scope } from '../auth/scopes.ts'
import type { RegistryClient } from '../client.ts'
import { MirrorStates, Mirrors, NO_MIRRORS } from './mirrors.ts'
import { FallbackIndexes } from './referrers/fallback-indexes.ts'
import type { ReferrerLists } from './referrers/findable.ts'
import { unknownReferrersSupport } from './referrers/referrers.ts'
import { Repository } from './repository.ts'
import { repositoryStore } from './repository-store.ts'

/** What a repository is opened for; it decides what its tokens hold. */
export interface RepositoryAccess {
  /** Whether it is written to. */
  readonly push?: boolean
  /** Whether mirrors may be asked for its content: where that is only read, to be brought elsewhere. */
  readonly viaMirrors?: boolean
  /** Repositories of the same host that are read or written in the same run: their rights go into the same token. */
  readonly alongside?: readonly { readonly repository: string; readonly push: boolean }[]
}

/** Opens repositories of registries as stores. */
export interface Repositories {
  /** Nothing is asked before a call of the store needs it. @throws PromoteError `usage` when the host is none */
  open(location: Extract<Location, { kind: 'registry' }>, access?: RepositoryAccess): ContentStore
}

/** The repositories that a client reaches. Those of one host share what it told of its referrers. */
export function repositoriesOf(
  client: Pick<RegistryClient, 'api' | 'leave' | 'mirrors' | 'note'>,
): Repositories {
  const lists = new Map<string, ReferrerLists>()
  const states = new Map<string, MirrorStates>()
  const mirrorsOf = (host: string, repository: string): Mirrors => {
    const found = client.mirrors(host).map(({ api, prefix }) => {
      const path = prefix + repository
      return new Repository(api, path, scope(path, 'pull'))
    })
    return new Mirrors(
      found,
      known(states, host, () => new MirrorStates(client.note)),
    )
  }
  return {
    open({ host, repository }, { push = false, alongside = [], viaMirrors = false } = {}) {
      const wanted = joinScopes(
        ...[{ repository, push }, ...alongside].map((one) =>
          one.push ? scope(one.repository, 'pull', 'push') : scope(one.repository, 'pull'),
        ),
      )
      const shared = {
        referrers: known(lists, host, () => ({
          support: unknownReferrersSupport(),
          indexes: new FallbackIndexes(),
        })),
        leave: client.leave,
      }
      const mirrors = viaMirrors && !push ? mirrorsOf(host, repository) : NO_MIRRORS
      return repositoryStore(new Repository(client.api(host), repository, wanted), shared, mirrors)
    },
  }
}
