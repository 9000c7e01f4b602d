import { type LocalName, localNameText } from '../../model/images/local-images.ts'
import { parseManifest } from '../../oci/manifest.ts'
import { DEFAULT_TAG, locationText, parseReference, type Reference } from '../../oci/reference.ts'
import type { CallOptions } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { nearest } from '../../support/nearest.ts'
import type { ImagesContext } from './context.ts'

/** Digits of a digest that are enough to mean one. */
const LEAST_DIGITS = 4

/** What a text means among the images of this machine. */
export interface FoundNames {
  /** `id`: the text is the beginning of a digest, and means all names of that image. */
  readonly by: 'tag' | 'digest' | 'id'
  readonly names: readonly LocalName[]
}

/**
 * Finds images of this machine by `NAME[:TAG]` (docker's default is `latest`), `NAME@DIGEST`, the beginning of the
 * digest of a manifest or a config, or any other name, as `images` shows them.
 * @throws PromoteError `not-found`, `usage` where several images begin so or the text is no name
 */
export async function findNames(
  { local, signal }: Pick<ImagesContext, 'local' | 'signal'>,
  text: string,
): Promise<FoundNames> {
  const all = await local.names({ signal })
  const byId = await namesById({ local, signal }, all, text)
  if (byId.length > 0) return { by: 'id', names: byId }
  // What other tools wrote may have a name that is none here; it is shown, so it can be removed too.
  const byEntry = all.filter((name) => localNameText(name) === text)
  const reference = parsed(text, byEntry.length > 0)
  if (reference === undefined) return { by: 'tag', names: byEntry }
  const { location, tag, digest } = reference
  const repository = locationText(location)
  const own = all.filter((name) => name.repository === repository)
  const wanted = tag ?? DEFAULT_TAG
  const names =
    digest === undefined
      ? own.filter((name) => name.tag === wanted)
      : own.filter((name) => name.tag === undefined && [name.digest, name.descriptor.digest].includes(digest))
  if (names.length > 0) return { by: digest === undefined ? 'tag' : 'digest', names }
  if (byEntry.length > 0) return { by: 'tag', names: byEntry }
  const known = all.flatMap((name) => (name.tag === undefined ? [] : [`${name.repository}:${name.tag}`]))
  const [near] = nearest(`${repository}:${wanted}`, known)
  throw new PromoteError('not-found', `No such image: ${text}`, {
    reference: text,
    hint: near === undefined ? 'promote images lists what is here.' : `Did you mean ${near}?`,
  })
}

/** A reference; undefined for a text that is none, where that is allowed. @throws PromoteError `usage` */
function parsed(text: string, mayBeNone: boolean): Reference | undefined {
  try {
    return parseReference(text, () => '')
  } catch (error) {
    if (mayBeNone && error instanceof PromoteError) return undefined
    throw error
  }
}

async function namesById(
  context: Pick<ImagesContext, 'local' | 'signal'>,
  all: readonly LocalName[],
  text: string,
): Promise<readonly LocalName[]> {
  const digits = text.replace(/^sha256:/, '')
  if (digits.length < LEAST_DIGITS || !/^[0-9a-f]{4,64}$/.test(digits)) return []
  const found: LocalName[] = []
  for (const name of all) {
    const ids = [name.descriptor.digest, await configDigest(context, name, { signal: context.signal })]
    if (ids.some((id) => id?.startsWith(`sha256:${digits}`))) found.push(name)
  }
  const images = new Set(found.map(({ descriptor }) => descriptor.digest))
  if (images.size <= 1) return found
  throw new PromoteError('usage', `${images.size} images begin with ${text}: ${[...images].join(', ')}.`, {
    hint: 'Give more digits of the one that is meant.',
  })
}

async function configDigest(
  { local }: Pick<ImagesContext, 'local'>,
  { repository, descriptor }: LocalName,
  options: CallOptions,
): Promise<string | undefined> {
  try {
    const manifest = await local.repository(repository).manifest(descriptor.digest, options)
    const parsed = manifest === undefined ? undefined : parseManifest(manifest)
    return parsed?.kind === 'image' ? parsed.config.digest : undefined
  } catch (error) {
    // One that is damaged has to be found all the same, to be removed.
    if (error instanceof PromoteError && (error.code === 'content' || error.code === 'protocol'))
      return undefined
    throw error
  }
}
