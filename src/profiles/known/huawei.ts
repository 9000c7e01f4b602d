import { createHmac } from 'node:crypto'
import type { RegistryProfile } from '../../model/profile.ts'
import { swrSearch } from '../lookup/huawei.ts'

/** Huawei Cloud Software Repository for Container: `swr.REGION.myhuaweicloud.com`. */
export const HUAWEI: RegistryProfile = {
  kind: 'huawei',
  name: 'Huawei Cloud SWR',
  hosts: [/(?:^|\.)myhuaweicloud\.com$/],
  search: { kind: 'own-api', find: swrSearch },
  repositoryForm: () => ({ least: 2, written: 'ORGANIZATION/NAME' }),
  login: {
    written: 'REGION@AK',
    users: /^[^@]+@[^@]+$/,
    fromKeys(host, accessKey, secretKey) {
      const region = /^swr\.([a-z0-9-]+)\.myhuaweicloud\.com$/i.exec(host)?.[1]?.toLowerCase()
      if (region === undefined) return undefined
      const password = createHmac('sha256', secretKey).update(accessKey).digest('hex')
      return { username: `${region}@${accessKey}`, password }
    },
  },
  loginNote:
    'The user name is REGION@AK, and promote login --swr-ak AK --swr-sk-stdin makes the password; the organization has to exist.',
  advice: [
    {
      says: /fail to parse 'manifest\.json'/i,
      hint: 'SWR takes no attestations and no entries of an index that are not images. They are part of the index: `referrers` and `platforms` cannot leave them out, for that would be another digest. Build it with --provenance=false --sbom=false, or promote the images of its platforms by their own digests (`promote inspect` shows them).',
    },
  ],
  known: {
    deletion: {
      says: 'A manifest with all its tags.',
      from: 'its documented answers',
      source: 'the SWR adapter of goharbor/harbor',
    },
    immutability: {
      says: 'There is none: a tag that is pushed again is overwritten.',
      from: 'its documented answers',
      source: "Huawei Cloud's documentation",
    },
    rateLimits: {
      says: '20 pushes a second for a tenant, 503 beyond them.',
      from: 'its documented answers',
      source: "Open Telekom Cloud's documentation of SWR",
    },
  },
}
