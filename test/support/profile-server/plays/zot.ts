import { json } from '../../fault-registry/answers.ts'
import type { Play } from '../play.ts'
import { answerOf, Recording } from '../recordings.ts'

/** The configurations of zot that were recorded, as `test/fixtures/zot.json` names them. */
export type ZotServer =
  | 'default'
  | 'access-control'
  | 'anonymous-read'
  | 'bearer'
  | 'extensions'
  | 'ratelimit'

/** zot 2.1.20: what was asked of the real one is answered as it was there; the registry API out of what it holds. */
export function zot(server: ZotServer = 'extensions'): Play {
  const recording = new Recording('zot', server)
  return {
    kind: 'zot',
    hosts: ['127.0.0.1'],
    auth: undefined,
    // "delete-tag": it takes the tag alone; "referrers-all": the API lists them; "tags-all".
    manifests: { deletesTags: true, referrers: true },
    facts: [
      {
        fact: 'What it answers to a browser it answers to everybody: a list of tags shows that it is zot.',
        source: 'recordings/zot.json, "tags-all": access-control-allow-headers',
        path: /^\/v2\/.+\/tags\/list$/,
        answer: () => undefined,
        after: (_asked, answer) => ({
          ...answer,
          headers: {
            ...answer.headers,
            'access-control-allow-headers': 'Authorization,content-type,X-ZOT-API-CLIENT',
          },
        }),
      },
      {
        fact: 'The search extension lists the tags of a repository page by page, sizes as text.',
        source: 'recordings/zot.json, "gql-image-list", "gql-image-list-paged"',
        path: /^\/v2\/_zot\/ext\/search$/,
        answer({ request, state }) {
          const query = request.query.get('query') ?? ''
          const asked = /^\{ImageList\(repo:"([^"]+)",requestedPage:\{limit:(\d+) offset:(\d+) /.exec(query)
          const [, repository = '', limit = '', offset = ''] = asked ?? []
          const held = state.repositories.get(repository)
          if (held === undefined || server !== 'extensions') return undefined
          const all = [...held.tags].sort()
          const page = all.slice(Number(offset), Number(offset) + Number(limit))
          const Results = page.map(([Tag, Digest]) => ({
            Tag,
            Digest,
            Size: '658156',
            LastUpdated: null,
            PushTimestamp: '2026-11-24T04:07:44.978172505Z',
            Manifests: [{ Platform: { Os: 'linux', Arch: 'amd64' } }],
          }))
          const Page = { TotalCount: all.length, ItemCount: page.length }
          return json(200, { data: { ImageList: { Page, Results } } })
        },
      },
      {
        fact: 'Whatever was asked of the real server is answered as it was there, as long as nothing was put into that repository here.',
        source: `recordings/zot.json, zot 2.1.20, configuration "${server}"`,
        path: /^/,
        answer({ request, state, base, exchange }) {
          const repository = /^\/v2\/(.+?)\/(?:manifests|blobs|tags|referrers)\//.exec(request.path)?.[1]
          if (repository !== undefined && state.repositories.has(repository)) return undefined
          const scheme = exchange.header('authorization')?.split(' ', 1)[0]?.toLowerCase()
          const query = request.query.size === 0 ? '' : `?${request.query}`
          const asked = { method: request.method, path: request.path + query }
          const probe = recording.find(scheme === undefined ? asked : { ...asked, as: scheme })
          return probe === undefined ? undefined : answerOf(probe, base)
        },
      },
    ],
  }
}
