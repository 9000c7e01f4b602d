import type {
  CopyImagesReport,
  ImagesReport,
  LayerReport,
  PulledImage,
  PullReport,
  PushReport,
  RemoveReport,
} from '../../../model/images/reports.ts'
import { familiarName } from '../../../oci/familiar-name.ts'
import { printableText } from '../../../support/printable.ts'
import type { RenderOptions } from '../../options.ts'
import { type Direction, layerLine, shortId } from '../../words/images.ts'
import { agoText, countText, sizeText } from '../../words/units.ts'
import { alignColumns, DOCKER_LEAST_WIDTH } from '../columns.ts'

/** What `pull` did, in docker's words. */
export function pullText({ repository, images, into, skipped }: PullReport): string {
  const path = pathOf(repository)
  const blocks = images.flatMap((image) => [
    `${image.tag ?? fullName(repository, image)}: Pulling from ${path}`,
    ...layerLines('pull', image.layers),
    `Digest: ${image.digest}`,
    ...(image.platform === null ? [] : [`Platform: ${image.platform} (${image.stored})`]),
  ])
  const left = skipped.map(({ tag, reason }) => `! ${tag} was left out: ${reason}`)
  const name = onlyName(repository, images)
  const status = images.some((image) => image.status === 'new')
    ? `Status: Downloaded newer image for ${familiarName(name)}`
    : `Status: Image is up to date for ${familiarName(name)}`
  return lines([...blocks, ...left, status, into.kind === 'images' ? name : into.path])
}

/** What `pull -q` says: the full name of each image. */
export function pullNames({ repository, images }: PullReport): string {
  return lines(images.map((image) => fullName(repository, image)))
}

/** What `push` did, in docker's words. */
export function pushText({ images }: PushReport): string {
  return lines(
    images.flatMap((image) => [
      ...layerLines('push', image.layers),
      `${image.tag}: digest: ${image.digest} size: ${image.size}`,
    ]),
  )
}

/** What `push -q` says: the full name of each image. */
export function pushNames({ repository, images }: PushReport): string {
  return lines(images.map(({ tag }) => `${repository}:${tag}`))
}

/** What `copy` did. */
export function copyText({ source, destination, images }: CopyImagesReport): string {
  const rows = images.map(({ tag, digest, blobs, referrers }) => [
    tag ?? '-',
    shortId(digest),
    [
      `${blobs.mounted} mounted`,
      `${blobs.copied} copied (${sizeText(blobs.bytes)})`,
      `${blobs.present} already there`,
      ...(referrers === 0 ? [] : [countText(referrers, 'referrer')]),
    ].join(', '),
  ])
  return lines([`${source} → ${destination}`, ...alignColumns(rows, { indent: '  ' })])
}

/**
 * The images of this machine as docker lists them.
 * @param shown.name the only one that was asked for, as it was written
 */
export function imagesText(
  { path, images }: ImagesReport,
  options: RenderOptions,
  shown: { readonly digests: boolean; readonly full: boolean; readonly name?: string | undefined },
): string {
  if (images.length === 0 && shown.name !== undefined) {
    return lines([
      `There is no ${shown.name} among the images of this machine.`,
      'promote images lists all of them.',
    ])
  }
  if (images.length === 0) return lines([`There are no images in ${path}.`, 'promote pull NAME brings one.'])
  const head = ['REPOSITORY', 'TAG', ...(shown.digests ? ['DIGEST'] : []), 'IMAGE ID', 'CREATED', 'SIZE']
  const rows = images.map(({ repository, tag, digest, id, created, size, damaged }) => [
    familiarName(repository),
    tag ?? '<none>',
    ...(shown.digests ? [digest] : []),
    shown.full ? id : shortId(id),
    damaged ? 'damaged: pull it again' : created === null ? '-' : agoText(created, options.now),
    damaged ? '-' : sizeText(size),
  ])
  return lines(alignColumns([head, ...rows], { least: DOCKER_LEAST_WIDTH }))
}

/** What `images -q` says: ids alone, each once. */
export function imageIds({ images }: ImagesReport, { full }: { readonly full: boolean }): string {
  const ids = [...new Set(images.map(({ id }) => (full ? id : shortId(id))))]
  return ids.length === 0 ? '' : lines(ids)
}

/** What `rmi` did, in docker's words, and what that freed. */
export function removeText({ untagged, deleted, freed, later }: RemoveReport): string {
  return lines([
    ...untagged.map((name) => `Untagged: ${familiarName(name)}`),
    ...deleted.map((digest) => `Deleted: ${digest}`),
    later
      ? 'Another process uses images now: what no name holds any more goes with a later rmi.'
      : `Freed: ${sizeText(freed)}`,
  ])
}

/** What was pulled as a whole: the one image, or the repository where all its tags were. */
function onlyName(repository: string, images: readonly PulledImage[]): string {
  const [only] = images
  return images.length === 1 && only !== undefined ? fullName(repository, only) : repository
}

function fullName(repository: string, { tag, digest }: Pick<PulledImage, 'tag' | 'digest'>): string {
  return tag === null ? `${repository}@${digest}` : `${repository}:${tag}`
}

function layerLines(direction: Direction, layers: readonly LayerReport[]): readonly string[] {
  return layers.map((layer) => layerLine(direction, layer))
}

function pathOf(repository: string): string {
  return repository.slice(repository.indexOf('/') + 1)
}

/** What a registry or an image calls itself, or says, is in each of them. */
function lines(all: readonly string[]): string {
  return `${all.map((line) => printableText(line)).join('\n')}\n`
}
