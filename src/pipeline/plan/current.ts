import type { Environment, ImageRule } from '../../model/config.ts'
import type { CurrentImage } from '../../model/diff.ts'
import type { Ledger } from '../../model/ledger/ledger.ts'
import { LedgerView } from '../../model/ledger/queries.ts'
import { highestSemver, newestOf } from '../../model/version.ts'
import { algorithmOf, type Digest } from '../../oci/digest.ts'
import { isContentOf } from '../../oci/manifest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { asInFile } from './route.ts'
import { collect, findCandidates } from './source/candidates.ts'

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
 * What an image's current version in an environment is: what the ledger's last outcome for it there made it, while that tag
 * holds that digest; else the newest of what the file selects there; else its highest version tag; else unknown. This is
 * the one meaning of the word for a plan, a comparison, the matrix and a status. What a command line selects in place of
 * the file has no say in it.
 */
export async function currentImage(
  view: LedgerView,
  rule: ImageRule,
  environment: Environment,
  store: ContentSource,
  options: CallOptions,
): Promise<FoundCurrent | undefined> {
  return (
    (await fromLedger(view, rule, environment, store, options)) ??
    (await fromSelection(rule, environment, store, options)) ??
    (await fromHighest(store, options))
  )
}

async function fromLedger(
  view: LedgerView,
  rule: ImageRule,
  environment: Environment,
  store: ContentSource,
  options: CallOptions,
): Promise<FoundCurrent | undefined> {
  const known = view.current(environment.name, rule.name)
  if (known === undefined) return undefined
  const { tag, step, sequence } = known
  return (await holds(store, tag, step.digest, options))
    ? { tag, digest: step.digest, known: 'ledger', entry: sequence }
    : undefined
}

/** Whether a tag holds a digest. A registry says sha256 of every tag: whether that is the content of a sha512 digest only its bytes tell. */
export async function holds(
  store: ContentSource,
  tag: string,
  digest: Digest,
  options: CallOptions,
): Promise<boolean> {
  const held = await store.resolve(tag, options)
  if (held === undefined || held.digest === digest) return held !== undefined
  if (algorithmOf(held.digest) === algorithmOf(digest)) return false
  const manifest = await store.manifest(tag, options)
  return manifest !== undefined && isContentOf(manifest, digest)
}

async function fromSelection(
  rule: ImageRule,
  environment: Environment,
  store: ContentSource,
  options: CallOptions,
): Promise<FoundCurrent | undefined> {
  // A tag that is absent here is no error: the next rule is asked. Platforms do not matter for what is current.
  const lenient = { ...rule, optional: true, platforms: [] }
  const { candidates } = await findCandidates(asInFile(lenient), environment, store, options)
  const newest = newestOf(candidates.map(({ tag, descriptor }) => ({ tag, digest: descriptor.digest })))
  if (newest === undefined || newest.tag === null) return undefined
  return { tag: newest.tag, digest: newest.digest, known: 'select' }
}

async function fromHighest(store: ContentSource, options: CallOptions): Promise<FoundCurrent | undefined> {
  const tag = highestSemver(await collect(store.tags(options)))
  if (tag === undefined) return undefined
  const held = await store.resolve(tag, options)
  return held === undefined ? undefined : { tag, digest: held.digest, known: 'highest' }
}
