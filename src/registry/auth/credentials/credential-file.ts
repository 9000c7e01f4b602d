import { readFileNow } from '../../../support/disk/read-now.ts'
import { PromoteError } from '../../../support/errors.ts'
import { isObject, type JsonObject } from '../../../support/json-object.ts'
import { errnoOf, writeReason } from '../../../support/system-error.ts'
import { withoutTrailing } from '../../../support/text/trailing.ts'
import type { Credential } from './credential.ts'

/** Why something that is neither a file nor a folder is no credential file; ends a sentence. */
export const NO_FILE = 'it is a pipe or a device, not a file'

/** What a credential file of docker or podman holds. */
export interface CredentialFile {
  /** Where it is, for messages. */
  readonly name: string
  /** All keys of `auths`; those whose login a helper keeps have nothing below. */
  readonly keys: readonly string[]
  /** By key: a host, a URL, or (podman) a host with a path. */
  readonly auths: ReadonlyMap<string, Credential>
  /** Helper suffix by key. */
  readonly credHelpers: ReadonlyMap<string, string>
  /** Helper suffix for every other host. */
  readonly credsStore: string | undefined
}

/** Reads a credential file; undefined when there is none. @throws PromoteError `invalid-file`, without any of its content */
export async function readCredentialFile(path: string): Promise<CredentialFile | undefined> {
  const text = await readTextIfThere(path)
  return text === undefined ? undefined : credentialFile(path, parseObject(path, text))
}

/** The text of a file; undefined when there is none. @throws PromoteError `invalid-file` */
export async function readTextIfThere(path: string): Promise<string | undefined> {
  let bytes: Buffer | undefined
  try {
    bytes = await readFileNow(path)
  } catch (cause) {
    if (isAbsent(cause)) return undefined
    throw unreadable(path, cause instanceof Error ? writeReason(cause) : String(cause))
  }
  if (bytes === undefined) throw unreadable(path, NO_FILE)
  return bytes.toString('utf8')
}

function unreadable(path: string, why: string): PromoteError {
  return new PromoteError('invalid-file', `The credential file ${path} cannot be read: ${why}.`, {
    reference: path,
  })
}

/** The document as an object. @throws PromoteError `invalid-file`, without any of its content */
export function parseObject(name: string, text: string): JsonObject {
  let document: unknown
  try {
    // Windows editors begin files with a byte order mark.
    document = text.trim() === '' ? {} : JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    // The parser's message quotes the text, which holds secrets: it goes nowhere.
    throw malformed(name, 'it is not JSON')
  }
  if (!isObject(document)) throw malformed(name, 'it is not a JSON object')
  return document
}

/** Reads the parts of a document that are about credentials. @throws PromoteError `invalid-file`, without any of its content */
export function credentialFile(name: string, document: JsonObject): CredentialFile {
  const auths = new Map<string, Credential>()
  const entries = entriesOf(name, document, 'auths')
  for (const [key, entry] of entries) {
    if (!isObject(entry)) throw malformed(name, `its entry for ${key} is not an object`)
    const credential = credentialOf(name, key, entry)
    if (credential !== undefined) auths.set(key, credential)
  }
  const credHelpers = new Map<string, string>()
  for (const [key, suffix] of entriesOf(name, document, 'credHelpers')) {
    if (typeof suffix !== 'string') throw malformed(name, `its helper for ${key} is not a name`)
    if (suffix !== '') credHelpers.set(key, suffix)
  }
  const { credsStore } = document
  if (credsStore !== undefined && typeof credsStore !== 'string') {
    throw malformed(name, '"credsStore" is not a name')
  }
  const keys = entries.map(([key]) => key)
  return { name, keys, auths, credHelpers, credsStore: credsStore === '' ? undefined : credsStore }
}

/** The host of a key that may be a URL: scheme and path taken off. */
export function hostOfKey(key: string): string {
  return key.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? ''
}

function entriesOf(name: string, document: JsonObject, field: string): [string, unknown][] {
  const value = document[field]
  if (value === undefined || value === null) return []
  if (!isObject(value)) throw malformed(name, `"${field}" is not an object`)
  return Object.entries(value)
}

function credentialOf(name: string, key: string, entry: JsonObject): Credential | undefined {
  const text = (field: string): string => {
    const value = entry[field]
    return typeof value === 'string' ? value : ''
  }
  if (text('registrytoken') !== '') return { kind: 'bearer', token: text('registrytoken') }
  if (text('identitytoken') !== '') {
    const [user = ''] = Buffer.from(text('auth'), 'base64').toString('utf8').split(':', 1)
    return {
      kind: 'identity-token',
      token: text('identitytoken'),
      ...(user === '' ? {} : { username: user }),
    }
  }
  if (text('auth') === '') {
    const [username, password] = [text('username'), text('password')]
    return username === '' && password === '' ? undefined : { kind: 'basic', username, password }
  }
  const pair = Buffer.from(text('auth'), 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) throw malformed(name, `the "auth" of its entry for ${key} is not USER:PASSWORD in base64`)
  return {
    kind: 'basic',
    username: pair.slice(0, colon),
    password: withoutTrailing(pair.slice(colon + 1), '\0'),
  }
}

function malformed(name: string, why: string): PromoteError {
  return new PromoteError('invalid-file', `The credential file ${name} cannot be used: ${why}.`, {
    reference: name,
    hint: 'Mend it, or move it away and log in again.',
  })
}

function isAbsent(error: unknown): boolean {
  return errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR'
}
