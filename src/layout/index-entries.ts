import type { Descriptor } from '../oci/descriptor.ts'
import { type Digest, isDigest } from '../oci/digest.ts'
import { OWN_TAGS, type TagNames } from './tag-names.ts'

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

/** The name of an entry; undefined where it has none. OCI image spec 1.1, "Pre-Defined Annotation Keys". */
export function nameOf(entry: IndexEntry): string | undefined {
  const name = annotationsOf(entry)[REF_NAME]
  return typeof name === 'string' ? name : undefined
}

/** The tag of an entry, as its name says it; undefined where it has none, or one of another repository. */
export function tagOf(entry: IndexEntry, names: TagNames = OWN_TAGS): string | undefined {
  const name = nameOf(entry)
  return name === undefined ? undefined : names.tagOf(name)
}

/** The entry behind a tag; one whose name is exactly that of the tag goes before one that means it. */
export function entryFor(
  entries: readonly IndexEntry[],
  tag: string,
  names: TagNames = OWN_TAGS,
): IndexEntry | undefined {
  return (
    entries.find((entry) => nameOf(entry) === names.nameOf(tag)) ??
    entries.find((entry) => tagOf(entry, names) === tag)
  )
}

/** All tags in the order of the entries, each once. */
export function tagsIn(entries: readonly IndexEntry[], names: TagNames = OWN_TAGS): readonly string[] {
  return [...new Set(entries.map((entry) => tagOf(entry, names)).filter((tag) => tag !== undefined))]
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
  names: TagNames = OWN_TAGS,
): readonly IndexEntry[] {
  const current = entries.filter((entry) => tagOf(entry, names) === tag)
  if (current.length === 1 && current[0]?.digest === descriptor.digest) return entries
  return named(withoutTag(entries, tag, names), descriptor, names.nameOf(tag))
}

/** The entries with this name at this manifest and nowhere else. */
export function withName(
  entries: readonly IndexEntry[],
  descriptor: Descriptor,
  name: string,
): readonly IndexEntry[] {
  const current = entries.filter((entry) => nameOf(entry) === name)
  if (current.length === 1 && current[0]?.digest === descriptor.digest) return entries
  return named(withoutName(entries, name), descriptor, name)
}

/** The entries without the tag; what it pointed at stays listed. */
export function withoutTag(
  entries: readonly IndexEntry[],
  tag: string,
  names: TagNames = OWN_TAGS,
): readonly IndexEntry[] {
  return freed(entries, (entry) => tagOf(entry, names) === tag)
}

/** The entries without the name; what it pointed at stays listed. */
export function withoutName(entries: readonly IndexEntry[], name: string): readonly IndexEntry[] {
  return freed(entries, (entry) => nameOf(entry) === name)
}

/** A name for a manifest: on its entry that has none, else on a new one. */
function named(entries: readonly IndexEntry[], descriptor: Descriptor, name: string): readonly IndexEntry[] {
  const at = entries.findIndex((entry) => entry.digest === descriptor.digest && isUnnamed(entry))
  const withIt = (entry: IndexEntry): IndexEntry => ({
    ...entry,
    annotations: { ...annotationsOf(entry), [REF_NAME]: name },
  })
  return at < 0
    ? [...entries, withIt(entryOf(descriptor))]
    : entries.map((entry, index) => (index === at ? withIt(entry) : entry))
}

/** The entries, some of them without their name. */
function freed(entries: readonly IndexEntry[], loses: (entry: IndexEntry) => boolean): readonly IndexEntry[] {
  const others = new Set(entries.filter((entry) => !loses(entry)).map((entry) => entry.digest))
  return entries.flatMap((entry): readonly IndexEntry[] => {
    if (!loses(entry)) return [entry]
    const without = unnamed(entry)
    // An entry that only repeats the digest of another one says nothing.
    if (isUnnamed(without) && others.has(without.digest)) return []
    others.add(without.digest)
    return [without]
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
