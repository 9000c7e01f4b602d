import type { RegistryProfile } from '../../model/profile.ts'

/** Huawei Cloud Software Repository for Container: `swr.REGION.myhuaweicloud.com`. */
export const HUAWEI: RegistryProfile = {
  kind: 'huawei',
  name: 'Huawei Cloud SWR',
  hosts: [/(?:^|\.)myhuaweicloud\.com$/],
  repositoryForm: () => ({ least: 2, written: 'ORGANIZATION/NAME' }),
  loginNote: 'The user name is REGION@AK; the organization has to exist.',
  advice: [
    {
      says: /fail to parse 'manifest\.json'/i,
      hint: 'SWR takes no attestations and no entries of an index that are not images: build it with --provenance=false --sbom=false.',
    },
  ],
}
