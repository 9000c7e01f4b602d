import { resolve } from 'node:path'
import { parseTemplate, REPOSITORY_VARIABLES, renderRepository, TAG_VARIABLES } from '../../model/template.ts'
import { type Location, locationText, parseLocation } from '../../oci/reference.ts'
import { nearest } from '../../support/nearest.ts'
import { type Path, pointerOf } from '../pointer.ts'
import type { Draft } from './draft.ts'
import { messageOf } from './message.ts'
import { coverVariables } from './variables.ts'

/** Checks the variables of a tag template, and that the text around them can be part of a tag. */
export function checkTagTemplate(draft: Draft, path: Path): void {
  const template = draft.text(path)
  if (template === undefined || !checkVariables(draft, path, template, TAG_VARIABLES)) return
  for (const part of parseTemplate(template)) {
    if (part.kind !== 'text') continue
    const bad = /[^A-Za-z0-9._-]+/.exec(part.text)
    if (bad !== null) {
      draft.report(path, `${JSON.stringify(bad[0])} cannot be part of a tag.`, {
        part: bad[0],
        hint: 'Tags are letters, digits, "_", "." and "-".',
      })
    }
  }
  if (/^[.-]/.test(template)) draft.report(path, 'A tag cannot begin with "." or "-".')
}

/** Reports every variable of a template that cannot stand there; true when there is none. */
export function checkVariables(
  draft: Draft,
  path: Path,
  template: string,
  known: readonly string[],
): boolean {
  try {
    const bad = parseTemplate(template).flatMap((part) =>
      part.kind === 'variable' && !isKnown(part.name, known) ? [part.name] : [],
    )
    for (const name of new Set(bad)) {
      draft.report(path, variableMessage(name, known), { part: `{${name}}`, hint: variableHint(name, known) })
    }
    return bad.length === 0
  } catch (error) {
    draft.report(path, messageOf(error), { hint: `Variables are written as {${known[0]}}.` })
    return false
  }
}

function isKnown(name: string, known: readonly string[]): boolean {
  return known.includes(name) || (known === TAG_VARIABLES && /^label:./.test(name))
}

function variableMessage(name: string, known: readonly string[]): string {
  const elsewhere = [...TAG_VARIABLES, ...REPOSITORY_VARIABLES].includes(name) || name.startsWith('label:')
  if (elsewhere && !known.includes(name)) return `The variable {${name}} cannot stand here.`
  return `There is no variable {${name}}.`
}

function variableHint(name: string, known: readonly string[]): string {
  const [near] = nearest(name, known)
  const all = known.map((one) => `{${one}}`).join(' ')
  const label = known === TAG_VARIABLES ? ' {label:NAME}' : ''
  return near === undefined ? `Here can stand: ${all}${label}.` : `Did you mean {${near}}?`
}

interface PlacedImage {
  readonly image: string
  readonly location: Location
  /** Where the template stands. */
  readonly path: Path
  readonly isOverride: boolean
}

/**
 * Checks every repository template by filling it for every image: that a repository comes out, that no two images get
 * the same one from one template, and that no layout folder lies inside another.
 * @param written what stood at a JSON pointer before `${VAR}` was filled
 */
export function checkRepositories(draft: Draft, folder: string, written: ReadonlyMap<string, string>): void {
  const environments = draft.items(['environments'])
  const images = draft.items(['images'])
  const templates = [
    ...environments.map((environment) => [...environment, 'repository']),
    ...images.flatMap((image) =>
      draft.keys([...image, 'repository']).map((environment) => [...image, 'repository', environment]),
    ),
  ]
  for (const path of templates) checkRepositoryTemplate(draft, path, written)
  const layouts: PlacedImage[] = []
  for (const environment of environments) {
    const placed = placeImages(draft, environment, images, folder)
    reportShared(draft, placed)
    layouts.push(...placed.filter(({ location }) => location.kind === 'layout'))
  }
  reportNestedLayouts(draft, layouts)
}

function checkRepositoryTemplate(draft: Draft, path: Path, written: ReadonlyMap<string, string>): void {
  const template = draft.text(path)
  if (template === undefined) return
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(template)
  if (scheme !== null) {
    draft.report(path, 'A repository is written without a scheme.', {
      part: scheme[0],
      hint: 'Write HOST/PATH; for plain HTTP set registries.HOST.plainHttp: true.',
    })
  } else if (template.includes('@')) {
    draft.report(path, 'A repository holds neither a digest nor a user.', { part: '@' })
  } else
    checkVariables(
      draft,
      path,
      coverVariables(written.get(pointerOf(path)) ?? template),
      REPOSITORY_VARIABLES,
    )
}

function placeImages(
  draft: Draft,
  environment: Path,
  images: readonly Path[],
  folder: string,
): readonly PlacedImage[] {
  const env = draft.text([...environment, 'name'])
  if (env === undefined) return []
  return images.flatMap((item) => {
    const image = draft.text([...item, 'name'])
    const own = [...item, 'repository', env]
    const isOverride = draft.text(own) !== undefined || draft.isFaulty(own)
    const path = isOverride ? own : [...environment, 'repository']
    const template = draft.text(path)
    if (image === undefined || template === undefined) return []
    const rendered = renderRepository(template, { image, env })
    try {
      const location = parseLocation(rendered, (layout) => resolve(folder, layout))
      return [{ image, location, path, isOverride }]
    } catch (error) {
      draft.report(path, messageOf(error), { hint: `That is what ${image} would get in ${env}.` })
      return []
    }
  })
}

function reportShared(draft: Draft, placed: readonly PlacedImage[]): void {
  const owners = new Map<string, string>()
  for (const { image, location, path, isOverride } of placed) {
    const key = locationText(location)
    const other = owners.get(key)
    owners.set(key, other ?? image)
    if (other === undefined || other === image || isOverride || draft.isFaulty(path)) continue
    draft.report(path, `${other} and ${image} would share one repository.`, {
      hint: 'Use {image} or {flat}, or give one of them a repository of its own under images.',
    })
  }
}

function reportNestedLayouts(draft: Draft, layouts: readonly PlacedImage[]): void {
  const paths = new Set(layouts.map(({ location }) => locationText(location)))
  for (const { image, location, path } of layouts) {
    if (draft.isFaulty(path)) continue
    const folder = locationText(location)
    const parents = [...folder.matchAll(/[\\/]/g)].map(({ index }) => folder.slice(0, index))
    if (!parents.some((parent) => paths.has(parent))) continue
    draft.report(path, `The layout of ${image} would lie inside the layout of another image.`, {
      hint: 'Use {flat} instead of {image}, or a folder of its own.',
    })
  }
}
