import { createServer, request } from 'node:http'
import { connect } from 'node:net'
import { listenOnLoopback } from './loopback.ts'

/** A proxy that forwards and tunnels; every name leads to one target. */
export interface ForwardProxy extends AsyncDisposable {
  /** `127.0.0.1:PORT` */
  readonly host: string
  /** `METHOD URL` of what was forwarded, `CONNECT HOST:PORT` of tunnels. */
  readonly asked: readonly string[]
  /** The different Proxy-Authorization fields that came. */
  readonly authorizations: ReadonlySet<string | undefined>
}

/** Starts one. @param refusal the status that a tunnel is refused with; none unless told */
export async function startForwardProxy(target: string, refusal?: number): Promise<ForwardProxy> {
  const [hostname, port] = target.split(':')
  const asked: string[] = []
  const authorizations = new Set<string | undefined>()
  const sockets = new Set<{ destroy(): void }>()
  const server = createServer((incoming, response) => {
    asked.push(`${incoming.method} ${incoming.url}`)
    authorizations.add(incoming.headers['proxy-authorization'])
    const { pathname, search } = new URL(incoming.url ?? '')
    const onward = request(
      { hostname, port, method: incoming.method, path: pathname + search, headers: incoming.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers)
        answer.pipe(response)
      },
    )
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, socket) => {
    asked.push(`CONNECT ${incoming.url}`)
    authorizations.add(incoming.headers['proxy-authorization'])
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    for (const end of [socket, onward]) {
      sockets.add(end)
      end.on('error', () => undefined)
    }
  })
  const { host, close } = await listenOnLoopback(server)
  const dispose = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await close()
  }
  return { host, asked, authorizations, [Symbol.asyncDispose]: dispose }
}
