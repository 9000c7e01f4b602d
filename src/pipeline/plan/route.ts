import type { Environment, ImageRule, PromotionConfig, Selector } from '../../model/config.ts'
import { globMatcher, isGlob } from '../../model/glob.ts'
import type { Digest } from '../../oci/digest.ts'
import { isTag, splitReference, TAG_RULE } from '../../oci/reference.ts'
import { PromoteError } from '../../support/errors.ts'
import { environmentNamed, imageNamed } from './places.ts'

/** A way content may go. */
export interface Route {
  readonly from: Environment
  readonly to: Environment
}

/** The route between two environments. @throws PromoteError `usage` when one is unknown, or the file does not allow it */
export function routeBetween(config: PromotionConfig, from: string, to: string): Route {
  const source = environmentNamed(config, from)
  const destination = environmentNamed(config, to)
  if (source.name === destination.name) {
    throw new PromoteError('usage', `An environment is not promoted to itself: from and to are both ${from}.`)
  }
  if (!destination.from.includes(source.name)) {
    const said =
      destination.from.length === 0
        ? `Nothing is promoted to ${to}: no environment leads to it.`
        : `Images come to ${to} from ${destination.from.join(' or ')}, not from ${from}.`
    throw new PromoteError('usage', said, { hint: noRouteHint(config, source, destination) })
  }
  return { from: source, to: destination }
}

/** What to do instead. That the file lets images go in a circle is never advised. */
function noRouteHint(config: PromotionConfig, from: Environment, to: Environment): string {
  if (!leadsTo(config, to.name, from.name)) {
    return `Promote along the order of the file, or add ${from.name} to "from" of ${to.name} in the promotion file.`
  }
  const [before] = to.from
  return before === undefined
    ? `Images come to ${to.name} from where they are built. From there they go on: promote --from ${to.name} --to ${nextOf(config, to.name)}`
    : `${from.name} comes after ${to.name}. To go back to an older version there, promote that one: promote --from ${before} --to ${to.name} IMAGE:TAG`
}

/** Whether images that are in an environment can come to another by promotions. */
function leadsTo(config: PromotionConfig, start: string, end: string): boolean {
  const reached = new Set([start])
  for (const name of reached) {
    for (const { name: next, from } of config.environments) if (from.includes(name)) reached.add(next)
  }
  return reached.has(end)
}

function nextOf(config: PromotionConfig, name: string): string {
  return config.environments.find(({ from }) => from.includes(name))?.name ?? 'ENV'
}

/** All routes the file allows, in the order of their destinations. */
export function allRoutes(config: PromotionConfig): readonly Route[] {
  return config.environments.flatMap((to) =>
    to.from.map((from) => ({ from: environmentNamed(config, from), to })),
  )
}

/** An image as one run wants it. */
export interface WantedImage {
  readonly rule: ImageRule
  /** What is selected: the file's rule, or what the command line says instead. */
  readonly select: readonly Selector[]
  /** What of that is not taken: the file's `exclude`; nothing where the command line says what is. */
  readonly exclude: readonly string[]
  /** The digest a tag of the command line must hold. */
  readonly pinned?: { readonly tag: string; readonly digest: Digest }
  /** The tag that the command line gives to an image by its digest. */
  readonly given?: string
}

/** An image as the file wants it. */
export function asInFile(rule: ImageRule): WantedImage {
  return { rule, select: rule.select, exclude: rule.exclude }
}

/** Which images a run is about, as its command line says. */
export interface ImageChoice {
  /** `api`, `api:1.5.0`, `api@sha256:…`, `api:1.5.0@sha256:…`; none means all of the file. */
  readonly images: readonly string[]
  /** Images that are left out: names, or globs of names. */
  readonly exclude?: readonly string[]
  /** The tag of the only image, which is given by its digest. */
  readonly tag?: string | undefined
}

