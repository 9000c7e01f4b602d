import type { DiffReport } from '../../model/diff.ts'
import { isOfPromotion, type LedgerEntry, type ReleaseEntry } from '../../model/ledger/entry.ts'
import { routeText } from '../../model/ledger/purpose.ts'
import type { Refusal } from '../../model/ledger/standing/refusals.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'

/** Where an entry leads, as a phrase: `test → prod`; of a hold its environment, of a rejection `everywhere`. */
export function whereText(entry: LedgerEntry): string {
  if (isOfPromotion(entry)) return routeText(entry)
  return entry.kind === 'reject' ? EVERYWHERE : (entry.environment ?? EVERYWHERE)
}

/** Which image, with which digest: `api 77ab03de`, `api, every digest`, or a digest alone. */
export function heldText({
  image,
  digest,
}: {
  readonly image: string | null
  readonly digest: Digest | null
}): string {
  if (digest === null) return `${image}, every digest`
  return image === null ? shortDigest(digest) : `${image} ${shortDigest(digest)}`
}

/** What was taken back: a hold is of one environment, a rejection of all. */
export function releasedKind({ environment }: Pick<ReleaseEntry, 'environment'>): 'hold' | 'rejection' {
  return environment === null ? 'rejection' : 'hold'
}

/** Who said no, and why: `held in prod by kari (entry 60): Logins fail.` */
export function refusalText({ kind, environment, actor, entry, reason, cause }: Refusal): string {
  const what = kind === 'rejection' ? 'rejected' : `held in ${environment}`
  const left = cause === undefined ? '' : ', with a rollback'
  return `${what} by ${actor}${left} (entry ${entry}): ${reason}`
}

/** The rows along these routes that something stands in the way of, each refusal as a sentence; one on two routes once. */
export function refusedRows(
  routes: readonly DiffReport[],
): readonly { readonly image: string; readonly text: string; readonly release: string }[] {
  const all = routes.flatMap(({ rows }) =>
    rows.flatMap(({ image, from, refusals = [] }) =>
      refusals.map((refusal) => {
        const digest = from.current === null ? '' : ` ${shortDigest(from.current.digest)}`
        return { image, text: `${image}${digest}: ${refusalText(refusal)}`, release: refusal.release }
      }),
    ),
  )
  return [...new Map(all.map((one) => [one.text, one])).values()]
}

const EVERYWHERE = 'everywhere'
