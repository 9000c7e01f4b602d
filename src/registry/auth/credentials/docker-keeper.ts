import type { CallOptions } from '../../../oci/store.ts'
import { credentialKey } from '../../../profiles/names.ts'
import type { JsonObject } from '../../../support/json-object.ts'
import { isObject } from '../../../support/json-object.ts'
import type { Kept, Login } from './credential.ts'
import { type CredentialFile, readCredentialFile } from './credential-file.ts'
import { changeCredentialFile, withMember } from './credential-file-writer.ts'
import { askHelper, eraseFromHelper, storeInHelper } from './credential-helper.ts'
import { defaultHelper } from './default-helper.ts'
import { type DockerPlaces, dockerConfigPath, meansHost } from './docker-places.ts'
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
    await changeCredentialFile(path, (document) =>
      withMember(document, 'auths', key, { ...otherMembers(document, key), ...entryOf(login) }),
    )
    return { kind: 'file', path }
  }
  await storeInHelper(suffix, key, login, helperOptions(places, path, signal))
  await changeCredentialFile(path, (document) => {
    const told = named === undefined ? { ...document, credsStore: suffix } : document
    return withMember(told, 'auths', key, otherMembers(document, key))
  })
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
    const suffix = helperFor(file, key)
    if (suffix === undefined || (await askHelper(suffix, key, options)) === undefined) continue
    await eraseFromHelper(suffix, key, options)
    wasInHelper = true
  }
  await changeCredentialFile(path, (document) =>
    known.reduce((left, key) => withMember(left, 'auths', key, undefined), document),
  )
  return wasInHelper || known.length > 0
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
