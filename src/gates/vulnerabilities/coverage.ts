import type { ReportSubject, ScanReport } from './report.ts'

/** An image as far as a report can be about it: by the digest of its manifest or of its config, as a whole or in part. */
export interface ImagePart {
  readonly digest: string
  /** `linux/amd64`; null where it is not said, and of an index. */
  readonly platform: string | null
  /** Digest of its config; null for an index. */
  readonly config: string | null
  /** What an index lists, attestations left out. */
  readonly children: readonly ImagePart[]
}

/** What a report without a digest can be told by. */
export interface ImageNames {
  /** The image's name in the promotion file, and its repositories. */
  readonly repositories: readonly string[]
  /** Null for a candidate without one, and where a name's tag says nothing. */
  readonly tag: string | null
}

/** What of an image a report is about. */
export type Coverage =
  /** The part with this digest; the whole image with its own. */
  | { readonly kind: 'part'; readonly digest: string }
  /** It names only names, and they fit. */
  | { readonly kind: 'name' }
  | { readonly kind: 'unsaid' }
  /** Another image, `named` as people can find it. */
  | { readonly kind: 'other'; readonly named: string }

/** What of an image a report is about, by all that it says of that. */
export function coverageOf({ about }: ScanReport, image: ImagePart, names: ImageNames): Coverage {
  const each = about.map((subject) => coverageOfSubject(subject, image, names))
  const other = each.find(({ kind }) => kind === 'other')
  if (other !== undefined) return other
  const parts = each.filter((one) => one.kind === 'part')
  const narrow = parts.find(({ digest }) => digest !== image.digest) ?? parts[0]
  return narrow ?? each.find(({ kind }) => kind === 'name') ?? { kind: 'unsaid' }
}

function coverageOfSubject({ digests, names }: ReportSubject, image: ImagePart, known: ImageNames): Coverage {
  if (digests.length > 0) {
    const part = partsOf(image).find(
      ({ digest, config }) => digests.includes(digest) || (config !== null && digests.includes(config)),
    )
    return part === undefined
      ? { kind: 'other', named: digests[0] ?? '' }
      : { kind: 'part', digest: part.digest }
  }
  const references = names.filter((name) => !isFileName(name))
  if (references.length === 0) return { kind: 'unsaid' }
  return references.some((name) => fits(name, known))
    ? { kind: 'name' }
    : { kind: 'other', named: references[0] ?? '' }
}

/** An image and all it lists, each before what it lists. */
export function partsOf(image: ImagePart): readonly ImagePart[] {
  return [image, ...image.children.flatMap(partsOf)]
}

/**
 * The parts that no report covers: none when the image itself is, or everything it lists. What is listed twice is
 * looked at twice.
 */
export function uncovered(image: ImagePart, covered: ReadonlySet<string>): readonly ImagePart[] {
  if (covered.has(image.digest)) return []
  return image.children.length === 0 ? [image] : image.children.flatMap((child) => uncovered(child, covered))
}

function fits(name: string, { repositories, tag }: ImageNames): boolean {
  const [reference = ''] = name.split('@')
  const [last = ''] = reference.split('/').slice(-1)
  const [base, ownTag] = last.split(':')
  if (!repositories.some((repository) => repository.split('/').at(-1) === base)) return false
  return tag === null || ownTag === undefined || ownTag === tag
}

/** Scanners of archives and folders call what they read by its path. */
function isFileName(name: string): boolean {
  return /^[./~]|\.(?:tar|tgz|tar\.gz)$|^[a-z-]+:[./]/.test(name)
}
