import type { Answer } from './exchange.ts'

/** An answer with a JSON body. */
export function json(status: number, document: unknown, headers: Answer['headers'] = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: new TextEncoder().encode(JSON.stringify(document)),
  }
}

/** One entry of an error answer. OCI distribution spec 1.1, "Error Codes". */
export interface RegistryError {
  readonly code: string
  readonly message: string
  readonly detail?: unknown
}

/** An error answer as registries give it. */
export function refusal(status: number, ...errors: readonly RegistryError[]): Answer {
  return json(status, { errors })
}

/** Whose way of refusing to move an immutable tag. */
export type ImmutableWay = 'harbor' | 'ecr' | 'acr' | 'quay' | 'nexus' | 'hub'

/** True where the same digest is refused too. */
export function refusesSameDigest(way: ImmutableWay): boolean {
  return way === 'harbor' || way === 'ecr' || way === 'nexus'
}

/** How each registry says that a tag is immutable: there is no shared code. */
export function immutableRefusal(way: ImmutableWay, repository: string, tag: string): Answer {
  switch (way) {
    case 'harbor':
      return refusal(412, {
        code: 'PRECONDITION',
        message: `Failed to process request due to '${repository}:${tag}' configured as immutable.`,
      })
    case 'ecr':
      return refusal(400, {
        code: 'TAG_INVALID',
        message: `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the repository is immutable.`,
      })
    case 'acr':
      return refusal(405, {
        code: 'REGISTRY_DISALLOWED_OPERATION',
        message: 'The operation is disallowed on this registry, repository or image.',
      })
    case 'quay':
      return refusal(409, { code: 'TAG_IMMUTABLE', message: `tag ${tag} is immutable` })
    case 'nexus':
      return refusal(400, {
        code: 'BLOB_UPLOAD_INVALID',
        message: 'blob upload invalid',
        detail: `Repository does not allow updating assets: ${repository}`,
      })
    case 'hub':
      return refusal(403, { code: 'DENIED', message: `tag ${tag} is immutable` })
  }
}

/** The bytes a Range header asks for: 206 with them, 416 when there are none, 200 with all when nothing is asked. */
export function ranged(bytes: Uint8Array, range: string | undefined, headers: Answer['headers']): Answer {
  const wanted = /^bytes=(\d+)-(\d*)$/.exec(range ?? '')
  const whole = { ...headers, 'accept-ranges': 'bytes' }
  if (wanted === null) return { status: 200, headers: whole, body: bytes }
  const start = Number(wanted[1])
  const end = wanted[2] === '' ? bytes.byteLength - 1 : Math.min(Number(wanted[2]), bytes.byteLength - 1)
  if (start > end) return { status: 416, headers: { 'content-range': `bytes */${bytes.byteLength}` } }
  return {
    status: 206,
    headers: { ...whole, 'content-range': `bytes ${start}-${end}/${bytes.byteLength}` },
    body: bytes.subarray(start, end + 1),
  }
}
