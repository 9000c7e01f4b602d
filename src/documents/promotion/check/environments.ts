import { globMatcher } from '../../../model/glob.ts'
import { nearest } from '../../../support/nearest.ts'
import type { Path } from '../../pointer.ts'
import { checkAttest } from '../attest.ts'
import type { Draft } from '../draft.ts'
import { messageOf } from '../message.ts'
import { checkReferrers } from './referrers.ts'
import { checkTagLength, checkTagTemplate } from './templates.ts'

/** Checks what the schema cannot say about environments: names, the order of promotion, tag templates and globs. */
export function checkEnvironments(draft: Draft): void {
  const environments = draft.items(['environments'])
  checkUniqueNames(draft, environments, 'environment')
  checkOrigins(draft, environments)
  const images = draft.items(['images']).flatMap((path) => draft.text([...path, 'name']) ?? [])
  for (const environment of environments) {
    const env = draft.text([...environment, 'name']) ?? ''
    for (const tag of draft.items([...environment, 'tags'])) {
      checkTagTemplate(draft, tag)
      checkTagLength(draft, tag, { env, images })
    }
    for (const glob of draft.items([...environment, 'immutable'])) checkGlob(draft, glob)
    checkReferrers(draft, [...environment, 'referrers'])
    checkAttest(draft, [...environment, 'attest'])
  }
}

/** The names of the environments, as far as they are names. */
export function environmentNames(draft: Draft): readonly string[] {
  return draft.items(['environments']).flatMap((path) => draft.text([...path, 'name']) ?? [])
}

/** Reports each name that stands there a second time. */
export function checkUniqueNames(draft: Draft, items: readonly Path[], what: string): void {
  const lines = new Map<string, number | undefined>()
  for (const item of items) {
    const path = [...item, 'name']
    const name = draft.text(path)
    if (name === undefined) continue
    if (lines.has(name)) {
      draft.report(path, `There is another ${what} "${name}" in line ${lines.get(name)}.`, {
        hint: 'Give one of them another name.',
      })
    } else lines.set(name, draft.lineOf(path))
  }
}

/** Reports a glob that cannot be read. */
export function checkGlob(draft: Draft, path: Path): void {
  const glob = draft.text(path)
  if (glob === undefined) return
  try {
    globMatcher(glob)
  } catch (error) {
    draft.report(path, messageOf(error))
  }
}

/** An environment that another one is promoted from. */
interface Origin {
  readonly name: string
  readonly path: Path
  /** False where it is only the one above. */
  readonly isWritten: boolean
}

function checkOrigins(draft: Draft, environments: readonly Path[]): void {
  const names = environmentNames(draft)
  const origins = new Map<string, Origin[]>()
  for (const [index, environment] of environments.entries()) {
    const own = draft.text([...environment, 'name'])
    const written = draft.oneOrMany([...environment, 'from'])
    for (const path of written) checkOrigin(draft, path, own, names)
    const above = index === 0 ? undefined : draft.text([...(environments[index - 1] ?? []), 'name'])
    if (own === undefined || origins.has(own)) continue
    const named = written.flatMap((path) => {
      const name = draft.text(path)
      return name === undefined ? [] : [{ name, path, isWritten: true }]
    })
    const implied =
      written.length === 0 && above !== undefined
        ? [{ name: above, path: environment, isWritten: false }]
        : []
    origins.set(own, [...named, ...implied])
  }
  reportCycles(draft, origins)
}

function checkOrigin(draft: Draft, path: Path, own: string | undefined, names: readonly string[]): void {
  const name = draft.text(path)
  if (name === undefined) return
  if (name === own) {
    draft.report(path, `"${name}" cannot be promoted from itself.`)
  } else if (!names.includes(name)) {
    const [near] = nearest(name, names)
    draft.report(path, `There is no environment "${name}".`, {
      hint: near === undefined ? `There are: ${names.join(', ')}.` : `Did you mean "${near}"?`,
    })
  }
}

/** Follows `from` from each environment; each circle is told once, at the first `from` in it that is written. */
function reportCycles(draft: Draft, origins: ReadonlyMap<string, readonly Origin[]>): void {
  const done = new Set<string>()
  const trail: { readonly name: string; readonly by: Origin | undefined }[] = []
  const visit = (name: string, by: Origin | undefined): void => {
    trail.push({ name, by })
    for (const origin of origins.get(name) ?? []) {
      const begin = trail.findIndex((step) => step.name === origin.name)
      if (begin < 0) {
        if (!done.has(origin.name)) visit(origin.name, origin)
        continue
      }
      const circle = [...trail.slice(begin).map((step) => step.name), origin.name].reverse().join(' → ')
      const links = [...trail.slice(begin + 1).map((step) => step.by), origin]
      draft.report(
        links.find((link) => link?.isWritten)?.path ?? origin.path,
        `Promotion goes in a circle: ${circle}.`,
        {
          hint: 'Set "from" so that every environment leads back to one that has none.',
        },
      )
    }
    trail.pop()
    done.add(name)
  }
  for (const name of origins.keys()) if (!done.has(name)) visit(name, undefined)
}
