import type { FaultRegistry } from '../support/fault-registry/registry.ts'
import type { Fault, FaultRule, InjectedFault } from '../support/fault-registry/rules.ts'

const anything: readonly Fault[] = [
  { do: 'reset' },
  { do: 'lose-answer' },
  { do: 'answer', status: 500, body: 'internal' },
  { do: 'answer', status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad Gateway</html>' },
  { do: 'answer', status: 503, headers: { 'retry-after': '0' } },
  { do: 'answer', status: 429, headers: { 'retry-after': '0' } },
  { do: 'hang', at: 'headers' },
  { do: 'slow', headersMs: 60, chunkBytes: 2000, chunkMs: 5 },
  { do: 'headers', drop: ['docker-content-digest', 'content-length'] },
]

const reads: readonly Fault[] = [
  { do: 'reset', after: 100 },
  { do: 'reset', after: 9000 },
  { do: 'truncate', to: 200 },
  { do: 'truncate', to: 200, honest: true },
  { do: 'corrupt', at: 0 },
  { do: 'corrupt', at: 150 },
  { do: 'gzip' },
  { do: 'hang', at: 'body', after: 50 },
]

const uploads: readonly Fault[] = [
  { do: 'reset-upload', after: 0 },
  { do: 'reset-upload', after: 500 },
  { do: 'reset-upload', after: 9000 },
]

/** Makes about one request in ten go wrong, in every way there is. How often it struck is the sum of what comes back. */
export function injectEverything(registry: FaultRegistry): readonly InjectedFault[] {
  const soon = new Date(Date.now() + 5000).toUTCString()
  return [
    ...anything.map((fault) => often(registry, { fault, probability: 0.009 })),
    ...reads.map((fault) => often(registry, { fault, method: ['GET', 'HEAD'], probability: 0.006 })),
    ...uploads.map((fault) =>
      often(registry, { fault, method: ['PUT', 'PATCH'], path: /uploads/, probability: 0.01 }),
    ),
    // Each of these stops all requests to the host for a while: a few are enough.
    registry.inject({
      fault: { do: 'answer', status: 429, headers: { 'retry-after': '1' } },
      probability: 0.003,
      times: 4,
    }),
    registry.inject({
      fault: { do: 'answer', status: 429, headers: { 'retry-after': soon } },
      probability: 0.003,
      times: 4,
    }),
  ]
}

/** By chance, and once for certain: a way with few requests to strike could else strike none of them. */
function often(registry: FaultRegistry, rule: FaultRule): InjectedFault {
  const { probability: _, ...certain } = rule
  const rules = [registry.inject(rule), registry.inject({ ...certain, nth: 20 })]
  return {
    get struck() {
      return rules.reduce((sum, { struck }) => sum + struck, 0)
    },
    remove: () => {
      for (const one of rules) one.remove()
    },
  }
}
