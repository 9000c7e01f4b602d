import type { RegistryProfile } from '../../model/profile.ts'

/** GitLab's container registry: gitlab.com's; people who run it themselves have names of their own. */
export const GITLAB: RegistryProfile = {
  kind: 'gitlab',
  name: 'GitLab Container Registry',
  hosts: [/^registry\.gitlab\.com$/],
  removesTagAlone: true,
  repositoryForm: () => ({ least: 2, written: 'GROUP/PROJECT' }),
  loginNote:
    'The password is a token with read_registry and write_registry; that of the account does not do with two-factor authentication.',
}
