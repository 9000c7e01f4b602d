import type { RegistryProfile } from '../model/profile.ts'
import { ALIBABA } from './alibaba.ts'
import { AZURE } from './azure.ts'
import { DISTRIBUTION } from './distribution.ts'
import { DOCKER_HUB } from './docker-hub.ts'
import { ECR } from './ecr.ts'
import { GHCR } from './ghcr.ts'
import { GITLAB } from './gitlab.ts'
import { GOOGLE } from './google.ts'
import { HARBOR } from './harbor.ts'
import { HUAWEI } from './huawei.ts'
import { NEXUS } from './nexus.ts'
import { QUAY } from './quay.ts'
import { TENCENT } from './tencent.ts'
import { ZOT } from './zot.ts'

/** All registries that are known by name; the order means nothing. */
export const PROFILES: readonly RegistryProfile[] = [
  DOCKER_HUB,
  ALIBABA,
  TENCENT,
  HUAWEI,
  HARBOR,
  NEXUS,
  DISTRIBUTION,
  GHCR,
  ECR,
  GOOGLE,
  AZURE,
  QUAY,
  GITLAB,
  ZOT,
]

/** The profile of a host, as people write it; undefined where its name tells nothing. */
export function profileOf(host: string): RegistryProfile | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '')
  return PROFILES.find(({ hosts }) => hosts.some((pattern) => pattern.test(name)))
}

/**
 * The profiles whose words a host may speak: its own, and where its name tells nothing those of the servers that people run
 * under names of their own.
 */
export function profilesSpoken(host: string): readonly RegistryProfile[] {
  const own = profileOf(host)
  return own === undefined ? PROFILES.filter(({ hosts }) => hosts.length === 0) : [own]
}
