import { resolve } from 'node:path'
import { type FindProfile, repositoryProblem } from '../../../model/profile.ts'
import { REPOSITORY_VARIABLES, type RepositoryValues, renderRepository } from '../../../model/template.ts'
import { type Location, locationText, parseLocation } from '../../../oci/reference.ts'
import { PromoteError } from '../../../support/errors.ts'
import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { coverVariables, splitAtVariables } from '../variables.ts'
import { reportOntoItself } from './onto-itself.ts'
import { checkVariables } from './templates.ts'

interface PlacedImage {
  readonly image: string
  readonly location: Location
  /** Where the template stands. */
  readonly path: Path
  readonly isOverride: boolean
}

/** What a template's meaning depends on beside the file. */
export interface RepositoryContext {
  /** Where a layout's relative folder begins. */
  readonly folder: string
  readonly profileOf: FindProfile
}

/**
 * Checks every repository template by filling it for every image: that a repository comes out, of a form that
 * its registry knows, that no two images get
 * the same one from one template, that no image would be promoted onto itself, and that no layout folder lies inside
 * another.
 * Messages quote templates as they stand in the file: what a `${VAR}` held may be a secret.
 */
export function checkRepositories(draft: Draft, context: RepositoryContext): void {
  const environments = draft.items(['environments'])
  const images = draft.items(['images'])
  const templates = [
    ...environments.map((environment) => [...environment, 'repository']),
    ...images.flatMap((image) =>
      draft.keys([...image, 'repository']).map((environment) => [...image, 'repository', environment]),
    ),
  ]
  for (const path of templates) checkRepositoryTemplate(draft, path)
  const layouts: PlacedImage[] = []
  const placedIn = new Map<string, readonly PlacedImage[]>()
  for (const environment of environments) {
    const placed = placeImages(draft, environment, images, context)
    reportShared(draft, placed)
    placedIn.set(draft.text([...environment, 'name']) ?? '', placed)
    layouts.push(...placed.filter(({ location }) => location.kind === 'layout'))
  }
  reportOntoItself(draft, environments, placedIn)
  reportNestedLayouts(draft, layouts)
}

function checkRepositoryTemplate(draft: Draft, path: Path): void {
  const template = draft.text(path)
  if (template === undefined) return
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(template)
  if (scheme !== null) {
    draft.report(path, 'A repository is written without a scheme.', {
      part: scheme[0],
      hint: 'Write HOST/PATH; for plain HTTP set registries.HOST.plainHttp: true.',
    })
  } else if (template.includes('@')) {
    draft.report(path, 'A repository holds neither a digest nor a user.', {
      part: '@',
      hint: 'Log in with promote login, or set DOCKER_AUTH_CONFIG.',
    })
  } else checkVariables(draft, path, coverVariables(draft.written(path) ?? template), REPOSITORY_VARIABLES)
}

function placeImages(
  draft: Draft,
  environment: Path,
  images: readonly Path[],
  context: RepositoryContext,
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
    const read = readRepository(
      {
        text: renderRepository(template, { image, env }),
        quoted: renderWritten(draft.written(path) ?? template, { image, env }),
        image,
      },
      context,
    )
    if ('location' in read) return [{ image, location: read.location, path, isOverride }]
    const whose = `That is what ${image} would get in ${env}.`
    draft.report(path, read.message, { hint: read.hint === undefined ? whose : `${read.hint} ${whose}` })
    return []
  })
}

/** A template as it stands in the file, filled but for its `${VAR}`: for messages. */
function renderWritten(written: string, values: RepositoryValues): string {
  return splitAtVariables(written)
    .map(({ isVariable, text }) => (isVariable ? text : renderRepository(text, values)))
    .join('')
}

/** What a template gave for one image. */
interface FilledTemplate {
  readonly text: string
  /** What messages call it. */
  readonly quoted: string
  readonly image: string
}

function readRepository(
  { text, quoted, image }: FilledTemplate,
  { folder, profileOf }: RepositoryContext,
): { readonly location: Location } | { readonly message: string; readonly hint?: string } {
  try {
    if (!text.startsWith('oci:') && !text.replace(/\/$/, '').includes('/'))
      return aloneProblem(text, quoted, image)
    const location = parseLocation(text, (layout) => resolve(folder, layout), quoted)
    if (location.kind === 'layout') return { location }
    return repositoryProblem(profileOf(location.host), location) ?? { location }
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    const { hint } = error.details
    return { message: error.message, ...(hint === undefined ? {} : { hint }) }
  }
}

/** Text without a path is a host whose path was forgotten, or a name that docker takes for one of its own images. */
function aloneProblem(
  text: string,
  quoted: string,
  image: string,
): { readonly message: string; readonly hint: string } {
  const name = quoted.replace(/\/$/, '')
  if (/[.:/]/.test(text) || text === 'localhost') {
    return {
      message: `"${quoted}" is the name of a registry and lacks the path of a repository.`,
      hint: `Write ${name}/{image}.`,
    }
  }
  return {
    message: `"${quoted}" would be docker.io/library/${name}, where only Docker's own images are.`,
    hint: `Put a registry or an account in front, such as registry.example.com/${image} or docker.io/ACCOUNT/${image}; a folder is written oci:${name}.`,
  }
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
