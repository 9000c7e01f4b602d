import type { TagRemoval } from '../oci/store.ts'
import type { SearchAnswer, SearchQuery } from './lookup/search.ts'
import type { TagDetailsPage } from './lookup/tags.ts'
import type { OwnApi } from './registry/own-api.ts'

/**
 * How one tag is removed, and nothing with it: by `DELETE …/manifests/TAG` with a token that holds `right`, or by the
 * registry's own API.
 */
export type Untag =
  | { readonly kind: 'manifest'; readonly right: 'delete' | 'push' }
  | { readonly kind: 'own-api'; readonly remove: (api: OwnApi, tag: string) => Promise<TagRemoval> }

/**
 * How repositories are found in a registry: by a search of its own, or not at all, and `why` says what to do in place of
 * it, in a sentence or two.
 */
export type SearchWay =
  | {
      readonly kind: 'own-api'
      readonly find: (api: OwnApi, query: SearchQuery) => Promise<SearchAnswer>
      /** Whether its API is where the challenge of its registry says: that has to be asked for something first. */
      readonly needsChallenge?: boolean
    }
  | { readonly kind: 'none'; readonly why: string }

/** How many parts a repository's path has in a registry. */
export interface RepositoryForm {
  readonly least: number
  readonly most?: number
  /** The path as that registry's documentation writes it: `PROJECT/REPOSITORY/IMAGE`. */
  readonly written: string
}

/** What to try when a registry refuses something in these words. */
export interface Advice {
  /** Found in `CODE: message` of one of the errors it sent. Takes linear time on any text. */
  readonly says: RegExp
  /** Where the words alone do not tell. */
  readonly status?: number
  /** One or two sentences; made from the refusal where they name what it is about. */
  readonly hint: string | ((refused: Refused) => string)
}

/** What a registry refused, for advice that says what to type. */
export interface Refused {
  readonly host: string
  /** What {@link Advice.says} found. */
  readonly found: RegExpExecArray
}

/** What the first answer of a host, or its challenge, says of the server. */
export interface Traces {
  /** Of a Bearer challenge. */
  readonly realm?: URL
  readonly service?: string | undefined
  /** Of a Basic challenge. */
  readonly basicRealm?: string
  /** A field of the answer's header. */
  header(name: string): string | undefined
}

/** A user name and what proves it. */
export interface Proof {
  readonly username: string
  readonly password: string
}

/** What is known of who logs in to a registry. */
export interface LoginForm {
  /** The user names that there can be, as that registry's documentation writes them: `AWS`, `REGION@AK`. */
  readonly written: string
  /** Finds every user name that there can be. */
  readonly users: RegExp
  /** The login that keys of the cloud make at a host; undefined for a host that does not tell its region. */
  readonly fromKeys?: (host: string, accessKey: string, secretKey: string) => Proof | undefined
}

/** What is known of how a registry behaves where a client finds out by asking: a sentence, and how it is known. */
export interface KnownWay {
  readonly says: string
  /** A real server answered so, to a test or a recording; or its documentation, its source or reports of it say so. */
  readonly from: 'real server' | 'its documented answers'
  /** Which of them: a version, a document, an issue. */
  readonly source: string
}

/** The sides of a registry that a client meets in every promotion; what is not known is absent. */
export interface KnownWays {
  readonly mounts?: KnownWay
  readonly referrers?: KnownWay
  /** What goes when a tag or a manifest is deleted. */
  readonly deletion?: KnownWay
  readonly immutability?: KnownWay
  readonly rateLimits?: KnownWay
}

/** What is known of one named registry: data and hooks, which whoever asks a registry consults. */
export interface RegistryProfile {
  /** `harbor`, `docker-hub`. */
  readonly kind: string
  /** As its makers write it: `Docker Hub`. */
  readonly name: string
  /** Its hosts, in lower case and without a port; none for a server that people run under names of their own. */
  readonly hosts: readonly RegExp[]
  /** Host names that mean one and the same registry; the one that people write comes first. */
  readonly names?: readonly string[]
  /** Where its registry API answers, if not under the name people write. */
  readonly apiHost?: string
  /** Its key in docker's credential files and helpers, if not its host. */
  readonly credentialKey?: string
  /** How a tag is removed alone; none where that takes the manifest or other tags along, or where it is not known. */
  readonly untag?: Untag
  /**
   * Which of these tags, all of them there, its own rules do not let move; asked before something is written. None where
   * it does not tell, or not to this login.
   */
  readonly immovable?: (api: OwnApi, tags: readonly string[]) => Promise<readonly string[]>
  /**
   * What its own API says of many tags at once, a page for each call; `next` is what the page before named. Undefined where
   * it says nothing to this login.
   */
  readonly tagDetails?: (api: OwnApi, next: string | undefined) => Promise<TagDetailsPage | undefined>
  /** How repositories are found there; where it is absent, by `_catalog`. */
  readonly search?: SearchWay
  /** Whether each GET of a manifest is counted, and answers say how many are left. */
  readonly limitsPulls?: boolean
  /** Words of its own beside 403 for what is no lack of rights: a quota is full, or it takes no such content. */
  readonly failureWords?: RegExp
  /** Whether an answer shows that it is this registry; asked of hosts whose name tells nothing, about their first answer. */
  readonly recognizes?: (traces: Traces) => boolean
  readonly repositoryForm?: (host: string) => RepositoryForm | undefined
  /** Why no registry of this kind has this host, where that shows in its name; undefined for a host that may be one. */
  readonly hostProblem?: (host: string) => { readonly message: string; readonly hint: string } | undefined
  /** Words of its own in which it refuses to move a tag; "immutable" is understood everywhere. */
  readonly immutableWords?: RegExp
  /** A right beside `pull` that reading may take; asked for where a challenge names it. */
  readonly readingRight?: string
  /** The `iss` of its tokens, where each that is somebody's has a `sub`: one without is what a wrong password gets. */
  readonly namingIssuer?: string
  /** Where not every user name can be one. */
  readonly login?: LoginForm
  /** The command that logs in, if not `promote login HOST`. */
  readonly loginCommand?: (host: string) => string
  /** One sentence on what its user names and passwords are. */
  readonly loginNote?: string
  readonly advice?: readonly Advice[]
  /** Told where a refusal or a limit is told, and in docs/registries.md. */
  readonly known: KnownWays
}

/** Finds the profile of a host, as people write it; undefined where its name tells nothing. */
export type FindProfile = (host: string) => RegistryProfile | undefined

/** Why there is no such registry, or it can hold no repository of this path, and what to write; undefined when it can. */
export function repositoryProblem(
  profile: RegistryProfile | undefined,
  { host, repository }: { readonly host: string; readonly repository: string },
): { readonly message: string; readonly hint: string } | undefined {
  const wrongHost = profile?.hostProblem?.(host)
  if (wrongHost !== undefined) return wrongHost
  const form = profile?.repositoryForm?.(host)
  if (profile === undefined || form === undefined) return undefined
  const { least, most = Number.POSITIVE_INFINITY, written } = form
  const parts = repository.split('/').length
  if (parts >= least && parts <= most) return undefined
  const wanted = least === most ? `exactly ${least}` : `at least ${least}`
  return {
    message: `A repository on ${profile.name} has ${wanted} parts after the host; this has ${parts}.`,
    hint: `After the host comes ${written}${parts > most ? '; {flat} is {image} with dashes for slashes' : ''}.`,
  }
}
