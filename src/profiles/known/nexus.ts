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
  known: {
    referrers: {
      says: 'There is no API.',
      from: 'its documented answers',
      source: "Sonatype's documentation of OCI 1.0 support",
    },
    deletion: {
      says: 'A digest; a tag alone is not found.',
      from: 'its documented answers',
      source: 'issues of sonatype/nexus-public',
    },
    immutability: {
      says: 'The deployment policy "Disable redeploy": 400.',
      from: 'its documented answers',
      source: 'jib issue 3057',
    },
  },
}
