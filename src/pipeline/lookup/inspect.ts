import { discoverReferrers } from '../../engine/referrers/discover.ts'
import { tagListOf } from '../../engine/referrers/tag-list.ts'
import type {
  InspectedConfig,
  InspectedPlatform,
  InspectedReferrer,
  InspectReport,
  Standing,
} from '../../model/lookup/inspect.ts'
import { referrerName } from '../../model/referrers.ts'
import { platformText } from '../../oci/descriptor.ts'
import type { Digest } from '../../oci/digest.ts'
import { familiarName } from '../../oci/familiar-name.ts'
import { artifactTypeOf, parseManifest, type RawManifest } from '../../oci/manifest.ts'
import { MEDIA_TYPES } from '../../oci/media-types.ts'
import { type Location, locationText, type Reference } from '../../oci/reference.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { once } from '../../support/concurrency.ts'
import { PromoteError } from '../../support/errors.ts'
import { MAX_MANIFEST_BYTES } from '../../support/limits.ts'
import { configDetails, readConfig } from '../images/config.ts'
import { choosePlatform, type PlatformChoice } from '../images/platform.ts'
import { collect } from '../plan/source/candidates.ts'
import type { LookupContext } from './context.ts'
import { type FoundImage, findImage } from './find-image.ts'
import { type ImagePart, partSize, readImageContent } from './image-content.ts'

/** What is looked at. */
export interface InspectRequest {
  readonly reference: Reference
  /** Of which platform of several the config is shown. */
  readonly platform: PlatformChoice
  /** Where a digest stands in the environments of the promotion file; absent where there is none. */
  readonly standings?: (location: Location, digest: Digest) => Promise<readonly Standing[]>
}

const IMAGE_CONFIGS: ReadonlySet<string> = new Set([MEDIA_TYPES.ociConfig, MEDIA_TYPES.dockerConfig])

/**
 * All about an image: what it is made of, what it says of itself, what refers to it, and where it stands. What cannot be
 * read beside the image itself is a note, and fails nothing.
 * @throws PromoteError `not-found` where there is no such image, or not for the platform
 */
export async function inspectImage(
  context: LookupContext,
  { reference, platform, standings }: InspectRequest,
): Promise<InspectReport> {
  const { signal, registries } = context
  const found = await findImage(context, reference)
  const { location, source, manifest, tag } = found
  const notes: string[] = []
  const orNote = async <T>(work: () => Promise<T>, without: T): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof PromoteError)) throw error
      notes.push(error.message)
      return without
    }
  }
  const content = await readImageContent(source, manifest, { signal })
  const images = content.parts.filter(({ isAttestation }) => !isAttestation)
  const chosen = await chosenPart(found, images, platform, { signal })
  const [config, referrers, stands] = await Promise.all([
    chosen === undefined ? null : orNote(() => configOf(source, chosen, { signal }), null),
    orNote(() => referrersOf(source, manifest, { signal }), []),
    standings === undefined ? null : orNote(() => standings(location, manifest.descriptor.digest), null),
  ])
  const parsed = parseManifest(manifest)
  const isImage = parsed.kind === 'index' ? images.some(isRunnable) : images.every(isRunnable)
  return {
    kind: 'inspect',
    repository: locationText(location),
    tag,
    digest: manifest.descriptor.digest,
    mediaType: manifest.descriptor.mediaType,
    artifactType: isImage ? null : (artifactTypeOf(parsed) ?? null),
    size: content.size,
    annotations: parsed.annotations,
    platforms: images.map((part) => platformOf(part, part === chosen ? config : null)),
    attestations: content.parts.length - images.length,
    absent: content.absent.map((child) => ({
      platform: child.platform === undefined ? null : platformText(child.platform),
      digest: child.digest,
    })),
    config,
    referrers,
    standings: stands,
    pullLimit: location.kind === 'registry' ? (registries.pullLimit(location.host) ?? null) : null,
    pull: isImage && location.kind === 'registry' ? pullCommands(found, reference) : [],
    notes,
  }
}

