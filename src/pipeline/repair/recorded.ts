import type { Environment, ImageRule, PromotionConfig } from '../../model/config.ts'
import type { LedgerTagState, LedgerView } from '../../model/ledger/queries.ts'
import type { LedgerReferrer } from '../../model/ledger/steps.ts'
import { selectorText } from '../../model/match.ts'
import type { Digest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'
import { isAsked, isNamed } from '../plan/asked.ts'
import { type Place, placeOf } from '../plan/places.ts'
import type { WantedImage } from '../plan/route.ts'

/** One digest that the ledger says an image's repository has, under which tags, and what came along with it. */
export interface RecordedContent {
  readonly rule: ImageRule
  readonly place: Place
  readonly digest: Digest
  /** The environment it came from. */
  readonly from: string
  readonly tags: readonly string[]
  readonly referrers: readonly LedgerReferrer[]
}

/** What the ledger says of an environment, as far as a repair may touch it. */
export interface Recorded {
  readonly contents: readonly RecordedContent[]
  /** A sentence for each repository that the promotion file does not give any more. */
  readonly warnings: readonly string[]
}

/**
 * What the ledger says of an environment: each tag that it put there and that should still hold. Tags that it never moved
 * are not in it. A repository that the promotion file does not give any more is left alone, and said. Pure.
 * @throws PromoteError `not-found` for a tag or digest that the ledger does not have there, `usage` for a tag with another
 *   digest than the ledger's
 * @param isAskedFor whether a person named the images
 */
export function recordedContents(
  config: PromotionConfig,
  view: LedgerView,
  environment: Environment,
  images: readonly WantedImage[],
  isAskedFor: boolean,
): Recorded {
  const states = view.tagsIn(environment.name)
  for (const wanted of images) refuseUnrecorded(wanted, environment, states)
  const rules = [...new Map(images.map(({ rule }) => [rule.name, rule])).values()]
  const found = rules.map((rule) => {
    const place = placeOf(config, environment, rule)
    const own = states.filter(
      (state) => state.image === rule.name && images.some((wanted) => isOf(wanted, state)),
    )
    const [here, elsewhere] = [true, false].map((isHere) =>
      own.filter(({ repository }) => (repository === place.text) === isHere),
    )
    return {
      contents: contentsOf(view, rule, place, here ?? []),
      warnings: [
        ...elsewhereTexts(environment, place, elsewhere ?? []),
        ...(own.length === 0 && isAskedFor ? [nothingText(rule.name, environment)] : []),
      ],
    }
  })
  const contents = found.flatMap((one) => one.contents)
  const warnings = found.flatMap((one) => one.warnings)
  return contents.length + warnings.length === 0
    ? { contents, warnings: [nothingText('any image', environment)] }
    : { contents, warnings }
}

function nothingText(image: string, { name }: Environment): string {
  return `The ledger says nothing of ${image} in ${name}: there is nothing to be put back.`
}

function contentsOf(
  view: LedgerView,
  rule: ImageRule,
  place: Place,
  states: readonly LedgerTagState[],
): readonly RecordedContent[] {
  const byDigest = Map.groupBy(states, ({ digest }) => digest)
  return [...byDigest].flatMap(([digest, own]) => {
    const [first] = own
    if (digest === null || first === undefined) return []
    const tags = own.map(({ tag }) => tag)
    return [{ rule, place, digest, from: first.from, tags, referrers: view.referrers(place.text, digest) }]
  })
}

function isOf(wanted: WantedImage, { image, tag, digest }: LedgerTagState): boolean {
  return wanted.rule.name === image && digest !== null && isAsked(wanted, { tag, digest })
}

function refuseUnrecorded(
  wanted: WantedImage,
  { name }: Environment,
  states: readonly LedgerTagState[],
): void {
  if (!isNamed(wanted)) return
  const own = states.filter((state) => isOf(wanted, state))
  const image = wanted.rule.name
  const { pinned } = wanted
  const other = own.find(({ digest }) => pinned !== undefined && digest !== pinned.digest)
  if (other !== undefined) {
    const said = `The ledger says that ${image}:${other.tag} is ${other.digest} in ${name}, by entry ${other.sequence}.`
    throw new PromoteError('usage', said, {
      image,
      hint: 'A repair puts back what the ledger says, and nothing else. For another digest promote it.',
    })
  }
  if (own.length > 0) return
  const text = wanted.select.map(selectorText).join(', ')
  throw new PromoteError('not-found', `The ledger has no ${image} ${text} in ${name}.`, {
    image,
    hint: `A repair puts back what the ledger says, and nothing else. What it says: promote history --env ${name} --image ${image}`,
  })
}

function elsewhereTexts(
  { name }: Environment,
  { image, text }: Place,
  states: readonly LedgerTagState[],
): readonly string[] {
  return [...new Set(states.map(({ repository }) => repository))].map(
    (repository) =>
      `${image}: the ledger has tags in ${repository}, and the promotion file gives ${text} for ${name}. They are left alone.`,
  )
}
