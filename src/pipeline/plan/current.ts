import type { Environment } from '../../model/config.ts'
import type { CurrentImage } from '../../model/diff.ts'
import type { Ledger } from '../../model/ledger/ledger.ts'
import { heldAfter } from '../../model/ledger/outcome.ts'
import { LedgerView } from '../../model/ledger/queries.ts'
import { highestSemver } from '../../model/version.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { type Candidate, collect, findCandidates } from './candidates.ts'
import type { WantedImage } from './route.ts'

/** An image's current version in an environment, with how it is known. */
export interface FoundCurrent extends CurrentImage {
  /** Sequence number of the ledger entry it came by; absent where the ledger does not know it. */
  readonly entry?: number
}

/** All of a ledger, folded into what it says last about each image and tag. */
export async function readLedgerView(ledger: Ledger, options: CallOptions): Promise<LedgerView> {
  const view = new LedgerView()
  for await (const line of ledger.entries(options)) if (line.kind === 'entry') view.add(line.entry)
  return view
}

/**
 * What an image's current version in an environment is: what the ledger put there last, if the tag still holds that
 * digest; else what the file selects there; else its highest version tag; else unknown.
 */
export async function currentImage(
  view: LedgerView,
  wanted: WantedImage,
  environment: Environment,
  store: ContentSource,
  options: CallOptions,
): Promise<FoundCurrent | undefined> {
  return (
    (await fromLedger(view, wanted, environment, store, options)) ??
    (await fromSelection(wanted, environment, store, options)) ??
    (await fromHighest(store, options))
  )
}

async function fromLedger(
  view: LedgerView,
  { rule }: WantedImage,
  environment: Environment,
  store: ContentSource,
  options: CallOptions,
): Promise<FoundCurrent | undefined> {
  const known = view.current(environment.name, rule.name)
  if (known === undefined) return undefined
  const tags = known.steps.flatMap((step) =>
    step.tags.flatMap((tag) => (heldAfter(tag) === tag.new ? [{ tag: tag.tag, digest: tag.new }] : [])),
  )
  const highest = highestSemver(tags.map(({ tag }) => tag))
  const last = tags.find(({ tag }) => tag === highest) ?? tags[0]
  if (last === undefined) return undefined
  const held = await store.resolve(last.tag, options)
  return held?.digest === last.digest ? { ...last, known: 'ledger', entry: known.sequence } : undefined
}

async function fromSelection(
  wanted: WantedImage,
  environment: Environment,
  store: ContentSource,
  options: CallOptions,
): Promise<FoundCurrent | undefined> {
  // A tag that is absent here is no error: the next rule is asked. Platforms do not matter for what is current.
  const rule = { ...wanted.rule, optional: true, platforms: [] }
  const { candidates } = await findCandidates({ ...wanted, rule }, environment, store, options)
  const chosen = highestCandidate(candidates)
  if (chosen?.tag == null) return undefined
  return { tag: chosen.tag, digest: chosen.descriptor.digest, known: 'select' }
}

async function fromHighest(store: ContentSource, options: CallOptions): Promise<FoundCurrent | undefined> {
  const tag = highestSemver(await collect(store.tags(options)))
  if (tag === undefined) return undefined
  const held = await store.resolve(tag, options)
  return held === undefined ? undefined : { tag, digest: held.digest, known: 'highest' }
}

function highestCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  const highest = highestSemver(candidates.flatMap(({ tag }) => (tag === null ? [] : [tag])))
  return candidates.find(({ tag }) => tag === highest) ?? candidates.at(-1)
}
