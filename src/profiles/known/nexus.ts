import type { RegistryProfile } from '../../model/profile.ts'

/** Sonatype Nexus Repository, under any name. */
export const NEXUS: RegistryProfile = {
  kind: 'nexus',
  name: 'Nexus Repository',
  hosts: [],
  recognizes: ({ basicRealm }) => basicRealm === 'Sonatype Nexus Repository Manager',
  // "Repository does not allow updating assets: …", for a deployment policy of "Disable redeploy".
  immutableWords: /does not allow updating/i,
}
