import type { RegistryProfile } from '../../model/profile.ts'
import { quaySearch, quayTagDetails } from '../lookup/quay.ts'

/** Red Hat's Quay: quay.io; people who run it themselves have names of their own. */
export const QUAY: RegistryProfile = {
  kind: 'quay',
  name: 'Quay',
  hosts: [/^(?:[a-z0-9-]+\.)*quay\.io$/],
  // Its scopes are pull, push and *: a token with `delete` is refused.
  untag: { kind: 'manifest', right: 'push' },
  tagDetails: quayTagDetails,
  // With a right to list repositories in its scopes a token is refused.
  search: { kind: 'own-api', find: quaySearch },
  repositoryForm: () => ({ least: 2, written: 'NAMESPACE/NAME' }),
  immutableWords: /TAG_IMMUTABLE/,
  loginNote: 'Robots are called NAMESPACE+NAME.',
  known: {
    mounts: {
      says: 'From what the login may pull.',
      from: 'its documented answers',
      source: 'the source of Quay',
    },
    referrers: {
      says: 'The API, where the feature is on.',
      from: 'its documented answers',
      source: 'the source of Quay',
    },
    deletion: { says: 'One tag alone.', from: 'its documented answers', source: 'the source of Quay' },
    immutability: {
      says: 'A rule, or a mark on a tag: 409.',
      from: 'its documented answers',
      source: 'the source of Quay',
    },
  },
}
