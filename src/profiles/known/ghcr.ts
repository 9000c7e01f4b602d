import type { RegistryProfile } from '../../model/profile.ts'

/** GitHub's container registry. */
export const GHCR: RegistryProfile = {
  kind: 'ghcr',
  name: 'GitHub Container Registry',
  hosts: [/(?:^|\.)ghcr\.io$/],
  search: {
    kind: 'none',
    why: 'GitHub lists the packages of an owner on github.com/OWNER?tab=packages, or to a token with read:packages: gh api /orgs/OWNER/packages?package_type=container.',
  },
  repositoryForm: () => ({ least: 2, written: 'OWNER/IMAGE' }),
  loginNote:
    'The password is a classic personal access token with write:packages, or GITHUB_TOKEN in a workflow with packages: write.',
  known: {
    referrers: {
      says: 'There is no API: 404, or a redirect to github.com.',
      from: 'its documented answers',
      source: 'reports by users',
    },
    deletion: {
      says: "By GitHub's REST API alone, with delete:packages.",
      from: 'its documented answers',
      source: 'the GHCR adapter of goharbor/harbor',
    },
  },
}
