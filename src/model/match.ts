import Range from 'semver/classes/range.js'
import { nearest } from '../support/nearest.ts'
import type { Selector } from './config.ts'
import { globMatcher, isGlob } from './glob.ts'
import { renderSelect } from './template.ts'
import { sortNewestFirst, versionOf } from './version.ts'

/**
 * The tags one selector takes out of those a repository holds, newest first. `{env}` stands for the name of the
 * environment that is asked. Prereleases match a range only where it names one of the same major.minor.patch, as npm
 * has it. A digest selects no tag.
 */
export function matchTags(selector: Selector, tags: Iterable<string>, env: string): readonly string[] {
  switch (selector.kind) {
    case 'tag': {
      const wanted = renderSelect(selector.tag, env)
      return [...tags].includes(wanted) ? [wanted] : []
    }
    case 'glob':
      return sortNewestFirst([...tags].filter(globMatcher(renderSelect(selector.glob, env))))
    case 'semver':
      return sortNewestFirst(versionsIn(selector.range, tags)).slice(0, selector.newest)
    case 'regex':
      return sortNewestFirst([...tags].filter(selector.matches)).slice(0, selector.newest)
    case 'digest':
      return []
    default:
      return selector satisfies never
  }
}

/** Whether an `exclude` of these tags and globs leaves a tag out; `{env}` stands for the environment that is asked. */
export function exclusion(exclude: readonly string[], env: string): (tag: string) => boolean {
  const matchers = exclude.map((text) => globMatcher(renderSelect(text, env)))
  return (tag) => matchers.some((matches) => matches(tag))
}

/** A selector as it stands in the promotion file, for messages. */
export function selectorText(selector: Selector): string {
  switch (selector.kind) {
    case 'tag':
      return selector.tag
    case 'glob':
      return selector.glob
    case 'semver':
      return `semver ${selector.range}`
    case 'regex':
      return `regex ${selector.pattern}`
    case 'digest':
      return selector.digest
    default:
      return selector satisfies never
  }
}

/** The tags closest to one that is not there, nearest first; where none is close, the newest. At most three. */
export function nearTags(wanted: string, tags: Iterable<string>): readonly string[] {
  const all = [...tags]
  const near = nearest(wanted, all, 3)
  return near.length > 0 ? near : sortNewestFirst(all).slice(0, 3)
}

/** True when one of the globs covers the tag: it never moves once it exists. */
export function isImmutable(globs: readonly string[], tag: string): boolean {
  return globs.some((glob) => (isGlob(glob) ? globMatcher(glob)(tag) : glob === tag))
}

function versionsIn(range: string, tags: Iterable<string>): readonly string[] {
  const parsed = new Range(range)
  return [...tags].filter((tag) => {
    const version = versionOf(tag)
    return version !== undefined && parsed.test(version)
  })
}
