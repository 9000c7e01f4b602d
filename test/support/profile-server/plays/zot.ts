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
