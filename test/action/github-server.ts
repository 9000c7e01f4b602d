import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { listenOnLoopback } from '../support/loopback.ts'

/** A comment as GitHub's REST API gives it. */
export interface Comment {
  readonly id: number
  body: string
  readonly user: { readonly type: 'Bot' | 'User' }
  readonly author_association: string
}

/** How the server behaves. */
export interface GithubOptions {
  /** Comments that are there already. */
  readonly comments?: readonly Comment[]
  /** Comments on one page, whatever is asked for; 100 unless told. */
  readonly pageSize?: number
  /** Refuses every writing request, as for a token without the right. */
  readonly isForbidden?: boolean
  /** Host that the next page is said to be on, in place of this one. */
  readonly nextHost?: string
}

/** The three calls of GitHub's REST API that a comment needs: list, create, update. */
export interface GithubServer {
  readonly url: string
  readonly comments: readonly Comment[]
  /** `METHOD path?query`, in order. */
  readonly requests: readonly string[]
  /** `Authorization` headers, in order. */
  readonly authorizations: readonly (string | undefined)[]
  close(): Promise<void>
}

/** Starts the server on a free loopback port; its repository is `acme/shop`. */
export async function startGithub(options: GithubOptions = {}): Promise<GithubServer> {
  const comments = [...(options.comments ?? [])]
  const requests: string[] = []
  const authorizations: (string | undefined)[] = []
  const { pageSize = 100 } = options
  let base = ''

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', base)
    requests.push(`${request.method} ${url.pathname}${url.search}`)
    authorizations.push(request.headers.authorization)
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    }
    const one = /^\/repos\/acme\/shop\/issues\/comments\/(\d+)$/.exec(url.pathname)
    const all = /^\/repos\/acme\/shop\/issues\/\d+\/comments$/.test(url.pathname)
    if (request.method === 'GET' && all) {
      const page = Number(url.searchParams.get('page') ?? 1)
      const rest = comments.slice(page * pageSize)
      const next = new URL(url)
      next.searchParams.set('page', String(page + 1))
      if (options.nextHost !== undefined) next.host = options.nextHost
      const link = rest.length === 0 ? {} : { link: `<${next.href}>; rel="next", <${url.href}>; rel="first"` }
      return send(200, comments.slice((page - 1) * pageSize, page * pageSize), link)
    }
    if (options.isForbidden === true) {
      return send(403, { message: 'Resource not accessible by integration' })
    }
    const { body } = (await json(request)) as { readonly body: string }
    if (request.method === 'POST' && all) {
      const made: Comment = {
        id: 1000 + comments.length,
        body,
        user: { type: 'Bot' },
        author_association: 'NONE',
      }
      comments.push(made)
      return send(201, made)
    }
    const found = comments.find(({ id }) => id === Number(one?.[1]))
    if (request.method !== 'PATCH' || found === undefined) return send(404, { message: 'Not Found' })
    found.body = body
    return send(200, found)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const { host, close } = await listenOnLoopback(server)
  base = `http://${host}`
  return { url: base, comments, requests, authorizations, close }
}
