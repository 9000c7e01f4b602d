import type { RegistryOptions } from '../model/config.ts'
import type { RegistryProfile } from '../model/profile.ts'
import { profileOf, profileOfKind } from '../profiles/index.ts'
import { apiHost, registryName } from '../profiles/names.ts'
import { PromoteError } from '../support/errors.ts'
import { isLoopback } from './http/addresses/addresses.ts'

/** Where a registry's API answers. */
export interface Endpoint {
  /** The host as people write it. */
  readonly host: string
  /** `http(s)://host[:port]/`. */
  readonly base: URL
  /** What is known of it by its name, or by the `kind` it was given; undefined where neither tells. */
  readonly profile: RegistryProfile | undefined
}

/**
 * The endpoint of a host: plain HTTP where the options say so, or for loopback unless a `caFile` or `insecure` shows otherwise, else TLS; where its profile says that its API answers.
 * @throws PromoteError `usage` when the host is none
 */
export function endpointOf(host: string, options: RegistryOptions | undefined): Endpoint {
  const answering = apiHost(host)
  const meansTls = options?.caFile !== undefined || options?.insecure === true
  const plain = options?.plainHttp ?? (isLoopback(answering) && !meansTls)
  try {
    const base = new URL(`${plain ? 'http' : 'https'}://${answering}/`)
    return { host, base, profile: profileFor(host, options?.kind) }
  } catch {
    throw new PromoteError('usage', `"${host}" is not a registry host.`)
  }
}

/** A kind that was given wins over the name: a cloud's registry may stand behind a name of one's own. */
function profileFor(host: string, kind: string | undefined): RegistryProfile | undefined {
  return (kind === undefined ? undefined : profileOfKind(kind)) ?? profileOf(host)
}

/** The options of a host, however its letters are written. */
export function optionsOf(
  registries: Readonly<Record<string, RegistryOptions>>,
  host: string,
): RegistryOptions | undefined {
  const wanted = host.toLowerCase()
  const own = Object.keys(registries).find((key) => key.toLowerCase() === wanted)
  if (own !== undefined) return registries[own]
  const name = registryName(host)
  const other = Object.keys(registries).find((key) => registryName(key) === name)
  return other === undefined ? undefined : registries[other]
}
