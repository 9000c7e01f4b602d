import type { Environment } from '../../../model/config.ts'
import type {
  ExplainedChange,
  ExplainedPlace,
  ExplainedReferrer,
  ExplainReport,
} from '../../../model/explain.ts'
import { type Refusal, refusalsIn } from '../../../model/ledger/standing/refusals.ts'
import type { LedgerReferrer } from '../../../model/ledger/steps.ts'
import { referrerName } from '../../../model/referrers.ts'
import type { Digest } from '../../../oci/digest.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { PipelineContext } from '../../context.ts'
import { environmentNamed, locationOf, placeOf } from '../../plan/places.ts'
import { listedBy } from '../../plan/source/listed-by.ts'
import { readingOnce } from '../../read-once.ts'
import { readKnown } from './known.ts'
import { gapOf, type PlaceAsked, type PlaceRead, readPlaces } from './places.ts'
import { DigestStory } from './story.ts'
import { findSubject, parseAsked } from './subject.ts'

/** What is to be explained. */
export interface ExplainRequest {
  /** `DIGEST`, `IMAGE`, `IMAGE:TAG` or `IMAGE@DIGEST`; eight digits of a digest suffice. */
  readonly what: string
  /** The one environment that is asked about; undefined for all. */
  readonly environment?: string | undefined
}

/**
 * Where a digest is, how it came there, what refers to it, what it replaced and what replaced it. Registries are read
 * together; what one of them does not answer is named in the report, and the rest is there.
 * @throws PromoteError `usage` for what cannot be meant, `not-found` when nobody has it, `ledger`
 */
export async function explain(given: PipelineContext, request: ExplainRequest): Promise<ExplainReport> {
  const context = readingOnce(given)
  const { config, ledger, signal } = context
  const environments =
    request.environment === undefined ? config.environments : [environmentNamed(config, request.environment)]
  const isInFile = (name: string): boolean => config.images.some((image) => image.name === name)
  const { ended, ...known } = await readKnown(context, request.what)
  const asked = parseAsked(request.what, (name) => isInFile(name) || known.images.has(name))
  const subject = await findSubject(context, asked, environments, known)
  const { digest } = subject
  const story = new DigestStory(digest, ended)
  for await (const line of ledger.entries({ signal })) if (line.kind === 'entry') story.add(line.entry)
  const isAsked = (name: string): boolean => request.environment === undefined || request.environment === name
  const promotions = story.promotions.filter(({ to, image }) => isAsked(to) && isOf(subject.image, image))
  const approvals = story.approvals.filter(({ to, image }) => isAsked(to) && isOf(subject.image, image))
  const read = await readPlaces(
    context,
    known.view,
    digest,
    placesOf(context, environments, subject, promotions),
  )
  const places = read.flatMap(({ place }) => place ?? [])
  const holding = places.filter(({ isPresent, lost }) => isPresent || lost.length > 0)
  const images = new Set([...promotions, ...approvals, ...holding].map(({ image }) => image))
  const asChanges = (changes: readonly ExplainedChange[]): readonly ExplainedChange[] =>
    changes.filter(({ environment, image }) => isAsked(environment) && isOf(subject.image, image))
  const replaced = asChanges(story.replaced)
  const replacedBy = asChanges(story.replacedBy)
  const refused = await refusalsOf(context, digest, [...images], places)
  const refusals = refused.refusals.filter(({ environment }) => environment === null || isAsked(environment))
  const gaps = gapsOf([...subject.gaps, ...read.flatMap((one) => one.gaps), ...refused.gaps])
  const isKnown = images.size + gaps.length + replaced.length + replacedBy.length + refusals.length > 0
  if (!isKnown) {
    const where = environments.map(({ name }) => name).join(', ')
    throw new PromoteError(
      'not-found',
      `${digest} is not in ${where}, and the ledger knows no promotion of it.`,
    )
  }
  return {
    kind: 'explain',
    ledger: ledger.name,
    asked: request.what,
    environment: request.environment ?? null,
    digest,
    images: [...images],
    // Where it is known which images it is, the repositories of others have nothing to say.
    places: places.filter(({ image }) => images.size === 0 || images.has(image)),
    gaps,
    promotions,
    approvals,
    referrers: referrersOf(story, read),
    replaced,
    replacedBy,
    ...(refusals.length === 0 ? {} : { refusals }),
    head: (await ledger.head({ signal })) ?? null,
  }
}

