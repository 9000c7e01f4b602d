import { createServer, request } from 'node:http'
import { listenOnLoopback } from './loopback.ts'

/** One address for a registry and its token server, as a proxy in front of both has it. */
export interface OneHost {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** Says where requests go: those for tokens to one, all others to the other. */
  lead(to: { readonly registry: string; readonly tokens: string }): void
  close(): Promise<void>
}

/** Starts the proxy; it leads nowhere before it is told. crane and oras ask no token server at another loopback address. */
export async function startOneHost(): Promise<OneHost> {
  let targets = { registry: '', tokens: '' }
  const server = createServer((incoming, response) => {
    const { method, url = '/', headers } = incoming
    const [hostname, port] = (/^\/token\b/.test(url) ? targets.tokens : targets.registry).split(':')
    const onward = request({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  const { host, close } = await listenOnLoopback(server)
  return {
    host,
    lead(to) {
      targets = to
    },
    close,
  }
}
