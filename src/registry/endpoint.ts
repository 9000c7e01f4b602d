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
 * The endpoint of a host: plain HTTP where the options say so, or for loopback unless a `caFile`, a client certificate,
 * `insecure` or a folder in `certs.d` shows otherwise, else TLS; where its profile says that its API answers.
 * @param isCertified whether `certs.d` has a folder for a host
 * @throws PromoteError `usage` when the host is none
 */
export function endpointOf(
  host: string,
  options: RegistryOptions | undefined,
  isCertified: (host: string) => boolean = () => false,
): Endpoint {
  const answering = apiHost(host)
  const plain = options?.plainHttp ?? (isLoopback(answering) && !meansTls(options) && !isCertified(answering))
  try {
    const base = new URL(`${plain ? 'http' : 'https'}://${answering}/`)
    return { host, base, profile: profileFor(host, options?.kind) }
  } catch {
    throw new PromoteError('usage', `"${host}" is not a registry host.`)
  }
}

function meansTls(options: RegistryOptions | undefined): boolean {
  const { caFile, clientCert, insecure = false } = options ?? {}
  return caFile !== undefined || clientCert !== undefined || insecure
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
