import type { RegistryProfile } from '../../model/profile.ts'
import { nexusSearch } from '../lookup/nexus.ts'

/** Sonatype Nexus Repository, under any name. */
export const NEXUS: RegistryProfile = {
  kind: 'nexus',
  name: 'Nexus Repository',
  hosts: [],
  recognizes: ({ basicRealm }) => basicRealm === 'Sonatype Nexus Repository Manager',
  search: { kind: 'own-api', find: nexusSearch },
  // "Repository does not allow updating assets: …", for a deployment policy of "Disable redeploy".
  immutableWords: /does not allow updating/i,
}
