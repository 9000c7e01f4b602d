import Range from 'semver/classes/range.js'
import { globMatcher, isGlob } from '../../../model/glob.ts'
import { isTag, TAG_RULE } from '../../../oci/reference.ts'
import { nearest } from '../../../support/nearest.ts'
import type { Path } from '../../pointer.ts'
import type { Draft } from '../draft.ts'
import { messageOf } from '../message.ts'
import { compileRegex } from '../regex.ts'
import { checkGlob, checkUniqueNames, environmentNames } from './environments.ts'
import { checkVariables } from './templates.ts'

/** Checks what the schema cannot say about images: names, selectors, platforms, and the environments they name. */
export async function checkImages(draft: Draft): Promise<void> {
  const images = draft.items(['images'])
  checkUniqueNames(draft, images, 'image')
  const environments = environmentNames(draft)
  for (const image of images) {
    for (const platform of draft.items([...image, 'platforms'])) checkPlatform(draft, platform)
    for (const name of draft.keys([...image, 'repository'])) {
      if (!environments.includes(name)) {
        const [near] = nearest(name, environments)
        draft.report([...image, 'repository', name], `There is no environment "${name}".`, {
          atKey: true,
          hint: near === undefined ? `There are: ${environments.join(', ')}.` : `Did you mean "${near}"?`,
        })
      }
    }
    for (const selector of draft.oneOrMany([...image, 'select'])) await checkSelector(draft, selector)
    for (const excluded of draft.oneOrMany([...image, 'exclude'])) checkExcluded(draft, excluded)
    checkLeftOver(draft, image)
  }
}

async function checkSelector(draft: Draft, path: Path): Promise<void> {
  const text = draft.text(path)
  if (text !== undefined) {
    checkTagSelector(draft, path, text)
    return
  }
  const range = draft.text([...path, 'semver'])
  if (range !== undefined && !isRange(range)) {
    draft.report([...path, 'semver'], `"${range}" is not a version range.`, {
      hint: 'Ranges are written as npm has them: ">=2.0 <3", "^1.4", "1.x".',
    })
  }
  const pattern = draft.text([...path, 'regex'])
  if (pattern !== undefined) await checkRegex(draft, [...path, 'regex'], pattern)
}

function checkExcluded(draft: Draft, path: Path): void {
  const text = draft.text(path)
  if (text !== undefined) checkTagSelector(draft, path, text)
}

/** Reports an `exclude` that leaves nothing of what `select` names: of all its exact tags, or of all its tags and globs. */
function checkLeftOver(draft: Draft, image: Path): void {
  const path = [...image, 'exclude']
  const excluded = draft.oneOrMany(path)
  const select = draft.oneOrMany([...image, 'select'])
  if (
    excluded.length === 0 ||
    select.length === 0 ||
    [...excluded, ...select].some((at) => draft.isFaulty(at))
  )
    return
  const texts = excluded.flatMap((at) => draft.text(at) ?? [])
  // `{env}` is not filled: what is excluded in one environment alone may be selected in another.
  const matchers = texts.map(globMatcher)
  const hasStar = texts.includes('*')
  const isHidden = (text: string | undefined): boolean =>
    hasStar ||
    (text !== undefined && (texts.includes(text) || (!isGlob(text) && matchers.some((hides) => hides(text)))))
  const named = select.map((at) => draft.text(at))
  const exact = named.filter((text) => text !== undefined && !isGlob(text))
  const hasExact = exact.length > 0 && exact.every(isHidden)
  const hasAll = named.every(
    (text, at) => isHidden(text) && draft.text([...(select[at] ?? []), 'digest']) === undefined,
  )
  if (!hasExact && !hasAll) return
  const what = hasAll ? 'all that "select" names' : `${exact.join(', ')}, which "select" names`
  draft.report(path, `"exclude" leaves out ${what}.`, {
    hint: 'Take it out of one of the two; what is in "exclude" is never selected.',
  })
}

function checkTagSelector(draft: Draft, path: Path, text: string): void {
  const likely = likelyMeant(text)
  if (likely !== undefined) {
    draft.report(path, `"${text}" is neither a tag nor a glob.`, { hint: likely })
    return
  }
  if (!checkVariables(draft, path, text, ['env'])) return
  const filled = text.replaceAll('{env}', 'x')
  if (!isGlob(filled)) {
    if (!isTag(filled)) {
      draft.report(path, `"${text}" is not a valid tag.`, {
        hint: TAG_RULE,
      })
    }
    return
  }
  checkGlob(draft, path)
  const bad = /[^A-Za-z0-9._*?-]/.exec(withoutSets(filled))
  if (bad !== null && !draft.isFaulty(path)) {
    draft.report(path, `"${text}" can match no tag: "${bad[0]}" is in none.`, { part: bad[0] })
  }
}

/** A glob without its sets `[…]`. */
function withoutSets(glob: string): string {
  let left = ''
  let at = 0
  for (;;) {
    const start = glob.indexOf('[', at)
    const end = start < 0 ? -1 : glob.indexOf(']', start)
    if (end < 0) return left + glob.slice(at)
    left += glob.slice(at, start)
    at = end + 1
  }
}

/** What was probably meant by text that can be neither tag nor glob. */
function likelyMeant(text: string): string | undefined {
  if (/^sha(256|512):/.test(text)) return 'For a digest write { digest: "sha256:…" }.'
  if (/[\\^$()|]/.test(text.replaceAll(/\[\^/g, '['))) return 'For a regular expression write { regex: "…" }.'
  if (/[<>=~ ]/.test(text) && isRange(text)) return 'For a version range write { semver: "…" }.'
  if (text.includes(':')) return 'Only the tag stands here, without the image in front of it.'
  return undefined
}

function isRange(text: string): boolean {
  try {
    return new Range(text).range !== undefined
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

async function checkRegex(draft: Draft, path: Path, pattern: string): Promise<void> {
  try {
    await compileRegex(pattern)
  } catch (error) {
    draft.report(path, messageOf(error), {
      hint: /\(\?<?[=!]|\\[1-9]/.test(pattern)
        ? 'The engine takes linear time (RE2 syntax), so it has no lookahead, lookbehind or backreferences.'
        : undefined,
    })
  }
}

const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['x64', 'amd64'],
  ['aarch64', 'arm64'],
  ['armv8', 'arm64'],
  ['armv7', 'arm/v7'],
  ['armv6', 'arm/v6'],
  ['armhf', 'arm/v7'],
  ['i386', '386'],
  ['i686', '386'],
])

function checkPlatform(draft: Draft, path: Path): void {
  const platform = draft.text(path)
  if (platform === undefined) return
  const [os = '', architecture = ''] = platform.split('/')
  const usual = OTHER_NAMES.get(architecture)
  if (usual === undefined) return
  draft.report(path, `Images call the architecture "${architecture}" otherwise.`, {
    part: architecture,
    hint: `Write ${os}/${usual}.`,
  })
}
