import type { Environment, ImageRule } from '../../../model/config.ts'
import type { ExplainGap } from '../../../model/explain.ts'
import { digestPrefixOf } from '../../../model/ledger/digests.ts'
import type { LedgerView } from '../../../model/ledger/queries.ts'
import { type Digest, isDigest, shortDigest } from '../../../oci/digest.ts'
import { splitReference } from '../../../oci/reference.ts'
import type { ContentStore } from '../../../oci/store.ts'
import { allOrNothing } from '../../../support/concurrency.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { PipelineContext } from '../../context.ts'
import { currentImage } from '../../plan/current.ts'
import { imageNamed, placeOf } from '../../plan/places.ts'
import { collect } from '../../plan/source/candidates.ts'
import { heldTags } from '../../plan/source/held-tags.ts'
import { listedBy } from '../../plan/source/listed-by.ts'
import { beginReading } from '../../reading.ts'
import { MatchedDigests, prefixOf } from '../matched-digests.ts'
import { gapOf, versionTags } from './places.ts'

const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' })
const ALL = new Intl.ListFormat('en-GB')

/** How many manifests are asked for at once. */
const INDEXES_AT_ONCE = 16

/** What a person asks about, as it was written: a digest, an image, or a tag of one. */
export type Asked =
  | { readonly kind: 'digest'; readonly text: string; readonly image: string | undefined }
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'tag'; readonly image: string; readonly tag: string }

/** What the ledger knows that helps to tell which digest is meant. */
export interface KnownToLedger {
  readonly view: LedgerView
  readonly images: ReadonlySet<string>
  /** The digest that begins as was written; undefined where none does, or none was written. */
  readonly matched: Digest | undefined
}

/** Says how to name one of several digests of a tag; the one that was found last is an example. */
export type NameOne = (found: {
  readonly image: string
  readonly tag: string
  readonly environment: string
  readonly digest: Digest
}) => string

/** Which digest is meant, and of which image where that was said. */
export interface Subject {
  readonly digest: Digest
  readonly image: string | undefined
  /** The first environment where its tag was found to hold it; absent where no tag was read. */
  readonly environment?: string
  /** What could not be read on the way. */
  readonly gaps: readonly ExplainGap[]
}

/**
 * Reads `DIGEST`, `IMAGE`, `IMAGE:TAG` or `IMAGE@DIGEST`; eight digits of a digest suffice. The name of an image goes before
 * a digest that is written alike.
 * @throws PromoteError `usage` for a bad tag or digest
 */
export function parseAsked(text: string, isImage: (name: string) => boolean): Asked {
  if (isImage(text)) return { kind: 'image', image: text }
  const at = text.lastIndexOf('@')
  if (at > 0) {
    const { name } = splitReference(text.slice(0, at))
    prefixOf(text.slice(at + 1))
    return { kind: 'digest', text: text.slice(at + 1), image: name }
  }
  if (digestPrefixOf(text) !== undefined) return { kind: 'digest', text, image: undefined }
  // Too few digits of a digest, which would be read as the name of an image otherwise.
  if (/^(?:sha(?:256|512):.*|(?=[a-f]*\d)[0-9a-f]{4,7})$/.test(text)) prefixOf(text)
  const { name, tag } = splitReference(text)
  return tag === undefined ? { kind: 'image', image: name } : { kind: 'tag', image: name, tag }
}

/**
 * The digest that is meant. An image is what is current in the environment, without one in the last that has it; a tag is
 * what it holds, or held as the ledger has it.
 * @param nameOne how to say which is meant where a tag is not the same everywhere, as a sentence
 * @throws PromoteError `usage` for an unknown image, or when several are meant, saying how to tell them apart; `not-found`
 */
export async function findSubject(
  context: PipelineContext,
  asked: Asked,
  environments: readonly Environment[],
  known: KnownToLedger,
  nameOne: NameOne = ({ image, tag, environment }) =>
    `Name one of them: promote explain ${image}:${tag} ${environment}`,
): Promise<Subject> {
  switch (asked.kind) {
    case 'digest':
      return byDigest(context, asked, environments, known)
    case 'image':
      return byImage(context, asked.image, environments, known)
    case 'tag':
      return byTag(context, asked, environments, known, nameOne)
    default:
      return asked satisfies never
  }
}

async function byDigest(
  context: PipelineContext,
  { text, image }: Asked & { readonly kind: 'digest' },
  environments: readonly Environment[],
  { matched, images }: KnownToLedger,
): Promise<Subject> {
  if (image !== undefined && !images.has(image)) imageNamed(context.config, image)
  const whole = text.toLowerCase()
  const digest = matched ?? (isDigest(whole) ? whole : undefined)
  if (digest !== undefined) return { digest, image, gaps: [] }
  const { signal } = context
  const prefix = new MatchedDigests(prefixOf(text))
  const tagged: Tagged[] = []
  const rules = context.config.images.filter(({ name }) => image === undefined || name === image)
  const { gaps } = await inEach(context, environments, rules, async (store) => {
    const held = await heldTags(store, versionTags(await collect(store.tags({ signal }))), signal)
    tagged.push({ store, digests: new Set(held.values()) })
    prefix.add([...held.values()])
  })
  const found = prefix.refuseSeveral() ?? (await amongPlatforms(tagged, prefix, signal))
  if (found !== undefined) return { digest: found, image, gaps }
  throw notFound(
    `Neither the ledger nor a tag of any environment has a digest that begins with ${text}`,
    gaps,
    'All of the digest, sha256: and 64 hex digits, need not be known anywhere.',
  )
}

