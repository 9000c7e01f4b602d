import {
  parseTemplate,
  REPOSITORY_VARIABLES,
  type RepositoryValues,
  renderRepository,
  renderTemplate,
  TAG_VARIABLES,
} from '../../../model/template.ts'
import { MAX_TAG_LENGTH } from '../../../oci/reference.ts'
import { nearest } from '../../../support/nearest.ts'
import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { messageOf } from '../message.ts'

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

/** Reports a template whose tags are too long whatever the candidate, for one of the images. */
export function checkTagLength(
  draft: Draft,
  path: Path,
  { env, images }: { readonly env: string; readonly images: readonly string[] },
): void {
  const template = draft.text(path)
  if (template === undefined) return
  const names = /\{(?:image|name|flat)\}/.test(template) ? images : ['']
  for (const image of names) {
    const shortest = renderTemplate(template, (name) => shortestValue(name, { image, env }))
    if (shortest.length <= MAX_TAG_LENGTH) continue
    const whose = image === '' ? 'This' : `For ${image} this`
    draft.report(
      path,
      `${whose} makes tags of at least ${shortest.length} characters; a tag has ${MAX_TAG_LENGTH} at most.`,
      { hint: 'Shorten the text around the variables.' },
    )
    return
  }
}

/** The shortest text a variable of a tag template can become. */
function shortestValue(name: string, values: RepositoryValues): string {
  if (name === 'digest12') return '0'.repeat(12)
  return REPOSITORY_VARIABLES.includes(name) ? renderRepository(`{${name}}`, values) : '0'
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
