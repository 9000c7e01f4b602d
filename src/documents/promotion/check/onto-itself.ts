import { type Location, locationText } from '../../../oci/reference.ts'
import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'

interface Placed {
  readonly image: string
  readonly location: Location
  /** Where the template stands. */
  readonly path: Path
}

/**
 * Reports repositories that an environment shares with the one before it while it keeps `{tag}`: every promotion there
 * would be of an image onto itself, which a run refuses.
 * @param placed by environment, where each image is
 */
export function reportOntoItself(
  draft: Draft,
  environments: readonly Path[],
  placed: ReadonlyMap<string, readonly Placed[]>,
): void {
  for (const [index, environment] of environments.entries()) {
    const name = draft.text([...environment, 'name'])
    if (name === undefined || !keepsTag(draft, environment)) continue
    for (const from of originsOf(draft, environment, environments[index - 1])) {
      const sources = new Map(placed.get(from)?.map(({ image, location }) => [image, locationText(location)]))
      for (const { image, location, path } of placed.get(name) ?? []) {
        if (from === name || sources.get(image) !== locationText(location) || draft.isFaulty(path)) continue
        draft.report(path, `${image} would be promoted from ${from} to ${name} onto itself.`, {
          hint: `Give ${name} another repository, with {env} in it for example, or other tags (tags: ["{env}"]).`,
        })
      }
    }
  }
}

function keepsTag(draft: Draft, environment: Path): boolean {
  const templates = draft.items([...environment, 'tags']).map((path) => draft.text(path))
  return templates.length === 0 || templates.includes('{tag}')
}

function originsOf(draft: Draft, environment: Path, above: Path | undefined): readonly string[] {
  const written = draft.oneOrMany([...environment, 'from']).flatMap((path) => draft.text(path) ?? [])
  if (written.length > 0) return written
  return above === undefined ? [] : [draft.text([...above, 'name'])].flatMap((name) => name ?? [])
}
