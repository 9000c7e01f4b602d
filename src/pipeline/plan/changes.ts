import type { Digest } from '../../oci/digest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { withoutTrailing } from '../../support/text/trailing.ts'
import { type ImageConfig, readImageConfig } from './image-config.ts'

const SOURCE = 'org.opencontainers.image.source'
const REVISION = 'org.opencontainers.image.revision'

/** The commits between two images, as far as their labels tell. OCI image spec 1.1, "Pre-Defined Annotation Keys". */
export interface Changes {
  readonly compare?: string
  readonly commits?: string
}

/**
 * What changed from one image to another. Reads both configs; an image whose content cannot be read has no labels,
 * since this is only for the reader.
 */
export async function changesBetween(
  before: { readonly store: ContentSource; readonly digest: Digest },
  after: { readonly store: ContentSource; readonly digest: Digest },
  options: CallOptions,
): Promise<Changes> {
  const [old, now] = await Promise.all([labelsOf(before, options), labelsOf(after, options)])
  const from = old[REVISION]
  const to = now[REVISION]
  if (!isRevision(from) || !isRevision(to)) return {}
  const commits = `${from.slice(0, 7)}..${to.slice(0, 7)}`
  const repository = repositoryPage(now[SOURCE])
  if (repository === undefined || repositoryPage(old[SOURCE]) !== repository) return { commits }
  const path = new URL(repository).hostname.includes('gitlab') ? '/-/compare/' : '/compare/'
  return { commits, compare: `${repository}${path}${from}...${to}` }
}

async function labelsOf(
  { store, digest }: { readonly store: ContentSource; readonly digest: Digest },
  options: CallOptions,
): Promise<ImageConfig['labels']> {
  try {
    const manifest = await store.manifest(digest, options)
    return manifest === undefined ? {} : (await readImageConfig(store, manifest, options)).labels
  } catch {
    options.signal?.throwIfAborted()
    return {}
  }
}

function isRevision(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{7,64}$/.test(text)
}

/** `https://host/owner/name` of the forms that are in use; undefined for anything else: it becomes a link. */
function repositoryPage(source: string | undefined): string | undefined {
  if (source === undefined) return undefined
  const scp = /^git@([^:/]+):(.+)$/.exec(source)
  const text = scp === null ? source : `https://${scp[1]}/${scp[2]}`
  try {
    const url = new URL(text)
    if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return undefined
    return `https://${url.host}${withoutTrailing(url.pathname, '/').replace(/\.git$/, '')}`
  } catch {
    return undefined
  }
}
