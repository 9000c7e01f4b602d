import type { Descriptor } from '../../oci/descriptor.ts'
import { isTag } from '../../oci/reference.ts'
import { parseJson } from '../../support/parse-json.ts'
import type { AddedLayer } from './add-layer.ts'
import { invalid } from './entries.ts'

/** What was read of an archive. */
export interface ReadArchive {
  readonly path: string
  /** Small files that are no blobs, by name. */
  readonly documents: ReadonlyMap<string, Buffer>
  /** What is named by its digest, by name. */
  readonly blobs: ReadonlyMap<string, Pick<Descriptor, 'digest' | 'size'>>
  /** Layers that are not named by their digest, by name; links to them too. */
  readonly layers: ReadonlyMap<string, AddedLayer>
}

/** The tag of a name, which may be a tag alone. */
export function tagIn(name: string): string | null {
  if (isTag(name)) return name
  const tag = name.slice(name.lastIndexOf(':') + 1)
  return isTag(tag) && !tag.includes('/') ? tag : null
}

/** A document of an archive. @throws PromoteError `invalid-file` */
export function jsonOf(path: string, name: string, bytes: Buffer): unknown {
  try {
    return parseJson(bytes.toString('utf8'))
  } catch (cause) {
    throw invalid(path, `"${name}" in it is not JSON`, cause)
  }
}
