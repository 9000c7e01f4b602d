import { fact, type Play } from '../play.ts'

/** What there is on this GHCR. */
export interface GhcrOptions {
  /** Tokens by user; anybody reads. */
  readonly users?: Readonly<Record<string, string>>
}

/** GitHub's container registry. */
export function ghcr(options: GhcrOptions = {}): Play {
  return {
    kind: 'ghcr',
    hosts: ['ghcr.io'],
    auth: {
      kind: 'bearer',
      // registries.md §1a [S renovate].
      tokenPath: '/token',
      service: 'ghcr.io',
      users: options.users ?? {},
      grant: (_repository, actions, user) =>
        actions.filter((action) => action === 'pull' || user !== undefined),
    },
    // registries.md §1b: no referrers API, 404 [I].
    manifests: { referrers: false },
    facts: [
      fact(
        {
          fact: '`_catalog` is 404; there is no search.',
          source: 'registries.md §1b, GHCR [S harbor]',
          path: /^\/v2\/_catalog$/,
        },
        () => ({ status: 404 }),
      ),
    ],
  }
}
