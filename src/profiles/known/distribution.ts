import type { RegistryProfile } from '../../model/profile.ts'

/** The CNCF distribution registry (`registry:2`, `registry:3`), under any name. */
export const DISTRIBUTION: RegistryProfile = {
  kind: 'distribution',
  name: 'distribution',
  hosts: [],
  // Version 3 alone; version 2 refuses it.
  untag: { kind: 'manifest', right: 'delete' },
  advice: [
    {
      says: /^UNSUPPORTED: The operation is unsupported/i,
      status: 405,
      hint: 'A registry that is a pull-through cache (proxy.remoteurl) takes no pushes: push to the registry behind it.',
    },
  ],
  known: {
    mounts: {
      says: 'Within the registry; one that does not succeed becomes an upload.',
      from: 'real server',
      source: '2.8 and 3',
    },
    referrers: { says: 'There is no API.', from: 'real server', source: '2.8 and 3' },
    deletion: {
      says: 'Version 3 removes a tag alone, version 2 does not; both only where deleting is switched on.',
      from: 'real server',
      source: '2.8 and 3',
    },
    immutability: { says: 'There is none.', from: 'real server', source: '2.8 and 3' },
  },
}
