import { type Descriptor, platformText } from '../oci/descriptor.ts'
import { type Digest, isDigest, shortDigest } from '../oci/digest.ts'
import { PromoteError } from '../support/errors.ts'
import { type ManifestNode, nodesOf } from './graph.ts'

/** Where BuildKit says what an attestation in an index is about. */
const ATTESTED = 'vnd.docker.reference.digest'

/**
 * The error of a manifest that a registry refused, with which part of the image it is: the image itself may be taken by that
 * registry, and what an index lists has no name of its own.
 */
export function withPlace(root: ManifestNode, refused: ManifestNode, error: unknown): unknown {
  if (!(error instanceof PromoteError) || refused === root) return error
  const { status, hint } = error.details
  if (status === undefined || status < 400 || status >= 500 || status === 401 || status === 429) return error
  const place = placeOf(root, refused.manifest.descriptor.digest)
  if (place === undefined) return error
  return new PromoteError(error.code, error.message, {
    ...error.details,
    hint: hint === undefined ? place : `${place} ${hint}`,
    cause: error,
  })
}

function placeOf(root: ManifestNode, digest: Digest): string | undefined {
  for (const { manifest, parsed } of nodesOf(root)) {
    const listed = parsed.kind === 'index' ? parsed.manifests : []
    const child = listed.find((one) => one.digest === digest)
    if (child !== undefined) {
      return `${shortDigest(digest)} is ${partText(child, listed)} in the index ${shortDigest(manifest.descriptor.digest)}.`
    }
  }
  return undefined
}

function partText({ annotations = {}, platform }: Descriptor, listed: readonly Descriptor[]): string {
  const of = annotations[ATTESTED]
  if (of !== undefined && isDigest(of)) {
    const image = listed.find((one) => one.digest === of)?.platform
    return `the attestation of ${image === undefined ? shortDigest(of) : `${platformText(image)} (${shortDigest(of)})`}`
  }
  return platform === undefined ? 'a part' : `the part for ${platformText(platform)}`
}
