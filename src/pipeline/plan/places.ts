import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { Environment, ImageRule, PromotionConfig } from '../../model/config.ts'
import { renderRepository } from '../../model/template.ts'
import { type Location, locationText, parseLocation } from '../../oci/reference.ts'
import { PromoteError } from '../../support/errors.ts'
import { nearest } from '../../support/nearest.ts'

/** An image's repository in one environment. */
export interface Place {
  readonly environment: string
  readonly image: string
  readonly location: Location
  /** As plan and ledger hold it: `host/path`, or `oci:folder` relative to the promotion file where it is inside its folder. */
  readonly text: string
}

/** Where an image lives in an environment. @throws PromoteError `usage` when the template gives no valid repository */
export function placeOf(config: PromotionConfig, environment: Environment, image: ImageRule): Place {
  const template = image.repository[environment.name] ?? environment.repository
  const rendered = renderRepository(template, { image: image.name, env: environment.name })
  const location = parseLocation(rendered, (folder) => resolve(config.folder, folder))
  return { environment: environment.name, image: image.name, location, text: placeText(config, location) }
}

/** The location a saved plan's or a ledger's repository text names. */
export function locationOf(config: PromotionConfig, text: string): Location {
  return parseLocation(text, (folder) => resolve(config.folder, folder))
}

/** The environment of that name. @throws PromoteError `usage` naming the nearest ones */
export function environmentNamed(config: PromotionConfig, name: string): Environment {
  const found = config.environments.find((environment) => environment.name === name)
  if (found !== undefined) return found
  throw unknownName('environment', name, config.environments, { image: config.images })
}

/** The image of that name. @throws PromoteError `usage` naming the nearest ones */
export function imageNamed(config: PromotionConfig, name: string): ImageRule {
  const found = config.images.find((image) => image.name === name)
  if (found !== undefined) return found
  throw unknownName('image', name, config.images, { environment: config.environments })
}

function placeText(config: PromotionConfig, location: Location): string {
  if (location.kind === 'registry') return locationText(location)
  const inside = relative(config.folder, location.path)
  const isInside = inside !== '' && !isAbsolute(inside) && !inside.startsWith('..')
  return isInside ? `oci:${inside.split(sep).join('/')}` : `oci:${join(location.path)}`
}

type Named = readonly { readonly name: string }[]

/** @param others what the name may have been taken for, by what that is called */
function unknownName(
  what: string,
  name: string,
  known: Named,
  others: Readonly<Record<string, Named>>,
): PromoteError {
  const names = known.map((item) => item.name)
  const [other] = Object.entries(others).find(([, items]) => items.some((item) => item.name === name)) ?? []
  const isOther = other === undefined ? '' : `It has an ${other} of that name. `
  const near = nearest(name, names)
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Its ${what}s: ${names.join(', ')}.`
  return new PromoteError('usage', `The promotion file has no ${what} "${name}".`, {
    hint: `${isOther}${hint}`,
  })
}
