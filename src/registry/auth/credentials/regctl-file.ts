import { join } from 'node:path'
import { registryName } from '../../../profiles/names.ts'
import { isObject } from '../../../support/json-object.ts'
import type { Credential } from './credential.ts'
import { parseObject, readTextIfThere } from './credential-file.ts'
import type { DockerPlaces } from './docker-places.ts'

/**
 * The login to a host that `regctl registry login` wrote: regctl reads docker's file and keeps its own. Its helpers are
 * commands of the user's, and are not run.
 * @throws PromoteError `invalid-file`, without any of its content
 */
export async function inRegctlFile(
  { env, home }: Pick<DockerPlaces, 'env' | 'home'>,
  host: string,
): Promise<Credential | undefined> {
  const path = env.REGCTL_CONFIG || join(home, '.regctl', 'config.json')
  const text = await readTextIfThere(path)
  if (text === undefined) return undefined
  const { hosts } = parseObject(path, text)
  if (!isObject(hosts)) return undefined
  const entry = Object.entries(hosts).find(([key]) => registryName(key) === registryName(host))?.[1]
  if (!isObject(entry)) return undefined
  const { user: username, pass: password } = entry
  return typeof username === 'string' && typeof password === 'string' && username !== ''
    ? { kind: 'basic', username, password }
    : undefined
}
