import type { RegistryProfile } from '../../model/profile.ts'

/** Azure Container Registry: `NAME.azurecr.io`. */
export const AZURE: RegistryProfile = {
  kind: 'azure',
  name: 'Azure Container Registry',
  hosts: [/(?:^|\.)azurecr\.(?:io|cn|us)$/],
  // It takes the manifest and all its tags along.
  removesTagAlone: false,
  immutableWords: /REGISTRY_DISALLOWED_OPERATION/,
  readingRight: 'metadata_read',
  loginCommand: (host) => `az acr login --name ${host.split('.', 1)[0] ?? host}`,
}
