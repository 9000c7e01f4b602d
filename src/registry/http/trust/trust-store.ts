import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SecureContext } from 'node:tls'
import { known } from '../../../support/known.ts'
import { nodeTls } from '../node-tls.ts'
import {
  type ClientCertificate,
  folderNames,
  type HostCertificates,
  readAuthorities,
  readClientCertificate,
  readHostCertificates,
} from './certs-d.ts'

/**
 * What a connection to a host trusts and shows: Node's own authorities, those of `caFile` and of the host's folder in
 * `certs.d`, and with `system` also the machine's store; the client certificate that is named, else that of `certs.d`.
 */
export interface Trust {
  /** `name[:port]`. */
  readonly host: string
  readonly caFile: string | undefined
  readonly clientCert: string | undefined
  readonly clientKey: string | undefined
  readonly system: boolean
}

/** Makes each TLS context once: reading some hundred certificates costs tens of milliseconds. */
export class TrustStore {
  readonly #folders: readonly string[]
  readonly #contexts = new Map<string, Promise<SecureContext>>()
  readonly #certificates = new Map<string, Promise<HostCertificates>>()

  /** @param folders the `certs.d` folders, those that count first before the others */
  constructor(folders: readonly string[] = []) {
    this.#folders = folders
  }

  /** @throws PromoteError `invalid-file` with the name of a file that cannot be used */
  async context(trust: Trust): Promise<SecureContext> {
    const { host, caFile = '', clientCert = '', clientKey = '', system } = trust
    const found = await known(this.#certificates, host, () => readHostCertificates(this.#folders, host))
    // Hosts of which certs.d says nothing share their contexts.
    const own = found.authorities.length === 0 && found.client === undefined ? '' : host
    const key = [system, caFile, clientCert, clientKey, own].join('\n')
    return known(this.#contexts, key, () => makeContext(trust, found))
  }

  /** Whether `certs.d` has a folder for a host: then it speaks TLS. */
  knows(host: string): boolean {
    return this.#folders.some((folder) => folderNames(host).some((name) => existsSync(join(folder, name))))
  }
}

async function makeContext(
  { caFile, clientCert, clientKey, system }: Trust,
  found: HostCertificates,
): Promise<SecureContext> {
  const { createSecureContext, getCACertificates } = nodeTls()
  const given = caFile === undefined ? [] : [await readAuthorities(caFile, 'The caFile')]
  const own = [...given, ...found.authorities]
  const client =
    clientCert !== undefined && clientKey !== undefined
      ? await readClientCertificate(clientCert, clientKey)
      : found.client
  const shown = client === undefined ? {} : contentOf(client)
  if (own.length === 0 && !system) return createSecureContext(shown)
  const machine = system ? getCACertificates('system') : []
  return createSecureContext({
    ...shown,
    ca: [...getCACertificates('default'), ...machine, ...own.map(({ text }) => text)],
  })
}

function contentOf({ certificate, key }: ClientCertificate): { readonly cert: string; readonly key: string } {
  return { cert: certificate.text, key: key.text }
}
