import type { RegistryProfile, Traces } from '../model/profile.ts'
import { ALIBABA } from './known/alibaba.ts'
import { AZURE } from './known/azure.ts'
import { DISTRIBUTION } from './known/distribution.ts'
import { DOCKER_HUB } from './known/docker-hub.ts'
import { ECR } from './known/ecr.ts'
import { GHCR } from './known/ghcr.ts'
import { GITLAB } from './known/gitlab.ts'
import { GOOGLE } from './known/google.ts'
import { HARBOR } from './known/harbor.ts'
import { HUAWEI } from './known/huawei.ts'
import { NEXUS } from './known/nexus.ts'
import { QUAY } from './known/quay.ts'
import { TENCENT } from './known/tencent.ts'
import { ZOT } from './known/zot.ts'

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

/** The profile of a kind, as promotion files name it. */
export function profileOfKind(kind: string): RegistryProfile | undefined {
  return PROFILES.find((profile) => profile.kind === kind)
}

/** The profile of a host whose name tells nothing, by what its first answer says of the server. */
export function profileByTraces(traces: Traces): RegistryProfile | undefined {
  return PROFILES.find(({ recognizes }) => recognizes?.(traces) === true)
}

/**
 * The profiles whose words a host may speak: its own, and where its name tells nothing those of the servers that people run
 * under names of their own.
 */
export function profilesSpoken(host: string, recognized?: RegistryProfile): readonly RegistryProfile[] {
  const own = recognized ?? profileOf(host)
  return own === undefined ? PROFILES.filter(({ hosts }) => hosts.length === 0) : [own]
}
