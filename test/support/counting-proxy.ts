import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { listenOnLoopback } from './loopback.ts'

/** One request that went through the proxy; what belongs to the answer is filled in as it comes. */
export interface CountedRequest {
  readonly method: string
  /** Path without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** Whether the client sent an Authorization header. */
  readonly isAuthorized: boolean
  /** Bytes of the request's body so far. */
  requestBytes: number
  /** Bytes of the answer's body so far. */
  responseBytes: number
  /** Status of the answer; undefined while there is none, or when the connection broke. */
  status: number | undefined
}

/** What a test may do while requests go through. */
export interface CountingProxyOptions {
  /** Called before a request is passed on, with how many came before it; the request waits for it. */
  readonly onRequest?: (request: CountedRequest, index: number) => void | Promise<void>
  /** Called when the registry has answered, before the client sees it; the answer waits for it. */
  readonly onAnswer?: (request: CountedRequest, index: number) => void | Promise<void>
}

/** A plain HTTP proxy in front of one registry. */
export interface CountingProxy {
  /** `127.0.0.1:PORT`, to use in place of the registry's own. */
  readonly host: string
  /** All requests so far, in order of arrival. */
  readonly requests: CountedRequest[]
  /** How many connections clients have opened. */
  readonly connections: number
  close(): Promise<void>
}

/** Whether a request can change what the registry holds. */
export function isWrite(request: CountedRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD'
}

/**
 * Starts a proxy that passes every request on to `target` (`HOST:PORT`, plain HTTP) and records it.
 * The Host header goes through unchanged, so the Locations that a registry builds from it lead back here.
 */
export async function startCountingProxy(
  target: string,
  options: CountingProxyOptions = {},
): Promise<CountingProxy> {
  const [hostname, port] = target.split(':')
  const agent = new Agent({ keepAlive: true })
  const requests: CountedRequest[] = []
  let connections = 0

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', `http://${target}`)
    const counted: CountedRequest = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      isAuthorized: request.headers.authorization !== undefined,
      requestBytes: 0,
      responseBytes: 0,
      status: undefined,
    }
    const index = requests.push(counted) - 1
    await options.onRequest?.(counted, index)
    const { method, rawHeaders: headers, url: path } = request
    const upstream = httpRequest({ hostname, port, method, path, headers, agent })
    response.on('close', () => {
      if (!response.writableFinished) upstream.destroy()
    })
    request.on('data', (chunk: Buffer) => {
      counted.requestBytes += chunk.length
    })
    request.pipe(upstream)
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      upstream.on('response', resolve)
      upstream.on('error', reject)
    })
    counted.status = answer.statusCode
    await options.onAnswer?.(counted, index)
    answer.on('data', (chunk: Buffer) => {
      counted.responseBytes += chunk.length
    })
    answer.on('error', () => response.destroy())
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(response)
  }

  const server = createServer((request, response) => {
    // A registry that breaks the connection must look so to the client too.
    pass(request, response).catch(() => response.destroy())
  })
  server.on('connection', () => {
    connections += 1
  })
  const { host, close } = await listenOnLoopback(server)
  return {
    host,
    requests,
    get connections() {
      return connections
    },
    async close() {
      await close()
      agent.destroy()
    },
  }
}
