import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '../support/loopback.ts'

/** A server whose answers a test writes itself. */
export interface AnsweringServer extends AsyncDisposable {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  /** `METHOD path?query` of each request, in order of arrival. */
  readonly asked: readonly string[]
}

/** Starts a server that answers with `answer`. */
export async function startAnswering(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => unknown,
): Promise<AnsweringServer> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    request.on('error', () => undefined)
    response.on('error', () => undefined)
    answer(request, response, asked.length)
  })
  const { host, close } = await listenOnLoopback(server)
  return { host, asked, [Symbol.asyncDispose]: close }
}

/** Ends an answer with JSON. */
export function json(
  response: ServerResponse,
  status: number,
  document: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(document))
}
