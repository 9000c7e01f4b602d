import { isRepositoryPath } from '../../oci/reference.ts'
import { isObject } from '../../support/json-object.ts'
import { CATALOG } from '../auth/scopes.ts'
import type { Exchange } from '../exchange.ts'
import { answerError, isWebPage, jsonOf, type Purpose, protocolError } from '../failures/errors.ts'
import { pages } from '../repository/pagination.ts'

/** Repositories on one page: the most that distribution gives. */
const PAGE_SIZE = 1000

/**
 * All repositories that a registry lists to this login, and nothing that is none. Distribution's API, "Listing
 * Repositories": not part of the OCI specification, and many registries do not have it.
 * @throws PromoteError as its answer means, with the status
 */
export async function* listRepositories(
  exchange: Exchange,
  purpose: Purpose,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const first = new URL(`/v2/_catalog?n=${PAGE_SIZE}`, exchange.endpoint.base)
  const rights = { needed: CATALOG, wanted: CATALOG }
  for await (const answer of pages(exchange, rights, { purpose, first, redirects: 'same-origin', signal })) {
    if (answer.status !== 200) throw answerError(purpose, answer)
    const body = isWebPage(answer.headers, answer.body) ? undefined : jsonOf(answer.body)
    const list = isObject(body) ? (body.repositories ?? []) : undefined
    if (!Array.isArray(list))
      throw protocolError(purpose, `${purpose.host} answered with something that is no list of repositories`)
    for (const name of list) if (typeof name === 'string' && isRepositoryPath(name)) yield name
  }
}
