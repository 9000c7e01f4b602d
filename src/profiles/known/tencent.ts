import type { RegistryProfile } from '../../model/profile.ts'

/** Tencent Container Registry: `INSTANCE.tencentcloudcr.com`, and `ccr.ccs.tencentyun.com` for the personal edition. */
export const TENCENT: RegistryProfile = {
  kind: 'tencent',
  name: 'Tencent Cloud TCR',
  hosts: [/(?:^|\.)tencentcloudcr\.com$/, /(?:^|\.)tencentyun\.com$/],
  search: {
    kind: 'none',
    why: 'TCR lists its repositories in its console and by the API of Tencent Cloud alone.',
  },
  repositoryForm: () => ({ least: 2, written: 'NAMESPACE/NAME' }),
  login: { written: 'the account ID or tcr$NAME', users: /^(?!AKID)/ },
  loginNote: 'The user name is the account ID or a service account (tcr$NAME), never a SecretId.',
  known: {
    deletion: {
      says: 'By the API of the cloud alone.',
      from: 'its documented answers',
      source: 'the TCR adapter of goharbor/harbor',
    },
    immutability: {
      says: 'The enterprise edition can fix the tags of a namespace.',
      from: 'its documented answers',
      source: "Tencent Cloud's documentation",
    },
  },
}