/** The images a run is about, and the names of those that it would be about if they were not left out. */
export interface ChosenImages {
  readonly images: readonly WantedImage[]
  readonly leftOut: readonly string[]
}

/**
 * The images a run is about: all of the file, or those of the command line, the same image more than once allowed, without
 * those that are left out.
 * @throws PromoteError `usage` for an unknown image, a bad reference, or where all are left out
 */
export function chooseImages(config: PromotionConfig, choice: ImageChoice): ChosenImages {
  const { exclude = [] } = choice
  const wanted = wantedImages(config, choice)
  const excluded = new Set(exclude.flatMap((text) => excludedNames(config, text)))
  const images = wanted.filter(({ rule }) => !excluded.has(rule.name))
  const leftOut = [...new Set(wanted.map(({ rule }) => rule.name))].filter((name) => excluded.has(name))
  if (images.length > 0) return { images, leftOut }
  throw new PromoteError(
    'usage',
    `Every image is left out: ${exclude.join(', ')} in --exclude covers ${fewOf(leftOut)}.`,
    {
      hint: 'Leave out fewer images.',
    },
  )
}

/** What is left out, where anything is: for documents, which do not have the key otherwise. */
export function leftOutOf({ leftOut }: ChosenImages): { readonly leftOut?: readonly string[] } {
  return leftOut.length === 0 ? {} : { leftOut }
}

function wantedImages(
  config: PromotionConfig,
  { images: requested, tag: given }: ImageChoice,
): readonly WantedImage[] {
  if (given !== undefined) checkGiven(requested, given)
  if (requested.length === 0) return config.images.map(asInFile)
  const wanted = requested.map((text): WantedImage => {
    const { name, tag, digest } = splitReference(text)
    const rule = imageNamed(config, name)
    if (tag !== undefined && digest !== undefined) {
      return { rule, select: [{ kind: 'tag', tag }], exclude: [], pinned: { tag, digest } }
    }
    if (tag !== undefined) return { rule, select: [{ kind: 'tag', tag }], exclude: [] }
    if (digest !== undefined) {
      const by = given === undefined ? {} : { given }
      return { rule, select: [{ kind: 'digest', digest }], exclude: [], ...by }
    }
    return asInFile(rule)
  })
  const unique = new Map(
    wanted.map((image) => [JSON.stringify([image.rule.name, image.select, image.pinned]), image]),
  )
  return [...unique.values()]
}

function checkGiven(requested: readonly string[], given: string): void {
  if (!isTag(given)) {
    throw new PromoteError('usage', `"${given}" in --tag is not a valid tag.`, {
      hint: TAG_RULE,
    })
  }
  const [only, ...others] = requested.map((text) => splitReference(text))
  if (others.length === 0 && only?.digest !== undefined && only.tag === undefined) return
  throw new PromoteError('usage', '--tag gives a tag to one image that is named by its digest alone.', {
    hint: `Example: promote --from dev --to test api@sha256:… --tag ${given}`,
  })
}

function excludedNames(config: PromotionConfig, text: string): readonly string[] {
  if (/[:@]/.test(text)) {
    throw new PromoteError(
      'usage',
      `"${text}" in --exclude is no image: it takes names, without a tag or a digest.`,
      {
        hint: 'Tags are left out by "exclude" of the image in the promotion file.',
      },
    )
  }
  if (!isGlob(text)) return [imageNamed(config, text).name]
  const names = config.images.map(({ name }) => name)
  const matched = names.filter(globMatcher(text))
  if (matched.length > 0) return matched
  throw new PromoteError('usage', `"${text}" in --exclude matches no image of the promotion file.`, {
    hint: `There are: ${fewOf(names)}.`,
  })
}

function fewOf(names: readonly string[]): string {
  const shown = names.slice(0, LISTED_NAMES).join(', ')
  return names.length > LISTED_NAMES ? `${shown} and ${names.length - LISTED_NAMES} more` : shown
}

/** How many names a message lists. */
const LISTED_NAMES = 10
