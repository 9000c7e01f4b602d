import type { Descriptor } from '../oci/descriptor.ts'
import { type Digest, isDigest } from '../oci/digest.ts'
import { isTag, splitReference } from '../oci/reference.ts'

/** An entry of index.json as it was read: fields of other tools are kept. */
export type IndexEntry = Readonly<Record<string, unknown>>

/** The annotation that holds an entry's tag. OCI image spec 1.1, "Image Layout", index.json. */
const REF_NAME = 'org.opencontainers.image.ref.name'

/** What an entry points at; undefined where its digest is of an algorithm this tool cannot verify. */
export function descriptorOf(entry: IndexEntry): Descriptor | undefined {
  const { mediaType, digest, size } = entry
  if (typeof mediaType !== 'string' || typeof digest !== 'string' || typeof size !== 'number')
    return undefined
  return isDigest(digest) ? { mediaType, digest, size } : undefined
}

/** The tag of an entry: its name, or the tag in it where another tool wrote a full reference there. */
export function tagOf(entry: IndexEntry): string | undefined {
  const name = annotationsOf(entry)[REF_NAME]
  if (typeof name !== 'string') return undefined
  if (isTag(name)) return name
  try {
    return splitReference(name).tag
  } catch {
    // A name that is no reference is no tag of ours; the entry is still listed by digest.
    return undefined
  }
}

/** The entry behind a tag; one whose name is exactly the tag goes before a full reference with that tag. */
export function entryFor(entries: readonly IndexEntry[], tag: string): IndexEntry | undefined {
  return (
    entries.find((entry) => annotationsOf(entry)[REF_NAME] === tag) ??
    entries.find((entry) => tagOf(entry) === tag)
  )
}

/** All tags in the order of the entries, each once. */
export function tagsIn(entries: readonly IndexEntry[]): readonly string[] {
  return [...new Set(entries.map(tagOf).filter((tag) => tag !== undefined))]
}

/** True when an entry points at the digest. */
export function isListed(entries: readonly IndexEntry[], digest: Digest): boolean {
  return entries.some((entry) => entry.digest === digest)
}

/**
 * The entries with this manifest among them. Bare entries of its children go: they were listed while nothing
 * above them was, and a reader who takes each entry for an image should see one.
 */
export function withManifest(
  entries: readonly IndexEntry[],
  descriptor: Descriptor,
  children: readonly Digest[],
): readonly IndexEntry[] {
  const covered = new Set<unknown>(children)
  const kept = entries.filter((entry) => !(isBare(entry) && covered.has(entry.digest)))
  return isListed(kept, descriptor.digest) ? kept : [...kept, entryOf(descriptor)]
}

/** The entries with the tag at this manifest and nowhere else; what it pointed at stays listed. */
export function withTag(
  entries: readonly IndexEntry[],
  descriptor: Descriptor,
  tag: string,
): readonly IndexEntry[] {
  const current = entries.filter((entry) => tagOf(entry) === tag)
  if (current.length === 1 && current[0]?.digest === descriptor.digest) return entries
  const freed = withoutTag(entries, tag)
  const at = freed.findIndex((entry) => entry.digest === descriptor.digest && isUnnamed(entry))
  const named = (entry: IndexEntry): IndexEntry => ({
    ...entry,
    annotations: { ...annotationsOf(entry), [REF_NAME]: tag },
  })
  return at < 0
    ? [...freed, named(entryOf(descriptor))]
    : freed.map((entry, index) => (index === at ? named(entry) : entry))
}

/** The entries without the tag; what it pointed at stays listed. */
export function withoutTag(entries: readonly IndexEntry[], tag: string): readonly IndexEntry[] {
  const others = new Set(entries.filter((entry) => tagOf(entry) !== tag).map((entry) => entry.digest))
  return entries.flatMap((entry): readonly IndexEntry[] => {
    if (tagOf(entry) !== tag) return [entry]
    const freed = unnamed(entry)
    // An entry that only repeats the digest of another one says nothing.
    if (isUnnamed(freed) && others.has(freed.digest)) return []
    others.add(freed.digest)
    return [freed]
  })
}

function entryOf({ mediaType, digest, size, artifactType }: Descriptor): IndexEntry {
  return { mediaType, digest, size, ...(artifactType === undefined ? {} : { artifactType }) }
}

function unnamed(entry: IndexEntry): IndexEntry {
  const { [REF_NAME]: _, ...annotations } = annotationsOf(entry)
  const { annotations: __, ...rest } = entry
  return Object.keys(annotations).length === 0 ? rest : { ...rest, annotations }
}

/** True for an entry that says no more than what the manifest is. */
export function isUnnamed(entry: IndexEntry): boolean {
  return Object.keys(entry).every((key) => ['mediaType', 'digest', 'size', 'artifactType'].includes(key))
}

/** Unnamed and, having no artifact type, no referrer either: those are found by their entries alone. */
function isBare(entry: IndexEntry): boolean {
  return isUnnamed(entry) && entry.artifactType === undefined
}

function annotationsOf(entry: IndexEntry): Readonly<Record<string, unknown>> {
  const { annotations } = entry
  return typeof annotations === 'object' && annotations !== null
    ? (annotations as Record<string, unknown>)
    : {}
}
