import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici'
import { PromoteError } from '../support/errors.ts'
import { MAX_JSON_BYTES } from '../support/limits.ts'
import { redactText } from '../support/redact.ts'
import { nextLink } from '../support/text/link-header.ts'

/** Where a comment goes. */
export interface CommentPlace {
  /** Base URL of GitHub's REST API, as `GITHUB_API_URL` has it. */
  readonly apiUrl: string
  /** `owner/name` */
  readonly repository: string
  /** Number of the pull request. */
  readonly number: number
  readonly token: string
  readonly userAgent: string
}

/** Milliseconds GitHub may be silent. */
const SILENCE_MS = 15_000

/** Pages of 100 comments that are looked through. */
const MAX_PAGES = 100

/** Who may have written the comment that is updated: the token's own account, or people who may write here anyway. */
const TRUSTED = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])

/**
 * Puts `body` on a pull request, in place of the comment that begins with `marker`, or as a new one where there is none.
 * A stranger's comment with the same marker is left alone: its author could change it afterwards.
 * @throws PromoteError `forbidden` when the token may not, `unreachable` or `protocol` when GitHub did not answer as it should
 */
export async function putComment(
  place: CommentPlace,
  comment: { readonly marker: string; readonly body: string },
  signal: AbortSignal,
): Promise<'created' | 'updated'> {
  const dispatcher = new EnvHttpProxyAgent()
  try {
    const api = new Api(place, dispatcher, signal)
    const body = JSON.stringify({ body: `${comment.marker}\n${comment.body}` })
    const { apiUrl, repository, number } = place
    const ours = await findComment(
      api,
      `${apiUrl}/repos/${repository}/issues/${number}/comments`,
      comment.marker,
    )
    if (ours === undefined) {
      await api.ask('POST', `${apiUrl}/repos/${repository}/issues/${number}/comments`, body)
      return 'created'
    }
    await api.ask('PATCH', `${apiUrl}/repos/${repository}/issues/comments/${ours}`, body)
    return 'updated'
  } finally {
    await dispatcher.close()
  }
}

async function findComment(api: Api, url: string, marker: string): Promise<number | undefined> {
  let next: string | undefined = `${url}?per_page=100`
  for (let page = 0; next !== undefined && page < MAX_PAGES; page++) {
    const answer = await api.ask('GET', next)
    if (!Array.isArray(answer.document)) throw unexpected('a list of comments')
    for (const comment of answer.document) {
      const id = idOfOurs(comment, marker)
      if (id !== undefined) return id
    }
    next = nextPage(answer.link, url)
  }
  return undefined
}

function idOfOurs(comment: unknown, marker: string): number | undefined {
  if (typeof comment !== 'object' || comment === null) return undefined
  const { id, body, user, author_association: association } = comment as Record<string, unknown>
  const isBot = typeof user === 'object' && user !== null && 'type' in user && user.type === 'Bot'
  const isTrusted = isBot || (typeof association === 'string' && TRUSTED.has(association))
  const isMarked = typeof body === 'string' && (body === marker || /^[\r\n]/.test(body.slice(marker.length)))
  if (!isTrusted || !isMarked || !body.startsWith(marker) || !Number.isSafeInteger(id)) return undefined
  return id as number
}

/** The `next` of a Link header (RFC 8288), on the same host: the token goes nowhere else. */
function nextPage(link: string | undefined, base: string): string | undefined {
  const target = nextLink(link === undefined ? [] : [link])
  if (target === undefined) return undefined
  if (!URL.canParse(target, base) || new URL(target, base).origin !== new URL(base).origin)
    throw unexpected('a next page on its own host')
  return new URL(target, base).href
}

interface Answer {
  readonly document: unknown
  readonly link: string | undefined
}

class Api {
  readonly #place: CommentPlace
  readonly #dispatcher: Dispatcher
  readonly #signal: AbortSignal

  constructor(place: CommentPlace, dispatcher: Dispatcher, signal: AbortSignal) {
    this.#place = place
    this.#dispatcher = dispatcher
    this.#signal = signal
  }

  async ask(method: 'GET' | 'POST' | 'PATCH', url: string, body?: string): Promise<Answer> {
    const { statusCode, headers, text } = await this.#send(method, url, body)
    if (statusCode >= 200 && statusCode < 300) {
      return { document: parse(text), link: typeof headers.link === 'string' ? headers.link : undefined }
    }
    const said = messageIn(text)
    throw new PromoteError(
      statusCode === 401 || statusCode === 403 || statusCode === 404 ? 'forbidden' : 'protocol',
      `GitHub answered ${statusCode} to the comment${said === '' ? '' : `: ${said}`}.`,
      {
        hint: 'The job needs "permissions: pull-requests: write"; a pull request from a fork has no such permission.',
        status: statusCode,
      },
    )
  }

  async #send(
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    body: string | undefined,
  ): Promise<{ statusCode: number; headers: Dispatcher.ResponseData['headers']; text: string }> {
    try {
      const response = await request(url, {
        method,
        dispatcher: this.#dispatcher,
        signal: this.#signal,
        headersTimeout: SILENCE_MS,
        bodyTimeout: SILENCE_MS,
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${this.#place.token}`,
          'user-agent': this.#place.userAgent,
          'x-github-api-version': '2022-11-28',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body }),
      })
      return { statusCode: response.statusCode, headers: response.headers, text: await textOf(response.body) }
    } catch (cause) {
      if (this.#signal.aborted || cause instanceof PromoteError) throw cause
      const why = cause instanceof Error ? redactText(cause.message) : 'unknown'
      throw new PromoteError('unreachable', `GitHub could not be reached for the comment: ${why}.`, { cause })
    }
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > MAX_JSON_BYTES) throw unexpected('less')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unexpected('JSON')
  }
}

function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown }
    return typeof message === 'string' ? redactText(message, 200) : ''
  } catch {
    return ''
  }
}

function unexpected(wanted: string): PromoteError {
  return new PromoteError('protocol', `GitHub's answer about the comments was not ${wanted}.`)
}
