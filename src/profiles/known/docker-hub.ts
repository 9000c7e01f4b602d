import type { RegistryProfile } from '../../model/profile.ts'
import type { OwnApi } from '../../model/registry/own-api.ts'
import { DOCKER_HUB_NAMES } from '../../oci/reference.ts'
import type { TagRemoval } from '../../oci/store.ts'
import { isObject } from '../../support/json-object.ts'
import { hubSearch, hubTagDetails } from '../lookup/docker-hub.ts'

/** Docker Hub. That `docker.io` and `library/` may be left out is part of how references are read: `oci/reference.ts`. */
export const DOCKER_HUB: RegistryProfile = {
  kind: 'docker-hub',
  name: 'Docker Hub',
  hosts: [/^(?:[a-z0-9-]+\.)*docker\.(?:io|com)$/],
  names: DOCKER_HUB_NAMES,
  apiHost: 'registry-1.docker.io',
  // docker/cli keeps what it had before registries had a second version.
  credentialKey: 'https://index.docker.io/v1/',
  limitsPulls: true,
  // The registry API takes no tag away; the web API does.
  untag: { kind: 'own-api', remove: removeTag },
  tagDetails: hubTagDetails,
  search: { kind: 'own-api', find: hubSearch },
  repositoryForm: () => ({ least: 2, most: 2, written: 'NAMESPACE/NAME' }),
  known: {
    mounts: {
      says: 'Within the registry, with a token that may pull the source even where everybody may.',
      from: 'its documented answers',
      source: 'rust-oci-client issue 235',
    },
    referrers: {
      says: 'Some repositories have the API since 2025, others have none.',
      from: 'its documented answers',
      source: 'soci-snapshotter issue 1828',
    },
    deletion: {
      says: 'One tag alone, by the API of hub.docker.com, unless it is immutable.',
      from: 'its documented answers',
      source: 'the Docker Hub adapter of goharbor/harbor',
    },
    immutability: {
      says: 'A setting of a repository: 403.',
      from: 'its documented answers',
      source: 'reports by users',
    },
    rateLimits: {
      says: 'Pulls are counted for an address or an account in windows of six hours, 429 beyond them; headers tell what is left.',
      from: 'its documented answers',
      source: "Docker's documentation of pull limits",
    },
  },
}

async function removeTag(api: OwnApi, tag: string): Promise<TagRemoval> {
  const login = await api.login()
  if (login === undefined) {
    return { kind: 'stays', why: "Docker Hub's API takes a user name and a password or access token alone" }
  }
  const at = (path: string): URL => new URL(path, `${api.base.protocol}//hub.docker.com/`)
  const session = await api.send({
    method: 'POST',
    url: at('/v2/auth/token'),
    proof: { kind: 'nobody' },
    json: { identifier: login.username, secret: login.password },
  })
  const token = isObject(session.body) ? session.body.access_token : undefined
  if (session.status !== 200 || typeof token !== 'string') {
    return { kind: 'stays', why: `Docker Hub's API does not take the stored login (${session.status})` }
  }
  const url = at(`/v2/repositories/${api.repository}/tags/${tag}/`)
  const { status } = await api.send({ method: 'DELETE', url, proof: { kind: 'bearer', token } })
  if ([200, 202, 204, 404].includes(status)) return { kind: 'removed' }
  if (status === 401 || status === 403) {
    return { kind: 'stays', why: 'this login may not remove it from Docker Hub, or it is immutable there' }
  }
  return { kind: 'stays', why: `Docker Hub answered ${status} when it was to be removed` }
}
