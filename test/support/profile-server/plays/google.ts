import { json, refusal } from '../../fault-registry/answers.ts'
import { fact, type Play } from '../play.ts'

/** What there is in this Artifact Registry. */
export interface GoogleOptions {
  /** Repositories that were created, as `PROJECT/REPOSITORY`. */
  readonly created?: readonly string[]
  /** Passwords by user: `oauth2accesstoken`, `_json_key`. */
  readonly users?: Readonly<Record<string, string>>
}

const HOST = 'europe-north1-docker.pkg.dev'

/** Google's Artifact Registry, as `europe-north1-docker.pkg.dev`. */
export function google(options: GoogleOptions = {}): Play {
  const created = options.created ?? []
  return {
    kind: 'google',
    hosts: [HOST, 'accounts.google.com'],
    // registries.md §1a: Basic, then Bearer, with oauth2accesstoken or _json_key [S renovate docs].
    auth: {
      kind: 'bearer',
      realm: `https://${HOST}/v2/token`,
      tokenPath: '/v2/token',
      service: HOST,
      users: options.users ?? {},
      grant: (_repository, actions, user) => (user === undefined ? [] : actions),
    },
    facts: [
      fact(
        {
          fact: 'The list of tags has of each manifest its tags, its size and when it came, all on one page.',
          source: 'registries.md §1b, Google AR, Tags [S gcr]',
          method: 'GET',
          path: /^\/v2\/(.+)\/tags\/list$/,
        },
        ({ groups: [repository = ''], exchange, state }) => {
          const held = state.repositories.get(repository)
          if (held === undefined || exchange.header('authorization') === undefined) return undefined
          const byDigest = Map.groupBy(held.tags, ([, digest]) => digest)
          return json(200, {
            child: [],
            manifest: Object.fromEntries(
              [...byDigest].map(([digest, tags]) => [
                digest,
                { imageSizeBytes: '658156', timeUploadedMs: '1795492893412', tag: tags.map(([tag]) => tag) },
              ]),
            ),
            name: repository,
            tags: [...held.tags.keys()],
          })
        },
      ),
      fact(
        {
          fact: 'A repository has to be there before a push; one that is not is refused as a lack of rights.',
          source: 'registries.md §1b, Google AR, Push quirks; the words from test/profiles/words.test.ts',
          method: ['POST', 'PUT'],
          path: /^\/v2\/([^/]+\/[^/]+)\/.+\/(?:blobs\/uploads|manifests)\//,
        },
        async ({ groups: [repository = ''], exchange }) => {
          if (exchange.header('authorization') === undefined || created.includes(repository)) return undefined
          await exchange.body()
          const [project = '', name = ''] = repository.split('/')
          return refusal(403, {
            code: 'DENIED',
            message: `Permission "artifactregistry.repositories.uploadArtifacts" denied on resource "projects/${project}/locations/europe-north1/repositories/${name}" (or it may not exist)`,
          })
        },
      ),
      fact(
        {
          fact: 'The referrers API leads to a page of accounts.google.com: it is none.',
          source: 'registries.md §1b, Google AR, Referrers API [I]',
          path: /^\/v2\/.+\/referrers\//,
        },
        () => ({ status: 302, headers: { location: 'https://accounts.google.com/ServiceLogin' } }),
      ),
      fact(
        {
          fact: 'That page is HTML.',
          source: 'registries.md §1b, Google AR, Referrers API [I]',
          host: 'accounts.google.com',
          path: /^\/ServiceLogin$/,
        },
        () => ({
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: new TextEncoder().encode('<!doctype html><html></html>'),
        }),
      ),
    ],
  }
}
