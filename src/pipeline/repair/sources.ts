import { sameLocation } from '../../oci/reference.ts'
import type { ContentSource, ContentStore } from '../../oci/store.ts'
import { type PromoteError, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { openLocations } from '../plan/pair.ts'
import { type Place, placeOf } from '../plan/places.ts'
import type { RecordedContent } from './recorded.ts'
import type { NeededReferrer } from './referrers.ts'
import { isWhole, type Survey, type Surveyor } from './survey.ts'

/** What a repair of one content needs that the destination does not have. */
export interface Need {
  readonly content: RecordedContent
  /** What the destination has of the image. */
  readonly survey: Survey
  readonly referrers: readonly NeededReferrer[]
}

/** Where something comes from. */
export type FoundSource =
  | { readonly kind: 'found'; readonly place: Place; readonly source: ContentSource; readonly image: Survey }
  /** No environment has all of it; `lacking` says what nobody has, as a phrase. */
  | { readonly kind: 'nowhere'; readonly lacking: string }

/**
 * Where what is needed can be had, all of it in one repository: the destination itself, where only tags moved; else the
 * environment it came from; else any other of the file. A repository that cannot be read is passed over, and said where
 * none has it.
 */
export async function findSource(
  context: PipelineContext,
  need: Need,
  destination: ContentStore,
  surveyor: Surveyor,
): Promise<FoundSource> {
  const { content, survey, referrers } = need
  const { place } = content
  if (isWhole(survey) && referrers.every((one) => isWhole(one.survey))) {
    return { kind: 'found', place, source: destination, image: survey }
  }
  const tried: string[] = [place.environment]
  const unread: string[] = []
  let lacking: string | undefined
  for (const candidate of candidatesOf(context, content)) {
    tried.push(candidate.environment)
    try {
      const { source } = openLocations(context.stores, candidate.location, place.location, false)
      const found = await look(source, need, surveyor)
      if (found.kind === 'whole') return { kind: 'found', place: candidate, source, image: found.image }
      lacking = found.lacking ?? lacking
    } catch (error) {
      context.signal.throwIfAborted()
      unread.push(`${candidate.environment} could not be read: ${sentence(toPromoteError(error))}`)
    }
  }
  const where = `none of ${[...new Set(tried)].join(', ')} has ${lacking ?? 'it'}`
  return { kind: 'nowhere', lacking: [where, ...unread].join('; ') }
}

/** The repositories of the image in all other environments; that which the ledger names goes first. */
function candidatesOf({ config }: PipelineContext, { rule, place, from }: RecordedContent): readonly Place[] {
  const others = config.environments.filter(({ name }) => name !== place.environment)
  return [...others.filter(({ name }) => name === from), ...others.filter(({ name }) => name !== from)]
    .map((environment) => placeOf(config, environment, rule))
    .filter(({ location }) => !sameLocation(location, place.location))
}

type Look =
  | { readonly kind: 'whole'; readonly image: Survey }
  /** `lacking`: a part of it, where the rest is there. */
  | { readonly kind: 'lacking'; readonly lacking?: string }

/** Whether a repository has all that is needed, and gives what the destination has lost. */
async function look(
  source: ContentSource,
  { content, survey, referrers }: Need,
  surveyor: Surveyor,
): Promise<Look> {
  const parts = [
    ...(isWhole(survey) ? [] : [{ digest: content.digest, there: survey }]),
    ...referrers.map((one) => ({ digest: one.referrer.digest, there: one.survey })),
  ]
  let image = survey
  for (const { digest, there } of parts) {
    const found = await surveyor.survey(source, digest, 'asked')
    if (digest === content.digest) image = found
    if (found.root === undefined) return digest === content.digest ? { kind: 'lacking' } : partLacking(digest)
    const [lost] = [...found.lost.manifests, ...found.lost.blobs]
    if (lost !== undefined) return partLacking(lost)
    for (const blob of found.blobs) {
      if (!there.lost.blobs.includes(blob.digest)) continue
      if (!(await surveyor.opens(source, blob))) return partLacking(blob.digest)
    }
  }
  return { kind: 'whole', image }
}

function partLacking(digest: string): Look {
  return { kind: 'lacking', lacking: digest }
}

function sentence({ message }: PromoteError): string {
  return message.replace(/\.$/, '')
}
