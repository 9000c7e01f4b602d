import { type Digest, hexOf } from '../oci/digest.ts'
import { isTag, TAG_RULE } from '../oci/reference.ts'
import { PromoteError } from '../support/errors.ts'
import { versionOf } from './version.ts'

/** The variables a repository template may hold. */
export const REPOSITORY_VARIABLES: readonly string[] = ['image', 'name', 'flat', 'env']

/** The variables a tag template may hold, beside `label:NAME`. */
export const TAG_VARIABLES: readonly string[] = [
  'tag',
  'major',
  'minor',
  'patch',
  'digest12',
  'env',
  'image',
  'name',
  'flat',
]

/** A piece of a template: text that stays, or a variable, with its place in the template counted from 0. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string; readonly offset: number; readonly length: number }

/** What a repository template is filled with. */
export interface RepositoryValues {
  /** Logical name of the image. */
  readonly image: string
  /** The environment's own name. */
  readonly env: string
}

/** What a tag template is filled with. */
export interface TagValues extends RepositoryValues {
  /** The candidate's tag; null when it was asked for by digest alone. */
  readonly tag: string | null
  readonly digest: Digest
  /** A label of the image's config; undefined when the image lacks it. Called only for `{label:NAME}`. */
  readonly label: (name: string) => string | undefined
}

/**
 * Splits a template at its variables.
 * @throws PromoteError `usage` for a brace without its other half
 */
export function parseTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = []
  for (const match of template.matchAll(/\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    const [whole, name] = match
    if (name !== undefined) {
      parts.push({ kind: 'variable', name, offset: match.index, length: whole.length })
    } else if (whole === '{' || whole === '}') {
      throw new PromoteError('usage', `"${template}" has a "${whole}" without its other half.`)
    } else parts.push({ kind: 'text', text: whole })
  }
  return parts
}

/** The names of the variables in a template, each once, without braces: `image`, `label:org.example.version`. */
export function variablesOf(template: string): readonly string[] {
  const names = parseTemplate(template).flatMap((part) => (part.kind === 'variable' ? [part.name] : []))
  return [...new Set(names)]
}

/** The labels a tag template asks for, so that the image's config is read only where one is. */
export function labelsOf(template: string): readonly string[] {
  return variablesOf(template).flatMap((name) => (name.startsWith('label:') ? [name.slice(6)] : []))
}

/**
 * True when a destination tag of this template is shared by many versions: nothing in it tells one candidate from
 * the next (`{tag}`, `{patch}`, `{digest12}` or a label). Where the candidates are versions, such a tag follows the
 * highest stable one.
 */
export function isFloating(template: string): boolean {
  return !variablesOf(template).some(
    (name) => name === 'tag' || name === 'patch' || name === 'digest12' || name.startsWith('label:'),
  )
}

/**
 * Fills a repository template. What comes out is text for `parseLocation`; it is not judged here.
 * @throws PromoteError `usage` for a variable that repositories do not have
 */
export function renderRepository(template: string, values: RepositoryValues): string {
  return renderTemplate(template, (name) => {
    const value = repositoryVariable(name, values)
    if (value === undefined) throw unknownVariable(template, name)
    return value
  })
}

/** Fills `{env}` in a selector's tag or glob; nothing else is a variable there. */
export function renderSelect(text: string, env: string): string {
  return text.replaceAll('{env}', env)
}

/**
 * Fills a tag template and checks the result against the rules for tags (OCI distribution spec 1.1, "Pulling manifests").
 * @throws PromoteError `failed`, naming the image and the tag, when the candidate cannot fill it or no tag comes out
 */
export function renderTag(template: string, values: TagValues): string {
  const tag = renderTemplate(template, (name) => tagVariable(template, name, values))
  if (isTag(tag)) return tag
  throw new PromoteError(
    'failed',
    `"${tag}", made from "${template}" for ${values.image}, is not a valid tag.`,
    {
      image: values.image,
      hint: TAG_RULE,
    },
  )
}

/** A template with each variable replaced by what `fillIn` gives for its name. @throws PromoteError as {@link parseTemplate} */
export function renderTemplate(template: string, fillIn: (name: string) => string): string {
  return parseTemplate(template)
    .map((part) => (part.kind === 'text' ? part.text : fillIn(part.name)))
    .join('')
}

function repositoryVariable(name: string, { image, env }: RepositoryValues): string | undefined {
  switch (name) {
    case 'image':
      return image
    case 'name':
      return image.slice(image.lastIndexOf('/') + 1)
    case 'flat':
      return image.replaceAll('/', '-')
    case 'env':
      return env
    default:
      return undefined
  }
}

function tagVariable(template: string, name: string, values: TagValues): string {
  if (name.startsWith('label:')) return labelValue(template, name.slice('label:'.length), values)
  switch (name) {
    case 'tag':
      return candidateTag(template, values)
    case 'major':
    case 'minor':
    case 'patch':
      return versionPart(template, name, values)
    case 'digest12':
      return hexOf(values.digest).slice(0, 12)
    default: {
      const value = repositoryVariable(name, values)
      if (value === undefined) throw unknownVariable(template, name)
      return value
    }
  }
}

function candidateTag(template: string, { tag, image, digest }: TagValues): string {
  if (tag !== null) return tag
  throw new PromoteError(
    'failed',
    `${image} was asked for by digest alone, so "${template}" has no tag to be made from.`,
    {
      image,
      hint: `Name a tag with it (${image}:TAG@${digest}), or use {digest12} in the tags of the environment.`,
    },
  )
}

function versionPart(template: string, part: 'major' | 'minor' | 'patch', values: TagValues): string {
  const tag = candidateTag(template, values)
  const version = versionOf(tag)
  if (version !== undefined) return String(version[part])
  throw new PromoteError(
    'failed',
    `The tag "${tag}" of ${values.image} is not a semantic version, so "${template}" cannot be made from it.`,
    { image: values.image, hint: 'Tags such as 1.4.2 or v1.4.2 have a {major}, a {minor} and a {patch}.' },
  )
}

function labelValue(template: string, label: string, values: TagValues): string {
  const value = values.label(label)
  if (value !== undefined) return value
  throw new PromoteError(
    'failed',
    `${values.image} has no label "${label}", so "${template}" cannot be made for it.`,
    { image: values.image, hint: 'Set the label when the image is built, or use another variable.' },
  )
}

function unknownVariable(template: string, name: string): PromoteError {
  return new PromoteError('usage', `"{${name}}" in "${template}" is not a variable that can stand there.`)
}
