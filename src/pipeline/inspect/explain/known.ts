import { digestPrefixOf, digestsOfLine, ownDigests } from '../../../model/ledger/digests.ts'
import { endedIntents, imagesOf } from '../../../model/ledger/history.ts'
import { LedgerView } from '../../../model/ledger/queries.ts'
import type { PipelineContext } from '../../context.ts'
import { MatchedDigests } from '../matched-digests.ts'
import type { KnownToLedger } from './subject.ts'

/**
 * What the ledger knows that helps to tell what a person means, and the ids of the intents that have ended.
 * @throws PromoteError `usage` for the beginning of more than one digest, `ledger`
 */
export async function readKnown(
  { ledger, signal }: Pick<PipelineContext, 'ledger' | 'signal'>,
  what: string,
): Promise<KnownToLedger & { readonly ended: ReadonlySet<string> }> {
  const digests = new MatchedDigests(digestPrefixOf(what.slice(what.lastIndexOf('@') + 1)))
  const view = new LedgerView()
  const images = new Set<string>()
  const ended = new Set<string>()
  for await (const line of ledger.entries({ signal })) {
    if (line.kind === 'newer') continue
    view.add(line.entry)
    for (const image of imagesOf(line.entry)) images.add(image)
    for (const id of endedIntents(line)) ended.add(id)
    const own = ownDigests(line)
    digests.add(digestsOfLine(line).filter((digest) => !own.includes(digest)))
  }
  // An image may be called like the beginning of digests: then they are not meant.
  return { view, images, ended, matched: images.has(what) ? undefined : digests.refuseSeveral() }
}