/** What the tags of a repository hold. */
interface Tagged {
  readonly store: ContentStore
  readonly digests: ReadonlySet<Digest>
}

/** The image of one platform that is meant, of all that the indexes of these tags list: a scanner names it so. What cannot be read has none. */
async function amongPlatforms(
  tagged: readonly Tagged[],
  prefix: MatchedDigests,
  signal: AbortSignal,
): Promise<Digest | undefined> {
  const reads = tagged.flatMap(({ store, digests }) =>
    [...digests].map((digest) => async (both: AbortSignal) => {
      prefix.add(await listedBy(store, digest, { signal: both }).catch(() => []))
    }),
  )
  await allOrNothing(reads, signal, INDEXES_AT_ONCE)
  signal.throwIfAborted()
  return prefix.refuseSeveral()
}

async function byImage(
  context: PipelineContext,
  image: string,
  environments: readonly Environment[],
  { view, images }: KnownToLedger,
): Promise<Subject> {
  const rule = context.config.images.find(({ name }) => name === image)
  if (rule === undefined && !images.has(image)) imageNamed(context.config, image)
  if (rule === undefined) {
    const last = environments.flatMap(({ name }) => view.current(name, image) ?? []).at(-1)
    if (last !== undefined) return { digest: last.step.digest, image, gaps: [] }
    throw notFound(`The ledger has no promotion of ${image} that ended well`, [])
  }
  const { found, gaps } = await inEach(context, environments, [rule], (store, environment) =>
    currentImage(view, rule, environment, store, { signal: context.signal }),
  )
  // Where a registry does not answer the ledger's word stands, rather than what another environment has.
  const last = environments
    .flatMap(({ name }) => {
      const read = found.find(({ environment }) => environment === name)?.value.digest
      if (read !== undefined) return [read]
      const isUnread = gaps.some(({ environment }) => environment === name)
      return isUnread ? (view.current(name, image)?.step.digest ?? []) : []
    })
    .at(-1)
  if (last !== undefined) return { digest: last, image, gaps }
  throw notFound(`${image} is not in ${placesText(environments)}`, gaps)
}

async function byTag(
  context: PipelineContext,
  { image, tag }: Asked & { readonly kind: 'tag' },
  environments: readonly Environment[],
  { view, images }: KnownToLedger,
  nameOne: NameOne,
): Promise<Subject> {
  const rules = context.config.images.filter(({ name }) => name === image)
  if (rules.length === 0 && !images.has(image)) imageNamed(context.config, image)
  const { found, gaps } = await inEach(
    context,
    environments,
    rules,
    async (store) => (await store.resolve(tag, { signal: context.signal }))?.digest,
  )
  const [first, ...others] = found
  if (first !== undefined) {
    if (others.every(({ value }) => value === first.value)) {
      return { digest: first.value, image, environment: first.environment, gaps }
    }
    const list = found.map(({ environment, value }) => `${shortDigest(value)} in ${environment}`).join(', ')
    const { environment, value: digest } = found.at(-1) ?? first
    throw new PromoteError('usage', `${image}:${tag} is not the same everywhere: ${list}.`, {
      hint: nameOne({ image, tag, environment, digest }),
    })
  }
  const recorded = environments
    .flatMap(({ name }) => view.tagsIn(name))
    .filter((state) => state.image === image && state.tag === tag)
    .toSorted((a, b) => a.sequence - b.sequence)
  const digest =
    recorded.findLast((state) => state.digest !== null)?.digest ??
    recorded.findLast(({ lastHeld }) => lastHeld !== undefined)?.lastHeld
  if (digest !== undefined) return { digest, image, gaps }
  const where = placesText(environments)
  throw notFound(
    `${image}:${tag} is not in ${where}, and the ledger never put it there`,
    gaps,
    'What there is: promote status, promote history',
  )
}

/** What `work` finds in each repository of these images, in promotion order, and what could not be read. */
async function inEach<T>(
  context: PipelineContext,
  environments: readonly Environment[],
  rules: readonly ImageRule[],
  work: (store: ContentStore, environment: Environment) => Promise<T | undefined>,
): Promise<{
  readonly found: readonly { readonly environment: string; readonly value: T }[]
  readonly gaps: readonly ExplainGap[]
}> {
  const { config, stores, progress } = context
  const gaps: ExplainGap[] = []
  const reading = beginReading(progress, environments, environments.length * rules.length)
  const found = await Promise.all(
    environments.flatMap((environment) =>
      rules.map(async (rule) => {
        const { location, text } = placeOf(config, environment, rule)
        try {
          const value = await reading.counted(work(stores.open(location), environment))
          return value === undefined ? [] : [{ environment: environment.name, value }]
        } catch (error) {
          gaps.push(
            gapOf(context, { environment: environment.name, image: rule.name, repository: text }, error),
          )
          return []
        }
      }),
    ),
  )
  const inOrder = environments.map(({ name }) => name)
  gaps.sort((a, b) => inOrder.indexOf(a.environment) - inOrder.indexOf(b.environment))
  return { found: found.flat(), gaps }
}

/** `test, staging or prod` */
function placesText(environments: readonly Environment[]): string {
  return EITHER.format(environments.map(({ name }) => name))
}

/** @param what a sentence without its end */
function notFound(what: string, gaps: readonly ExplainGap[], hint?: string): PromoteError {
  const [first] = gaps
  if (first === undefined) {
    return new PromoteError('not-found', `${what}.`, hint === undefined ? {} : { hint })
  }
  const places = ALL.format(new Set(gaps.map(({ environment }) => environment)))
  const unread = `${places} could not be read: ${first.message}`
  return new PromoteError(first.code, `${what}, as far as could be read.`, { hint: unread })
}
