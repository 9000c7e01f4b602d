import type { GuardedManifest, GuardedRepository, GuardReport, Use } from '../../model/guard/guard.ts'
import type { Digest } from '../../oci/digest.ts'
import { isReferrerTag } from '../../oci/referrer-tags.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { known } from '../../support/known.ts'
import type { PipelineContext } from '../context.ts'
import { GapLog } from '../gaps.ts'
import { readLedgerView } from '../plan/current.ts'
import { environmentNamed, locationOf, type Place, placeOf } from '../plan/places.ts'
import { collect } from '../plan/source/candidates.ts'
import { heldTags } from '../plan/source/held-tags.ts'
import { readingOnce } from '../read-once.ts'
import { beginReading } from '../reading.ts'
import { belowOf } from './below.ts'
import { type LedgerSays, type OwnUse, unlistedUses, usesOf } from './uses.ts'

/** What is asked for. */
export interface GuardRequest {
  /** The one environment; undefined for all. */
  readonly environment: string | undefined
  /** Whether every tag that holds something in use is wanted: a request for each tag of the repositories. */
  readonly allTags: boolean
}

/**
 * What is in use in each environment, with all that goes with it: for a cleaner of the registry to spare. Reads every
 * repository, and gives nothing where one cannot be read: what lacks something would have it deleted.
 * @throws PromoteError `usage` for an unknown environment, `ledger`, and what could not be read
 */
export async function readGuard(given: PipelineContext, request: GuardRequest): Promise<GuardReport> {
  const context = readingOnce(given)
  const { config, stores, ledger, progress, signal } = context
  const environments =
    request.environment === undefined ? config.environments : [environmentNamed(config, request.environment)]
  const says: LedgerSays = {
    view: await readLedgerView(ledger, { signal }),
    standing: await ledger.standing({ signal }),
    open: await ledger.open({ signal }),
  }
  const log = new GapLog(context)
  const guarded = new Guarded()
  const reading = beginReading(progress, environments, environments.length * config.images.length)
  await allOrNothing(
    environments.flatMap((environment) =>
      config.images.map((rule) => async (both: AbortSignal) => {
        const place = placeOf(config, environment, rule)
        try {
          const store = stores.open(place.location)
          const where = { environment, rule, repository: place.text }
          const uses = await usesOf(says, where, store, { signal: both })
          await addUses(guarded, place, uses, store, { ...request, signal: both })
        } catch (error) {
          log.note(place, error)
        }
        reading.count()
      }),
    ),
    signal,
  )
  const names = new Set(config.images.map(({ name }) => name))
  for (const { name: environment } of environments) {
    for (const use of unlistedUses(says, environment, names)) {
      const location = locationOf(config, use.repository)
      const place: Place = { environment, image: use.image, location, text: use.repository }
      try {
        await addUses(guarded, place, [use], stores.open(location), { ...request, signal })
      } catch (error) {
        log.note(place, error)
      }
    }
  }
  log.throwIfAny()
  return {
    kind: 'guard',
    ledger: ledger.name,
    environments: environments.map(({ name }) => name),
    repositories: guarded.repositories(),
    head: (await ledger.head({ signal })) ?? null,
  }
}

async function addUses(
  guarded: Guarded,
  { environment, image, text }: Place,
  uses: readonly OwnUse[],
  store: ContentSource,
  { allTags, ...options }: CallOptions & Pick<GuardRequest, 'allTags'>,
): Promise<void> {
  for (const [digest, own] of Map.groupBy(uses, (use) => use.digest)) {
    const below = await belowOf(store, digest, options)
    // What is held, or about to move, need not be there: then there is nothing to spare.
    if (below === undefined) continue
    for (const { kind, tag } of own) guarded.add(text, digest, tag, { kind, environment, image, of: null })
    for (const { digest: part, kind, tag } of below) {
      guarded.add(text, part, tag, { kind, environment, image, of: digest })
    }
  }
  if (!allTags || uses.length === 0) return
  const tags = (await collect(store.tags(options))).filter((tag) => !isReferrerTag(tag))
  for (const [tag, digest] of await heldTags(store, tags, options.signal)) guarded.addTag(text, digest, tag)
}

/** Collects what is in use, each manifest of a repository once: several environments may share it. */
class Guarded {
  readonly #repositories = new Map<
    string,
    Map<Digest, { readonly tags: Set<string>; readonly uses: Map<string, Use> }>
  >()

  add(repository: string, digest: Digest, tag: string | null, use: Use): void {
    const manifests = known(this.#repositories, repository, () => new Map())
    const manifest = known(manifests, digest, () => ({ tags: new Set(), uses: new Map() }))
    if (tag !== null) manifest.tags.add(tag)
    manifest.uses.set(JSON.stringify(Object.values(use)), use)
  }

  /** Of what is not in use a tag says nothing. */
  addTag(repository: string, digest: Digest, tag: string): void {
    this.#repositories.get(repository)?.get(digest)?.tags.add(tag)
  }

  repositories(): readonly GuardedRepository[] {
    return [...this.#repositories]
      .map(([repository, manifests]) => ({
        repository,
        manifests: [...manifests]
          .map(
            ([digest, { tags, uses }]): GuardedManifest => ({
              digest,
              tags: [...tags].sort(),
              uses: [...uses.values()],
            }),
          )
          .sort((a, b) => (a.digest < b.digest ? -1 : 1)),
      }))
      .sort((a, b) => (a.repository < b.repository ? -1 : 1))
  }
}
