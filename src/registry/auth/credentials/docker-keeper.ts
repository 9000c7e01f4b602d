import type { CallOptions } from '../../../oci/store.ts'
import { credentialKey } from '../../../profiles/names.ts'
import type { JsonObject } from '../../../support/json-object.ts'
import { isObject } from '../../../support/json-object.ts'
import type { Kept, Login } from './credential.ts'
import { type CredentialFile, readCredentialFile } from './credential-file.ts'
import { changeCredentialFile, withMember } from './credential-file-writer.ts'
import { askHelper, eraseFromHelper, listInHelper, storeInHelper } from './credential-helper.ts'
import { defaultHelper } from './default-helper.ts'
import { type DockerPlaces, dockerConfigPath, meansHost, registryOfKey } from './docker-places.ts'
import type { HelperOptions } from './helper-process.ts'

/** Members of an entry that hold a login; others are left alone. */
const LOGIN_MEMBERS = new Set(['auth', 'identitytoken', 'registrytoken', 'username', 'password'])

/**
 * Keeps a login where docker would: in the helper that its file names for the host or for all, in the system's own where
 * the file keeps nothing yet and names none, else in the file. With a helper the file gets an empty entry, so that docker
 * knows of it.
 * @throws PromoteError `invalid-file` or `disk` for the file, `failed` for the helper; then nothing is kept
 */
export async function storeLogin(
  places: DockerPlaces,
  host: string,
  login: Login,
  { signal }: CallOptions,
): Promise<Kept> {
  const path = dockerConfigPath(places)
  const key = credentialKey(host)
  const file = await readCredentialFile(path)
  const named = helperFor(file, key)
  const suffix = named ?? (isUnused(file) ? await defaultHelper(places.env, places.platform) : undefined)
  if (suffix === undefined) {
    const changed = await changeCredentialFile(
      path,
      (document) => withMember(document, 'auths', key, { ...otherMembers(document, key), ...entryOf(login) }),
      signal,
    )
    return { kind: 'file', path, changed }
  }
  await storeInHelper(suffix, key, login, helperOptions(places, path, signal))
  await changeCredentialFile(
    path,
    (document) => {
      const told = named === undefined ? { ...document, credsStore: suffix } : document
      return withMember(told, 'auths', key, otherMembers(document, key))
    },
    signal,
  )
  return { kind: 'helper', suffix, path }
}

/**
 * Forgets the logins to a host, under every key that means it.
 * @returns whether there was one
 * @throws PromoteError as {@link storeLogin}
 */
export async function eraseLogin(
  places: DockerPlaces,
  host: string,
  { signal }: CallOptions,
): Promise<boolean> {
  const path = dockerConfigPath(places)
  const file = await readCredentialFile(path)
  if (file === undefined) return false
  const known = file.keys.filter((key) => meansHost(key, host))
  const options = helperOptions(places, path, signal)
  let wasInHelper = false
  for (const key of new Set([credentialKey(host), ...known])) {
    if (await eraseKey(file, key, options)) wasInHelper = true
  }
  await withoutKeys(path, known, signal)
  return wasInHelper || known.length > 0
}

/**
 * Forgets all logins: those that the file has an entry for, and those that the helper for all hosts lists. What a helper
 * for one host gives without an entry is none that was kept: those of clouds make it when they are asked.
 * @returns the registries, as people write them
 * @throws PromoteError as {@link storeLogin}: the first failure, after all others were forgotten
 */
export async function eraseAllLogins(
  places: DockerPlaces,
  { signal }: CallOptions,
): Promise<readonly string[]> {
  const path = dockerConfigPath(places)
  const file = await readCredentialFile(path)
  if (file === undefined) return []
  const options = helperOptions(places, path, signal)
  const listed = file.credsStore === undefined ? [] : await listInHelper(file.credsStore, options)
  const erased: string[] = []
  const failures: unknown[] = []
  for (const key of new Set([...file.keys, ...listed])) {
    try {
      await eraseKey(file, key, options)
      erased.push(key)
    } catch (error) {
      signal?.throwIfAborted()
      failures.push(error)
    }
  }
  await withoutKeys(path, erased, signal)
  if (failures.length > 0) throw failures[0]
  return [...new Set(erased.map(registryOfKey))]
}

/** Has the helper that keeps a key's login forget it; false where none has one. */
async function eraseKey(file: CredentialFile, key: string, options: HelperOptions): Promise<boolean> {
  const suffix = helperFor(file, key)
  if (suffix === undefined || (await askHelper(suffix, key, options)) === undefined) return false
  await eraseFromHelper(suffix, key, options)
  return true
}

async function withoutKeys(
  path: string,
  keys: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  await changeCredentialFile(
    path,
    (document) => keys.reduce((left, key) => withMember(left, 'auths', key, undefined), document),
    signal,
  )
}

function helperFor(file: CredentialFile | undefined, key: string): string | undefined {
  return file?.credHelpers.get(key) ?? file?.credsStore
}

/** Whether docker would look for the system's own helper. */
function isUnused(file: CredentialFile | undefined): boolean {
  return file === undefined || (file.keys.length === 0 && file.credHelpers.size === 0)
}

function helperOptions(
  { env, platform }: DockerPlaces,
  namedIn: string,
  signal: AbortSignal | undefined,
): HelperOptions {
  return { env, platform, signal, namedIn }
}

function entryOf(login: Login): JsonObject {
  switch (login.kind) {
    case 'basic':
      return { auth: encoded(login.username, login.password) }
    case 'identity-token':
      return { auth: encoded(login.username, ''), identitytoken: login.token }
    default:
      return login satisfies never
  }
}

function encoded(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`, 'utf8').toString('base64')
}

function otherMembers(document: JsonObject, key: string): JsonObject {
  const { auths } = document
  const entry = isObject(auths) && Object.hasOwn(auths, key) ? auths[key] : undefined
  if (!isObject(entry)) return {}
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !LOGIN_MEMBERS.has(name)))
}
