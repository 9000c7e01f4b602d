import type { SearchHit, SearchQuery } from '../../model/lookup/search.ts'
import type { TagDetails } from '../../model/lookup/tags.ts'
import type { Found, PullLimit, RegistryLookup } from '../../model/registry/lookup.ts'
import { loginAdvice } from '../../profiles/names.ts'
import { PromoteError } from '../../support/errors.ts'
import type { RegistryClient } from '../client.ts'
import type { Exchange } from '../exchange.ts'
import { type Purpose, protocolError } from '../failures/errors.ts'
import { ownApi } from '../own-api.ts'
import { listRepositories } from './catalog.ts'

/** Pages of details that are asked for: more tags than anybody looks at. */
const MOST_PAGES = 1000

/** Statuses with which registries say that they do not list their repositories. */
const NO_CATALOG: ReadonlySet<number> = new Set([400, 401, 403, 404, 405, 501])

/** What registries are asked beside what is in a repository, by what is known of each. */
export function registryLookup({ api }: Pick<RegistryClient, 'api'>): RegistryLookup {
  return {
    tagDetails({ host, repository }, { signal }) {
      const exchange = api(host)
      const ask = exchange.profile?.tagDetails
      if (ask === undefined) return undefined
      const purpose = purposeOf(exchange, `read the details of the tags of ${host}/${repository}`)
      return detailPages(ownApi(exchange, repository, purpose, signal), ask, purpose)
    },
    async search(host, query, { signal }) {
      const exchange = api(host)
      const purpose = purposeOf(exchange, `search ${host}`)
      await recognize(exchange, purpose, signal)
      const way = exchange.profile?.search
      switch (way?.kind) {
        case 'none':
          throw new PromoteError('unsupported', `${host} cannot be searched.`, {
            reference: host,
            hint: way.why,
          })
        case 'own-api': {
          const answer = await way.find(ownApi(exchange, '', purpose, signal), query)
          if (answer.kind === 'found') {
            const { hits, note } = answer
            const notes = note === undefined ? [] : [note]
            return { by: 'search', hits: hits.slice(0, query.limit), notes }
          }
          if (answer.kind === 'refused') {
            throw new PromoteError('forbidden', `Could not search ${host}: ${answer.why}`, {
              reference: host,
              ...(answer.hint === undefined ? {} : { hint: answer.hint }),
            })
          }
          return searchCatalog(exchange, query, purpose, signal)
        }
        case undefined:
          return searchCatalog(exchange, query, purpose, signal)
        default:
          return way satisfies never
      }
    },
    pullLimit: (host) => pullLimitOf(api(host)),
  }
}

async function* detailPages(
  api: ReturnType<typeof ownApi>,
  ask: NonNullable<NonNullable<Exchange['profile']>['tagDetails']>,
  purpose: Purpose,
): AsyncGenerator<readonly TagDetails[]> {
  const seen = new Set<string>()
  let next: string | undefined
  do {
    const page = await ask(api, next)
    if (page === undefined) {
      throw new PromoteError('forbidden', `Could not ${purpose.doing}: this login does not get them.`)
    }
    yield page.details
    next = page.next
    if (next !== undefined && (seen.has(next) || seen.size === MOST_PAGES))
      throw protocolError(purpose, `${purpose.host} leads in a circle from page to page`)
    if (next !== undefined) seen.add(next)
  } while (next !== undefined)
}

/** Lets a host give its first answer, by which it is known where its name tells nothing. A refusal is one too. */
async function recognize(
  exchange: Exchange,
  purpose: Purpose,
  signal: AbortSignal | undefined,
): Promise<void> {
  const way = exchange.profile?.search
  const needsChallenge = way?.kind === 'own-api' && way.needsChallenge === true
  if ((exchange.profile !== undefined && !needsChallenge) || exchange.traces !== undefined) return
  const rights = { needed: new Map(), wanted: new Map() }
  try {
    await exchange.ask({
      ...{ purpose, rights, signal },
      method: 'GET',
      url: new URL('/v2/', exchange.endpoint.base),
    })
  } catch (error) {
    signal?.throwIfAborted()
    if (exchange.traces === undefined) throw error
  }
}

/** Repositories with the term in their name; one that has no other name comes first, as podman has it. */
async function searchCatalog(
  exchange: Exchange,
  { term, limit }: SearchQuery,
  purpose: Purpose,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const wanted = term.toLowerCase()
  const names: string[] = []
  try {
    for await (const name of listRepositories(exchange, purpose, signal))
      if (name.includes(wanted)) names.push(name)
  } catch (error) {
    throw catalogRefusal(exchange, error)
  }
  const exact = names.filter((name) => name === wanted)
  const others = names.filter((name) => name !== wanted)
  return { by: 'catalog', hits: [...exact, ...others].slice(0, limit).map(bareHit), notes: [] }
}

function catalogRefusal(exchange: Exchange, error: unknown): unknown {
  if (!(error instanceof PromoteError) || !NO_CATALOG.has(error.details.status ?? 0)) return error
  const { host } = exchange.endpoint
  const isRefused = error.code === 'unauthorized' || error.code === 'forbidden'
  const { command, note } = loginAdvice(host, exchange.profile)
  return new PromoteError(
    isRefused ? error.code : 'unsupported',
    isRefused
      ? `${host} has no search that this tool knows, and does not list its repositories to this login.`
      : `${host} has no search that this tool knows, and does not list its repositories.`,
    {
      ...error.details,
      reference: host,
      cause: error,
      hint: isRefused
        ? `Log in with \`${command}\` as someone who may list them.${note} promote tags ${host}/NAME shows what one holds.`
        : `promote tags ${host}/NAME shows what one repository holds.`,
    },
  )
}

function bareHit(name: string): SearchHit {
  return { name, description: '', stars: 0, official: false }
}

function purposeOf(exchange: Exchange, doing: string): Purpose {
  const { host } = exchange.endpoint
  return { doing, host, reference: host, speaker: exchange }
}

function pullLimitOf({ rateLimit }: Exchange): PullLimit | undefined {
  if (rateLimit === undefined) return undefined
  const { limit, remaining, windowSeconds, source } = rateLimit
  return { limit, remaining, windowSeconds: windowSeconds ?? null, source: source ?? null }
}
