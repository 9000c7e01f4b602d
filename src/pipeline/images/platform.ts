import { type Platform, platformMatches, platformText } from '../../oci/descriptor.ts'
import { parseManifest, type RawManifest } from '../../oci/manifest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { PromoteError } from '../../support/errors.ts'
import { readPlatforms } from '../plan/source/image-config.ts'

/** Which platforms of an image are wanted. */
export type PlatformChoice =
  /** The image as it is. */
  | { readonly kind: 'all' }
  /** Of an image of several platforms the one of this machine; one that has a single platform is taken as it is. */
  | { readonly kind: 'machine'; readonly platform: string }
  /** This one and no other: `os/architecture[/variant]`. */
  | { readonly kind: 'only'; readonly platform: string }

/** What was chosen of an image. */
export interface ChosenManifest {
  readonly manifest: RawManifest
  /** Of several, the platform that was taken; null where all was. */
  readonly platform: string | null
}

/** The platform of containers on a machine, as Go and so docker names it: `linux/amd64`. @param arch as `process.arch` */
export function machinePlatform(arch: string): string {
  return `linux/${ARCHITECTURES[arch] ?? arch}`
}

const ARCHITECTURES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  loong64: 'loong64',
  ppc64: 'ppc64le',
  mips64el: 'mips64le',
}

/**
 * The manifest of the wanted platform.
 * @param name of the image, for messages
 * @throws PromoteError `not-found` where the image has no content for it
 */
export async function choosePlatform(
  source: ContentSource,
  manifest: RawManifest,
  choice: PlatformChoice,
  name: string,
  options: CallOptions,
): Promise<ChosenManifest> {
  if (choice.kind === 'all') return { manifest, platform: null }
  const parsed = parseManifest(manifest)
  if (parsed.kind === 'image') {
    if (choice.kind === 'only') await requirePlatform(source, manifest, choice.platform, name, options)
    return { manifest, platform: null }
  }
  const children = parsed.manifests.flatMap((child) =>
    child.platform === undefined || child.platform.os === 'unknown' ? [] : [{ child, has: child.platform }],
  )
  // An index whose entries say nothing of platforms is no image of several platforms: a chart, a build cache.
  if (children.length === 0 && choice.kind === 'machine') return { manifest, platform: null }
  const found = children.find(({ has }) => matches(choice.platform, has))
  if (found === undefined)
    throw lacks(
      name,
      choice.platform,
      children.map(({ has }) => has),
    )
  const chosen = await source.manifest(found.child.digest, options)
  if (chosen === undefined) {
    throw new PromoteError(
      'not-found',
      `${name} lists ${found.child.digest} for ${choice.platform}, which ${source.name} does not have.`,
    )
  }
  return { manifest: chosen, platform: platformText(found.has) }
}

/** Variants are left out where one is the rule: `linux/arm64` has v8 alone. */
function matches(want: string, have: Platform): boolean {
  return platformMatches(want, have) || (want === 'linux/arm64/v8' && platformText(have) === 'linux/arm64')
}

async function requirePlatform(
  source: ContentSource,
  manifest: RawManifest,
  platform: string,
  name: string,
  options: CallOptions,
): Promise<void> {
  const has = await readPlatforms(source, manifest, options)
  if (!has.some((one) => matches(platform, one))) throw lacks(name, platform, has)
}

/** Platforms that a message lists. */
const MOST_SAID = 20

function lacks(name: string, platform: string, has: readonly Platform[]): PromoteError {
  const texts = [...new Set(has.map(platformText))]
  const [said, more] = [texts.slice(0, MOST_SAID), texts.length - MOST_SAID]
  const list = more > 0 ? `${said.join(', ')} and ${more} more` : said.join(', ')
  const there = list === '' ? 'It does not say for which platforms it is.' : `It has ${list}.`
  return new PromoteError('not-found', `${name} has no content for ${platform}.`, {
    reference: name,
    hint: `${there} --platform takes one of them; --platform all takes the whole image.`,
  })
}
