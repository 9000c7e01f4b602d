import type { RegistryOptions } from '../model/config.ts'
import { DOCKER_HUB, isDockerHub } from '../profiles/docker-hub.ts'
import { PromoteError } from '../support/errors.ts'
import { isLoopback } from './http/addresses.ts'

/** Where a registry's API answers. */
export interface Endpoint {
  /** The host as people write it. */
  readonly host: string
  /** `http(s)://host[:port]/`. */
  readonly base: URL
}

/**
 * The endpoint of a host: plain HTTP where the options say so, or for loopback unless a `caFile` shows otherwise, else TLS; Docker Hub's API host for its names.
 * @throws PromoteError `usage` when the host is none
 */
export function endpointOf(host: string, options: RegistryOptions | undefined): Endpoint {
  const apiHost = isDockerHub(host) ? DOCKER_HUB.apiHost : host
  const plain = options?.plainHttp ?? (isLoopback(apiHost) && options?.caFile === undefined)
  try {
    return { host, base: new URL(`${plain ? 'http' : 'https'}://${apiHost}/`) }
  } catch {
    throw new PromoteError('usage', `"${host}" is not a registry host.`)
  }
}

/** The options of a host, however its letters are written. */
export function optionsOf(
  registries: Readonly<Record<string, RegistryOptions>>,
  host: string,
): RegistryOptions | undefined {
  const wanted = host.toLowerCase()
  const own = Object.keys(registries).find((key) => key.toLowerCase() === wanted)
  if (own !== undefined) return registries[own]
  if (!isDockerHub(host)) return undefined
  const hub = Object.keys(registries).find(isDockerHub)
  return hub === undefined ? undefined : registries[hub]
}