/**
 * What a reference names as it is stored: the bytes of its manifest, of one platform's where one is asked for, or of that
 * platform's config.
 * @throws PromoteError `not-found`; `unsupported` for a config of more than 4 MiB
 */
export async function readStored(
  context: LookupContext,
  { reference, platform }: Pick<InspectRequest, 'reference' | 'platform'>,
  what: 'manifest' | 'config',
): Promise<Uint8Array> {
  const options = { signal: context.signal }
  const found = await findImage(context, reference)
  const { source, manifest, name } = found
  if (what === 'manifest') {
    if (platform.kind !== 'only') return manifest.bytes
    return (await choosePlatform(source, manifest, platform, name, options)).manifest.bytes
  }
  const { parts } = await readImageContent(source, manifest, options)
  const images = parts.filter(({ isAttestation }) => !isAttestation)
  const chosen = await chosenPart(found, images, platform, options)
  if (chosen === undefined)
    throw new PromoteError('not-found', `${name} lists no image.`, { reference: name })
  const { config } = chosen.parsed
  if (config.size > MAX_MANIFEST_BYTES) {
    throw new PromoteError('unsupported', `The config of ${name} has more than 4 MiB.`, { reference: name })
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of await source.open(config, options)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The image that is asked for; of this machine's platform, else the first, where none is. */
async function chosenPart(
  { source, manifest, name }: FoundImage,
  images: readonly ImagePart[],
  choice: PlatformChoice,
  options: CallOptions,
): Promise<ImagePart | undefined> {
  if (choice.kind === 'only') {
    const chosen = await choosePlatform(source, manifest, choice, name, options)
    const { digest } = chosen.manifest.descriptor
    return images.find((part) => part.manifest.descriptor.digest === digest)
  }
  const wanted = choice.kind === 'machine' ? choice.platform : ''
  return images.find(({ platform }) => platform === wanted || platform?.startsWith(`${wanted}/`)) ?? images[0]
}

function isRunnable({ parsed }: ImagePart): boolean {
  return IMAGE_CONFIGS.has(parsed.config.mediaType) && parsed.artifactType === undefined
}

async function configOf(
  source: ContentSource,
  part: ImagePart,
  options: CallOptions,
): Promise<InspectedConfig | null> {
  if (!IMAGE_CONFIGS.has(part.parsed.config.mediaType)) return null
  const details = configDetails(await readConfig(source, part.parsed.config, options))
  return { ...details, platform: part.platform ?? details.platform }
}

function platformOf(part: ImagePart, config: InspectedConfig | null): InspectedPlatform {
  const { config: id, layers } = part.parsed
  return {
    platform: part.platform ?? config?.platform ?? null,
    digest: part.manifest.descriptor.digest,
    id: id.digest,
    size: partSize(part),
    layers: layers.map(({ digest, size, mediaType }) => ({ digest, size, mediaType })),
  }
}

async function referrersOf(
  source: ContentSource,
  manifest: RawManifest,
  options: CallOptions,
): Promise<readonly InspectedReferrer[]> {
  const tags = tagListOf(once(() => collect(source.tags(options))))
  const { referrers } = await discoverReferrers(source, manifest, tags, options)
  return referrers.map((one) => ({
    name: referrerName(one),
    artifactType: one.artifactType === '' ? null : one.artifactType,
    digest: one.manifest.descriptor.digest,
    subject: one.subject,
    tag: one.tag ?? null,
  }))
}

/** By tag where it was asked for so: a person goes on with the name that they know. */
function pullCommands({ name, location }: FoundImage, { digest }: Reference): InspectReport['pull'] {
  // With a tag and a digest podman refuses what docker takes.
  const plain = digest === undefined ? name : `${locationText(location)}@${digest}`
  return [
    { tool: 'docker', command: `docker pull ${familiarName(plain)}` },
    { tool: 'podman', command: `podman pull ${plain}` },
    { tool: 'promote', command: `promote pull ${familiarName(plain)}` },
  ]
}
