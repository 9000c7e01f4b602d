import { readFile } from 'node:fs/promises'
import type { SecureContext } from 'node:tls'
import { PromoteError } from '../../support/errors.ts'
import { known } from '../../support/known.ts'
import { nodeTls } from './node-tls.ts'

/** Which authorities a connection trusts: Node's own with those of `caFile`, and with `system` also the machine's store. */
export interface Trust {
  readonly caFile: string | undefined
  readonly system: boolean
}

/** Makes each TLS context once: reading some hundred certificates costs tens of milliseconds. */
export class TrustStore {
  readonly #contexts = new Map<string, Promise<SecureContext>>()

  /** @throws PromoteError `invalid-file` when `caFile` cannot be read or is no PEM */
  context(trust: Trust): Promise<SecureContext> {
    return known(this.#contexts, `${trust.system}|${trust.caFile ?? ''}`, () => makeContext(trust))
  }
}

async function makeContext({ caFile, system }: Trust): Promise<SecureContext> {
  const { createSecureContext, getCACertificates } = nodeTls()
  const own = caFile === undefined ? [] : [await readAuthorities(caFile)]
  if (own.length === 0 && !system) return createSecureContext()
  const machine = system ? getCACertificates('system') : []
  try {
    return createSecureContext({ ca: [...getCACertificates('default'), ...machine, ...own] })
  } catch (cause) {
    throw new PromoteError('invalid-file', `The caFile ${caFile} has a certificate that cannot be read.`, {
      cause,
    })
  }
}

async function readAuthorities(caFile: string): Promise<string> {
  let text: string
  try {
    text = await readFile(caFile, 'utf8')
  } catch (cause) {
    throw new PromoteError('invalid-file', `The caFile ${caFile} cannot be read.`, { cause })
  }
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new PromoteError('invalid-file', `The caFile ${caFile} holds no PEM certificate.`)
  }
  return text
}
