import { MAX_LIST_BYTES } from '../../support/limits.ts'
import { nextLink } from '../../support/text/link-header.ts'
import type { Rights } from '../auth/grant.ts'
import type { Ask, Exchange } from '../exchange.ts'
import { isWebPage, jsonOf, type Purpose, protocolError } from '../failures/errors.ts'
import { nextUrl, sameOrigin } from '../http/addresses/location-rules.ts'
import { type HeaderFields, headerValues, NO_CODING } from '../http/transport.ts'
import type { LocatedAnswer } from '../http/wire.ts'

const MOST_PAGES = 10_000

/** What is asked for page by page. */
export interface PageAsk {
  readonly purpose: Purpose
  readonly first: URL
  readonly headers?: Readonly<Record<string, string>>
  readonly redirects?: 'same-origin'
  readonly signal: AbortSignal | undefined
}

/**
 * The answers of a list, page by page as the `Link` fields lead; judging their status is the caller's.
 * @throws PromoteError `protocol` when a link leads to another host or in a circle, or the list does not end
 */
export async function* pages(
  exchange: Exchange,
  rights: Rights,
  { purpose, first, headers, redirects, signal }: PageAsk,
): AsyncGenerator<LocatedAnswer> {
  const seen = new Set<string>()
  let bytes = 0
  let url: URL | undefined = first
  while (url !== undefined) {
    if (seen.has(url.href) || seen.size === MOST_PAGES) {
      throw protocolError(purpose, `${purpose.host} leads in a circle from page to page`)
    }
    seen.add(url.href)
    const ask: Ask = {
      purpose,
      method: 'GET',
      url,
      rights,
      signal,
      ...(headers === undefined ? {} : { headers }),
      ...(redirects === undefined ? {} : { redirects }),
    }
    let answer: LocatedAnswer = await exchange.ask(ask)
    // What cannot be read may have changed on the way.
    if (
      answer.status === 200 &&
      !isWebPage(answer.headers, answer.body) &&
      jsonOf(answer.body) === undefined
    ) {
      answer = await exchange.ask({ ...ask, headers: { ...headers, ...NO_CODING } })
    }
    bytes += answer.body.byteLength
    if (bytes > MAX_LIST_BYTES) {
      throw protocolError(purpose, `${purpose.host} answered with more than ${MAX_LIST_BYTES} bytes`)
    }
    yield answer
    url = nextPage(purpose, url, answer.headers)
  }
}

function nextPage(purpose: Purpose, url: URL, headers: HeaderFields): URL | undefined {
  const target = nextLink(headerValues(headers, 'link'))
  if (target === undefined) return undefined
  const next = nextUrl(url, target, 'next page')
  if (sameOrigin(url, next)) return next
  throw protocolError(purpose, `${purpose.host} answered with a next page on another host, ${next.host}`)
}
