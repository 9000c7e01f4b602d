import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto'
import type { Signer } from '../model/attestation/dsse.ts'
import type { KeyPlace, SecretPlace } from '../model/attestation/rule.ts'
import { PromoteError } from '../support/errors.ts'

const MAKE_ONE = 'Make one with: openssl genpkey -algorithm ed25519 -out attest.key'

/** Reads a file to some limit, and not past the end of the run, also where it is a pipe. @throws PromoteError `invalid-file` */
export type ReadKeyFile = (file: string, name: string) => Promise<Uint8Array>

type Variables = Readonly<Record<string, string | undefined>>

/**
 * Opens a private key for signing: PEM in a file, or PEM or base64 of it in a variable of the environment; Ed25519 or
 * P-256; encrypted ones with a password from a variable.
 * @throws PromoteError `usage` in a sentence that names the key and the variables, and never what is in them
 */
export async function openKey(
  { key: place, password }: KeyPlace,
  env: Variables,
  read: ReadKeyFile,
): Promise<Signer> {
  const name = nameOf(place)
  const text = await pemAt(place, env, read)
  const key = privateKeyIn(text, name, password, env)
  const hash = hashFor(key, name)
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64')
  return { name, publicKey, sign: (bytes) => sign(hash, bytes, key) }
}

function nameOf(place: SecretPlace): string {
  return place.kind === 'file' ? place.written : `the variable ${place.name}`
}

async function pemAt(place: SecretPlace, env: Variables, read: ReadKeyFile): Promise<string> {
  const name = nameOf(place)
  const text =
    place.kind === 'file' ? await textAt(place.file, name, read) : variable(place.name, 'the key', env)
  if (text.includes('-----BEGIN ')) return text
  // Variables that CI systems mask have one line: there the PEM text is in base64.
  const decoded = Buffer.from(text, 'base64').toString('latin1')
  if (decoded.includes('-----BEGIN ')) return decoded
  throw unusable(`There is no private key in PEM form in ${name}.`, MAKE_ONE)
}

async function textAt(file: string, name: string, read: ReadKeyFile): Promise<string> {
  try {
    return Buffer.from(await read(file, `The key ${name}`)).toString('latin1')
  } catch (error) {
    if (error instanceof PromoteError && error.code === 'invalid-file')
      throw unusable(error.message, MAKE_ONE)
    throw error
  }
}

function variable(name: string, what: string, env: Variables): string {
  const value = env[name]
  if (value !== undefined && value.trim() !== '') return value
  const state = value === undefined ? 'not set' : 'empty'
  throw unusable(`The environment variable ${name}, which is to hold ${what} for attesting, is ${state}.`)
}

function privateKeyIn(text: string, name: string, password: string | undefined, env: Variables): KeyObject {
  if (/ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY/.test(text)) {
    throw unusable(
      `The key in ${name} is encrypted as cosign does it, which only cosign can open.`,
      `${MAKE_ONE}; "cosign import-key-pair" takes it too.`,
    )
  }
  const isEncrypted = text.includes('ENCRYPTED')
  if (isEncrypted && password === undefined) {
    throw unusable(
      `The key in ${name} is encrypted, and nothing says where its password is.`,
      'Beside it: password: env:NAME, a variable of the environment.',
    )
  }
  if (!text.includes('PRIVATE KEY-----')) {
    throw unusable(`There is no private key in ${name}: it holds something else in PEM form.`, MAKE_ONE)
  }
  const passphrase =
    isEncrypted && password !== undefined ? variable(password, 'the password', env) : undefined
  try {
    return createPrivateKey({ key: text, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) })
  } catch {
    // What OpenSSL says may repeat some of the key: it is left out.
    throw passphrase === undefined
      ? unusable(`The private key in ${name} is damaged.`)
      : unusable(`The key in ${name} does not open with the password in ${password}.`)
  }
}

/** What a signature hashes with; null where the kind of key has its own. */
function hashFor(key: KeyObject, name: string): 'sha256' | null {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  if (type === 'ed25519') return null
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return 'sha256'
  const kind = type === 'ec' ? `on the curve ${details?.namedCurve}` : `of the kind ${type}`
  throw unusable(`The key in ${name} is ${kind}: attesting needs one of Ed25519 or P-256.`, MAKE_ONE)
}

function unusable(message: string, hint?: string): PromoteError {
  return new PromoteError('usage', message, hint === undefined ? {} : { hint })
}
