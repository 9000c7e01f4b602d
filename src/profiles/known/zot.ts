import type { RegistryProfile } from '../../model/profile.ts'
import { zotSearch, zotTagDetails } from '../lookup/zot.ts'

/** zot, under any name. Its words are those that 2.1.20 answered. */
export const ZOT: RegistryProfile = {
  kind: 'zot',
  name: 'zot',
  hosts: [],
  recognizes: ({ header }) => header('access-control-allow-headers')?.includes('X-ZOT-API-CLIENT') === true,
  tagDetails: zotTagDetails,
  search: { kind: 'own-api', find: zotSearch },
  untag: { kind: 'manifest', right: 'delete' },
  advice: [
    {
      says: /^MANIFEST_INVALID/,
      status: 415,
      hint: "zot takes docker's own media types only where its configuration says http.compat: [docker2s2].",
    },
  ],
  known: {
    mounts: {
      says: 'Whatever blob it has; with dedupe switched off none.',
      from: 'real server',
      source: '2.1.20',
    },
    referrers: { says: 'It has the API.', from: 'real server', source: '2.1.20' },
    deletion: { says: 'One tag alone.', from: 'real server', source: '2.1.20' },
    immutability: {
      says: 'Who may not update is refused a tag that exists: 403, for the same digest too.',
      from: 'real server',
      source: '2.1.20',
    },
    rateLimits: {
      says: 'A setting: 429 that does not say for how long.',
      from: 'real server',
      source: '2.1.20',
    },
  },
}
