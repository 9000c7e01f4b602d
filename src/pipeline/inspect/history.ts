import { beginsWith, digestPrefixOf, digestsOfLine } from '../../model/ledger/digests.ts'
import type { LedgerLine } from '../../model/ledger/entry.ts'
import {
  actorsOf,
  endedIntents,
  environmentsOf,
  type HistoryFilter,
  imagesOf,
  isSameName,
  partOf,
} from '../../model/ledger/history.ts'
import { isEntryNamed } from '../../model/ledger/queries.ts'
import type { HistoryLines, HistoryRequested, LedgerLines } from '../../model/ledger/reports.ts'
import { PromoteError } from '../../support/errors.ts'
import { nearest } from '../../support/nearest.ts'
import type { PipelineContext } from '../context.ts'
import { environmentNamed, imageNamed } from '../plan/places.ts'
import { collect } from '../plan/source/candidates.ts'
import { MatchedDigests, prefixOf } from './matched-digests.ts'
import { timeOf } from './when.ts'

/**
 * The entries that match, newest first; of each the part that was asked for.
 * @throws PromoteError `usage` for a name that neither the promotion file nor the ledger has, for what is no time, and for
 * the beginning of more than one digest
 */
export async function readHistory(
  context: PipelineContext,
  request: HistoryRequested,
): Promise<HistoryLines> {
  const { ledger, clock, signal } = context
  const filter = filterOf(request, clock.now())
  const seen = new SeenNames()
  const digests = new MatchedDigests(filter.digest)
  const lines: LedgerLine[] = []
  const ended: Record<string, number> = {}
  for await (const line of ledger.entries({ signal })) {
    seen.add(line)
    digests.add(digestsOfLine(line))
    for (const intent of endedIntents(line)) ended[intent] ??= line.entry.sequence
    const part = partOf(line, filter)
    if (part !== undefined) lines.push(part)
  }
  seen.check(context, request)
  digests.refuseSeveral()
  return {
    ledger: ledger.name,
    lines: lines.reverse(),
    ended,
    filter: request,
    head: (await ledger.head({ signal })) ?? null,
  }
}

/**
 * The one entry a person means by number, id, the beginning of an id, or a digest in it, eight digits of it suffice: its
 * hash, its plan's, an image's.
 * @throws PromoteError `usage` for none or several, listing them
 */
export async function findEntry({ ledger, signal }: PipelineContext, name: string): Promise<LedgerLine> {
  const prefix = digestPrefixOf(name)
  const digests = new MatchedDigests(prefix)
  const named: LedgerLine[] = []
  const holding: LedgerLine[] = []
  for await (const line of ledger.entries({ signal })) {
    if (isEntryNamed(line.entry, name)) named.push(line)
    if (digests.add(digestsOfLine(line))) holding.push(line)
  }
  const [first, ...others] = named
  if (first !== undefined && others.length === 0) return first
  if (first !== undefined) {
    throw new PromoteError('usage', `"${name}" names ${named.length} entries: write more of the id.`)
  }
  digests.refuseSeveral()
  return theOneWith(name, holding, prefix === undefined ? [] : holding.filter(isHash(prefix)), ledger.name)
}

/** All entries, oldest first. */
export async function exportLedger({ ledger, signal }: PipelineContext): Promise<LedgerLines> {
  const lines = await collect(ledger.entries({ signal }))
  return {
    ledger: ledger.name,
    lines,
    head: (await ledger.head({ signal })) ?? null,
  }
}

function isHash(prefix: NonNullable<ReturnType<typeof digestPrefixOf>>): (line: LedgerLine) => boolean {
  return ({ entry }) => beginsWith(entry.hash, prefix)
}

/** Of an intent and the entry that ends it the latter is meant: it says all that the intent does. */
function theOneWith(
  name: string,
  holding: readonly LedgerLine[],
  hashed: readonly LedgerLine[],
  ledger: string,
): LedgerLine {
  const ended = new Set(holding.flatMap(endedIntents))
  const meant = hashed.length > 0 ? hashed : holding.filter(({ entry }) => !ended.has(entry.id))
  const [only, ...others] = meant
  if (only === undefined) {
    throw new PromoteError('usage', `The ledger ${ledger} has no entry "${name}".`, {
      hint: 'See "promote history" for what there is.',
    })
  }
  if (others.length === 0) return only
  const list = meant.slice(-8).map(({ entry }) => entry.sequence)
  throw new PromoteError('usage', `${meant.length} entries have the digest ${name}.`, {
    hint: `Show one of them (${meant.length > 8 ? 'the last are ' : ''}${list.join(', ')}), or all with "promote history --digest ${name}".`,
  })
}

function filterOf({ digest, since, until, ...names }: HistoryRequested, now: Date): HistoryFilter {
  const filter = {
    ...names,
    ...(digest === undefined ? {} : { digest: prefixOf(digest) }),
    ...(since === undefined ? {} : { since: timeOf(since, 'begin', now) }),
    ...(until === undefined ? {} : { until: timeOf(until, 'end', now) }),
  }
  if (filter.since !== undefined && filter.until !== undefined && filter.since > filter.until) {
    throw new PromoteError(
      'usage',
      `--since ${since} is later than --until ${until}: nothing is between them.`,
    )
  }
  return filter
}

/** The names that a ledger has: an auditor asks for what the promotion file may not know any more. */
class SeenNames {
  readonly #environments = new Set<string>()
  readonly #images = new Set<string>()
  readonly #actors = new Set<string>()

  add(line: LedgerLine): void {
    if (line.kind === 'newer') return
    const { entry } = line
    for (const name of environmentsOf(entry)) this.#environments.add(name)
    for (const name of imagesOf(entry)) this.#images.add(name)
    for (const name of actorsOf(entry)) this.#actors.add(name)
  }

  check({ config }: PipelineContext, { environment, image, actor }: HistoryRequested): void {
    if (environment !== undefined && !this.#environments.has(environment))
      environmentNamed(config, environment)
    if (image !== undefined && !this.#images.has(image)) imageNamed(config, image)
    const actors = [...this.#actors]
    if (actor === undefined || actors.length === 0 || actors.some((name) => isSameName(name, actor))) return
    const near = nearest(actor, actors)
    throw new PromoteError('usage', `Nobody in the ledger is called "${actor}".`, {
      hint:
        near.length > 0
          ? `Did you mean ${near.join(' or ')}?`
          : `There are: ${actors.slice(0, 12).join(', ')}.`,
    })
  }
}
