import type { RegistryProfile } from '../../model/profile.ts'
import { DOCKER_HUB_NAMES } from '../../oci/reference.ts'

/** Docker Hub. That `docker.io` and `library/` may be left out is part of how references are read: `oci/reference.ts`. */
export const DOCKER_HUB: RegistryProfile = {
  kind: 'docker-hub',
  name: 'Docker Hub',
  hosts: [/^(?:[a-z0-9-]+\.)*docker\.(?:io|com)$/],
  names: DOCKER_HUB_NAMES,
  apiHost: 'registry-1.docker.io',
  // docker/cli keeps what it had before registries had a second version.
  credentialKey: 'https://index.docker.io/v1/',
  removesTagAlone: false,
  repositoryForm: () => ({ least: 2, most: 2, written: 'NAMESPACE/NAME' }),
}
