import { PromoteError } from '../support/errors.ts'
import { type Digest, isDigest } from './digest.ts'

/**
 * Where images are kept: a repository of a registry, or an OCI image layout folder.
 * `host` is as a person writes it (`docker.io`, `localhost:5000`), `repository` has docker's `library/` added on Docker Hub;
 * `path` is absolute.
 */
export type Location =
  | { readonly kind: 'registry'; readonly host: string; readonly repository: string }
  | { readonly kind: 'layout'; readonly path: string }

/** A location with what is wanted there. At least one of tag and digest unless the caller allows neither. */
export interface Reference {
  readonly location: Location
  readonly tag?: string
  readonly digest?: Digest
}

const HOST =
  /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*)(?::[0-9]{1,5})?$/
const PATH_PART = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
/** Characters a tag has at most (OCI distribution spec 1.1, "Pulling manifests"). */
export const MAX_TAG_LENGTH = 128

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/

/** The registry that a reference without a host is on, and its other names, as docker reads them. */
export const DOCKER_HUB_NAMES = [
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
] as const

const [DEFAULT_HOST] = DOCKER_HUB_NAMES

/** The tag that a name without one has, as docker has it. */
export const DEFAULT_TAG = 'latest'

/** What a tag is, as a sentence. */
export const TAG_RULE =
  'A tag is 1 to 128 letters, digits, "_", "." and "-", and begins with neither "." nor "-".'

/** True for a tag as OCI distribution spec 1.1 allows it. */
export function isTag(text: string): boolean {
  return TAG.test(text)
}

/** True for a repository path (`a/b-c`) of at most 255 characters. */
export function isRepositoryPath(text: string): boolean {
  return text.length <= 255 && text.split('/').every((part) => PATH_PART.test(part))
}

/**
 * Reads `HOST/PATH`, `PATH` (Docker Hub, as docker has it) or `oci:FOLDER`.
 * @param resolvePath makes a layout's folder absolute
 * @param quoted what messages call it, where the text itself may hold a secret
 * @throws PromoteError `usage` when it is neither
 */
export function parseLocation(
  text: string,
  resolvePath: (folder: string) => string,
  quoted: string = text,
): Location {
  if (text.startsWith('oci:')) {
    const folder = text.slice('oci:'.length)
    if (folder === '') throw new PromoteError('usage', '"oci:" needs a folder after it.')
    return { kind: 'layout', path: resolvePath(folder) }
  }
  const { host, path } = splitHost(text)
  if (!HOST.test(host))
    throw new PromoteError('usage', `"${quoted}" does not begin with a valid registry host.`)
  if (!isPortPossible(host))
    throw new PromoteError('usage', `The port in "${quoted}" is not one from 1 to 65535.`)
  const repository = host === DEFAULT_HOST && !path.includes('/') ? `library/${path}` : path
  if (!isRepositoryPath(repository)) {
    throw new PromoteError('usage', `"${quoted}" is not a valid repository name.`, {
      hint:
        repository === repository.toLowerCase()
          ? 'Path parts are letters and digits, joined by ".", "_", "__" or "-".'
          : 'Repository names are lower case.',
    })
  }
  return { kind: 'registry', host, repository }
}

/** True for a host with a port that there can be, or with none. */
function isPortPossible(host: string): boolean {
  const port = /:([0-9]+)$/.exec(host)?.[1]
  return port === undefined || (Number(port) >= 1 && Number(port) <= 65_535)
}

/**
 * Reads the name of a registry as docker does for a login: scheme and path are taken off, and nothing at all is Docker Hub.
 * @param name what the text was given as, for a message that may not quote it
 * @throws PromoteError `usage` when that is no host
 */
export function parseServer(text: string, name = 'SERVER'): string {
  if (text === '') return DEFAULT_HOST
  const host = text.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? ''
  if (HOST.test(host) && isPortPossible(host)) {
    return DOCKER_HUB_NAMES.some((name) => name === host.toLowerCase()) ? DEFAULT_HOST : host
  }
  // What stands before an "@" may be a password.
  const quoted = host.includes('@') ? `What is given as ${name}` : `"${host}"`
  throw new PromoteError('usage', `${quoted} is not the name of a registry.`, {
    hint: 'For example registry.example.com or localhost:5000.',
  })
}

/** Reads a location with `:TAG`, `@DIGEST` or both. @throws PromoteError `usage` */
export function parseReference(text: string, resolvePath: (folder: string) => string): Reference {
  const { name, tag, digest } = splitReference(text)
  return {
    location: parseLocation(name, resolvePath),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  }
}

/** Splits `NAME[:TAG][@DIGEST]`; the name is not judged. @throws PromoteError `usage` for a bad tag or digest */
export function splitReference(text: string): {
  readonly name: string
  readonly tag?: string
  readonly digest?: Digest
} {
  // Only after the last slash: a layout's folder may lie under one with an "@" in its name.
  const at = text.indexOf('@', text.lastIndexOf('/') + 1)
  const digestText = at < 0 ? undefined : text.slice(at + 1)
  if (digestText !== undefined && !isDigest(digestText)) {
    throw new PromoteError(
      'usage',
      `"${digestText}" in "${text}" is not a digest (sha256:… with 64 hex digits).`,
    )
  }
  const rest = at < 0 ? text : text.slice(0, at)
  const colon = rest.indexOf(':', Math.max(rest.lastIndexOf('/'), rest.startsWith('oci:') ? 3 : -1) + 1)
  const tag = colon < 0 ? undefined : rest.slice(colon + 1)
  if (tag !== undefined && !isTag(tag))
    throw new PromoteError('usage', `"${tag}" in "${text}" is not a valid tag.`, { hint: TAG_RULE })
  const name = colon < 0 ? rest : rest.slice(0, colon)
  return {
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digestText === undefined ? {} : { digest: digestText }),
  }
}

/** `host/path` or `oci:folder`: what {@link parseLocation} reads back. */
export function locationText(location: Location): string {
  return location.kind === 'layout' ? `oci:${location.path}` : `${location.host}/${location.repository}`
}

/** `location[:tag][@digest]`. */
export function referenceText(reference: Reference): string {
  const tag = reference.tag === undefined ? '' : `:${reference.tag}`
  const digest = reference.digest === undefined ? '' : `@${reference.digest}`
  return `${locationText(reference.location)}${tag}${digest}`
}

/** True when both name the same place. */
export function sameLocation(a: Location, b: Location): boolean {
  return locationText(a) === locationText(b)
}

function splitHost(text: string): { readonly host: string; readonly path: string } {
  const slash = text.indexOf('/')
  const first = slash < 0 ? '' : text.slice(0, slash)
  const isHost =
    first.includes('.') || first.includes(':') || first === 'localhost' || first !== first.toLowerCase()
  if (!isHost) return { host: DEFAULT_HOST, path: text }
  const host = DOCKER_HUB_NAMES.some((name) => name === first.toLowerCase()) ? DEFAULT_HOST : first
  return { host, path: text.slice(slash + 1) }
}
