import type { RegistryProfile } from '../../model/profile.ts'
import { googleTagDetails } from '../lookup/google.ts'

/** Google's Artifact Registry: `LOCATION-docker.pkg.dev`, and the `gcr.io` names that it took over. */
export const GOOGLE: RegistryProfile = {
  kind: 'google',
  name: 'Google Artifact Registry',
  hosts: [/(?:^|\.)pkg\.dev$/, /(?:^|\.)gcr\.io$/],
  tagDetails: googleTagDetails,
  repositoryForm: (host) =>
    /pkg\.dev$/i.test(host)
      ? { least: 3, written: 'PROJECT/REPOSITORY/IMAGE' }
      : { least: 2, written: 'PROJECT/IMAGE' },
  loginCommand: (host) => `gcloud auth configure-docker ${host}`,
  login: {
    written: 'oauth2accesstoken for an access token, or _json_key or _json_key_base64 for a key file',
    users: /^(?:oauth2accesstoken|_json_key|_json_key_base64)$/,
  },
  loginNote: 'An access token lasts for an hour.',
  advice: [
    {
      says: /artifactregistry\.repositories\.|^NAME_UNKNOWN/,
      hint: 'Artifact Registry makes no repository when something is pushed: create it with `gcloud artifacts repositories create REPOSITORY --repository-format=docker --location=LOCATION`. One that this account may not see is answered the same way.',
    },
  ],
  known: {
    mounts: {
      says: 'Names of gcr.io mount what any repository has.',
      from: 'its documented answers',
      source: 'go-containerregistry',
    },
    referrers: {
      says: 'There is no API: a redirect to a login page.',
      from: 'its documented answers',
      source: 'soci-snapshotter issue 1828',
    },
    deletion: {
      says: 'A digest only when it has no tags any more.',
      from: 'its documented answers',
      source: 'the garbage collector of go-containerregistry',
    },
    immutability: {
      says: 'A setting of a repository; its tags cannot be removed either.',
      from: 'its documented answers',
      source: "Google's documentation",
    },
    rateLimits: {
      says: 'Quotas of the project.',
      from: 'its documented answers',
      source: "Google's documentation",
    },
  },
}
