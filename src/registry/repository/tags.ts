import { isTag } from '../../oci/reference.ts'
import type { CallOptions } from '../../oci/store.ts'
import { isObject } from '../../support/json-object.ts'
import { answerError, isAbsence, jsonOf, protocolError } from '../failures/errors.ts'
import { pages } from './pagination.ts'
import type { Repository } from './repository.ts'

/** Tags on one page: the most that ECR and distribution give. */
const PAGE_SIZE = 1000

/** All tags of a repository, and nothing that is none; none when it does not exist. OCI distribution spec 1.1, "Listing Tags". */
export async function* listTags(
  repository: Repository,
  { signal }: CallOptions = {},
): AsyncGenerator<string> {
  const purpose = repository.purpose('list the tags of')
  const first = repository.url(`tags/list?n=${PAGE_SIZE}`)
  let page = 0
  for await (const answer of pages(repository.exchange, repository.reading, { purpose, first, signal })) {
    page++
    if (isAbsence(answer) && page === 1) return
    // zot answers so when the tag that ended the last page was deleted since: an end here would hide tags.
    if (isAbsence(answer)) {
      throw protocolError(purpose, 'the list changed while it was read', 'Run it again.')
    }
    if (answer.status !== 200) throw answerError(purpose, answer)
    const body = jsonOf(answer.body)
    const list = isObject(body) ? (body.tags ?? []) : undefined
    if (!Array.isArray(list))
      throw protocolError(purpose, `${purpose.host} answered with something that is no tag list`)
    // Nexus puts null between them. What is no tag would be part of a URL next, and lead elsewhere.
    for (const tag of list) if (typeof tag === 'string' && isTag(tag)) yield tag
  }
}
