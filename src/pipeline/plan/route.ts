import type { Environment, ImageRule, PromotionConfig, Selector } from '../../model/config.ts'
import type { Digest } from '../../oci/digest.ts'
import { splitReference } from '../../oci/reference.ts'
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
        ? `Nothing is promoted to ${to}: it is the first environment.`
        : `Images come to ${to} from ${destination.from.join(' or ')}, not from ${from}.`
    throw new PromoteError('usage', said, {
      hint: `Promote along the order of the file, or add ${from} to "from" of ${to} in the promotion file.`,
    })
  }
  return { from: source, to: destination }
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
  /** The digest a tag of the command line must hold. */
  readonly pinned?: { readonly tag: string; readonly digest: Digest }
}

/**
 * The images a run is about: all of the file, or those of the command line (`api`, `api:1.5.0`, `api@sha256:…`,
 * `api:1.5.0@sha256:…`), the same image more than once allowed.
 * @throws PromoteError `usage` for an unknown image or a bad reference
 */
export function wantedImages(config: PromotionConfig, requested: readonly string[]): readonly WantedImage[] {
  if (requested.length === 0) return config.images.map((rule) => ({ rule, select: rule.select }))
  const wanted = requested.map((text): WantedImage => {
    const { name, tag, digest } = splitReference(text)
    const rule = imageNamed(config, name)
    if (tag !== undefined && digest !== undefined) {
      return { rule, select: [{ kind: 'tag', tag }], pinned: { tag, digest } }
    }
    if (tag !== undefined) return { rule, select: [{ kind: 'tag', tag }] }
    if (digest !== undefined) return { rule, select: [{ kind: 'digest', digest }] }
    return { rule, select: rule.select }
  })
  const unique = new Map(
    wanted.map((image) => [JSON.stringify([image.rule.name, image.select, image.pinned]), image]),
  )
  return [...unique.values()]
}
