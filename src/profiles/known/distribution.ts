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
}
