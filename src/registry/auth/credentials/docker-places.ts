import { join } from 'node:path'
import { registryName } from '../../../profiles/names.ts'
import { hostOfKey } from './credential-file.ts'

/** Where docker's and podman's files are looked for. */
export interface DockerPlaces {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The user's home folder. */
  readonly home: string
  readonly platform: NodeJS.Platform
}

/** Docker's config file. */
export function dockerConfigPath({ env, home }: Pick<DockerPlaces, 'env' | 'home'>): string {
  return join(env.DOCKER_CONFIG || join(home, '.docker'), 'config.json')
}

/** True for a key of `auths` that means the whole of a host: its name, a URL of it, or for Docker Hub any of its names. */
export function meansHost(key: string, host: string): boolean {
  // A key with a path is podman's, for a part of the host; docker's own for Docker Hub has one too.
  const path = key.replace(/^https?:\/\//i, '').replace(/\/(v[12]\/?)?$/, '')
  const name = hostOfKey(key)
  return path === name && registryName(name) === registryName(host)
}

/** The registry that a key of `auths` is for, as people write it; podman's keys keep their path. */
export function registryOfKey(key: string): string {
  const host = registryName(hostOfKey(key))
  return meansHost(key, host) ? host : key
}
