import type { RegistryProfile } from '../../model/profile.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import type { TagRemoval } from '../../oci/store.ts'
import { azureTagDetails } from '../lookup/azure.ts'

/** Azure Container Registry: `NAME.azurecr.io`. */
export const AZURE: RegistryProfile = {
  kind: 'azure',
  name: 'Azure Container Registry',
  hosts: [/(?:^|\.)azurecr\.(?:io|cn|us)$/],
  // `DELETE …/manifests/TAG` takes the manifest and all its tags along.
  untag: { kind: 'own-api', remove: removeTag },
  tagDetails: azureTagDetails,
  immutableWords: /REGISTRY_DISALLOWED_OPERATION/,
  readingRight: 'metadata_read',
  loginNote:
    'With an access token of the registry the user name is 00000000-0000-0000-0000-000000000000; a service principal logs in with its id.',
  loginCommand: (host) => `az acr login --name ${host.split('.', 1)[0] ?? host}`,
  known: {
    referrers: { says: 'It has the API.', from: 'its documented answers', source: 'issues of users' },
    deletion: {
      says: 'One tag alone, by its own API.',
      from: 'its documented answers',
      source: 'the ACR adapter of goharbor/harbor',
    },
    immutability: {
      says: 'A lock that is put on a tag after its push: 405.',
      from: 'its documented answers',
      source: 'issues of users',
    },
  },
}

async function removeTag(api: OwnApi, tag: string): Promise<TagRemoval> {
  const url = new URL(`/acr/v1/${api.repository}/_tags/${tag}`, api.base)
  const proof = { kind: 'token', actions: ['delete'] } as const
  const { status } = await api.send({ method: 'DELETE', url, proof })
  if ([200, 202, 204, 404].includes(status)) return { kind: 'removed' }
  if (status === 405) return { kind: 'stays', why: 'it is locked' }
  if (status === 401 || status === 403) {
    return { kind: 'stays', why: 'this login may not remove it (it needs the role AcrDelete)' }
  }
  return { kind: 'stays', why: `Azure Container Registry answered ${status} when it was to be removed` }
}
