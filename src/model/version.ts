import type { SemVer } from 'semver'
import parse from 'semver/functions/parse.js'

/**
 * A tag as a semantic version 2.0.0, a leading `v` allowed; undefined for anything else (`1.4`, `latest`). A tag cannot
 * hold the `+` before build metadata: an underscore stands for it, as Helm writes it (`0.2.0_build.5`).
 */
export function versionOf(tag: string): SemVer | undefined {
  return parse(tag) ?? parse(tag.replace('_', '+')) ?? undefined
}

/** True for a version tag without a prerelease part. */
export function isStableVersion(tag: string): boolean {
  return versionOf(tag)?.prerelease.length === 0
}

/** Negative, zero or positive as the version of `a` is lower, equal or higher; undefined unless both are versions. */
export function compareVersions(a: string, b: string): number | undefined {
  const left = versionOf(a)
  const right = versionOf(b)
  return left === undefined || right === undefined ? undefined : left.compare(right)
}

/** The tag of the highest stable version; where none is stable, the highest prerelease; undefined without versions. */
export function highestSemver(tags: Iterable<string>): string | undefined {
  const versions = [...tags].filter((tag) => versionOf(tag) !== undefined)
  const stable = versions.filter(isStableVersion)
  return sortNewestFirst(stable.length > 0 ? stable : versions)[0]
}

/**
 * The newest of some versions of one image: the highest stable version, else the highest prerelease, else the last tag in
 * natural order (`v10` after `v9`), else the last digest. The same ones give the same answer in any order.
 */
export function newestOf<One extends { readonly tag: string | null; readonly digest: string }>(
  ones: readonly One[],
): One | undefined {
  const tags = ones.flatMap(({ tag }) => (tag === null ? [] : [tag]))
  const newest = highestSemver(tags) ?? sortNewestFirst(tags)[0]
  const named = newest === undefined ? ones : ones.filter(({ tag }) => tag === newest)
  return named.toSorted((a, b) => byText(b.digest, a.digest))[0]
}

/**
 * Tags with the newest first: versions by precedence, then everything else in natural order downwards
 * (`build-10` before `build-9`). The order is total, so the same tags always come out the same way.
 */
export function sortNewestFirst(tags: Iterable<string>): string[] {
  return [...tags]
    .map((tag) => ({ tag, version: versionOf(tag) }))
    .sort((a, b) => {
      if (a.version !== undefined && b.version !== undefined) {
        return b.version.compare(a.version) || byText(a.tag, b.tag)
      }
      if (a.version !== undefined) return -1
      if (b.version !== undefined) return 1
      return natural().compare(b.tag, a.tag) || byText(a.tag, b.tag)
    })
    .map(({ tag }) => tag)
}

let collator: Intl.Collator | undefined

// A collator takes milliseconds to make; lists of versions never need it.
function natural(): Intl.Collator {
  collator ??= new Intl.Collator('en', { numeric: true })
  return collator
}

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1
}