/** The repositories to look into: those of its images, of all images where the ledger does not know it. */
function placesOf(
  { config }: PipelineContext,
  environments: readonly Environment[],
  { image }: { readonly image: string | undefined },
  promotions: ExplainReport['promotions'],
): readonly PlaceAsked[] {
  const images =
    image === undefined ? new Set(promotions.map((promotion) => promotion.image)) : new Set([image])
  const rules = config.images.filter(({ name }) => images.size === 0 || images.has(name))
  const places = environments.flatMap((environment): readonly PlaceAsked[] => {
    const ofFile = rules.map((rule) => ({
      image: rule.name,
      repository: placeOf(config, environment, rule).text,
    }))
    // Where it was promoted to before the file gave it another repository, or had no place for it any more.
    const ofLedger = promotions.flatMap(({ to, image: name, destination }) =>
      to === environment.name ? [{ image: name, repository: destination }] : [],
    )
    return [...ofFile, ...ofLedger].map((place) => ({ environment: environment.name, ...place }))
  })
  return [...new Map(places.map((place) => [JSON.stringify(Object.values(place)), place])).values()]
}

/** What stands about a digest, in any environment; what its index lists is read where it is. */
async function refusalsOf(
  context: PipelineContext,
  digest: Digest,
  images: readonly string[],
  places: readonly ExplainedPlace[],
): Promise<{ readonly refusals: readonly Refusal[]; readonly gaps: ExplainReport['gaps'] }> {
  const { config, stores, ledger, signal } = context
  const standing = await ledger.standing({ signal })
  if (standing.holds.length + standing.rejections.length === 0) return { refusals: [], gaps: [] }
  const about = (digests: readonly Digest[]): readonly Refusal[] =>
    refusalsIn(standing).filter((one) =>
      one.digest === null ? one.image !== null && images.includes(one.image) : digests.includes(one.digest),
    )
  const there = places.find(({ isPresent }) => isPresent)
  if (there === undefined) return { refusals: about([digest]), gaps: [] }
  try {
    const store = stores.open(locationOf(config, there.repository))
    return { refusals: about([digest, ...(await listedBy(store, digest, { signal }))]), gaps: [] }
  } catch (error) {
    return { refusals: about([digest]), gaps: [gapOf(context, there, error)] }
  }
}

function referrersOf(story: DigestStory, read: readonly PlaceRead[]): readonly ExplainedReferrer[] {
  const all = new Map<
    string,
    { referrer: LedgerReferrer; environments: Set<string>; entries: readonly number[] }
  >()
  for (const [key, { referrer, entries }] of story.referrers) {
    all.set(key, { referrer, entries, environments: new Set() })
  }
  for (const { asked, referrers } of read) {
    for (const found of referrers) {
      const { digest } = found.manifest.descriptor
      const tag = found.tag ?? null
      const referrer = { digest, subject: found.subject, kind: referrerName(found), tag }
      const key = `${digest} ${tag}`
      const known = all.get(key) ?? { referrer, entries: [], environments: new Set<string>() }
      all.set(key, known)
      known.environments.add(asked.environment)
    }
  }
  return [...all.values()].map(({ referrer, environments, entries }) => ({
    ...referrer,
    environments: [...environments],
    entries,
  }))
}

/** One of each kind for a repository: it is asked more than once, and fails alike. */
function gapsOf(gaps: ExplainReport['gaps']): ExplainReport['gaps'] {
  const keyOf = ({ environment, repository, code }: ExplainReport['gaps'][number]): string =>
    JSON.stringify([environment, repository, code])
  return [...new Map(gaps.toReversed().map((gap) => [keyOf(gap), gap])).values()].reverse()
}

function isOf(asked: string | undefined, image: string): boolean {
  return asked === undefined || asked === image
}
