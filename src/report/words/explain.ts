import type {
  ExplainedChange,
  ExplainedPlace,
  ExplainedPromotion,
  ExplainedReferrer,
} from '../../model/explain.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { outcomeMark, outcomeText } from './outcomes.ts'
import { tagResultText } from './promotion/tag-result.ts'
import type { Mark } from './signs.ts'
import { listText } from './units.ts'

/** How many tags of a repository are named for people: some builds give one image thousands. */
const MOST_TAGS = 6

/** What a repository has of the digest: its tags, and the entries they came by. */
export function placeText({ isPresent, tags }: ExplainedPlace): string {
  if (tags.length === 0) return isPresent ? 'no tag; its content is there' : ''
  const entries = [...new Set(tags.map(({ entry }) => entry))].toSorted((a, b) => (a ?? 0) - (b ?? 0))
  const names = listText(
    tags.map(({ tag }) => tag),
    MOST_TAGS,
  )
  if (entries.length === 1) return `${names}, ${byText(entries[0] ?? null)}`
  const each = tags.map(({ tag, entry }) => `${tag} (${byText(entry)})`)
  return listText(each, MOST_TAGS)
}

/** What became of a tag that the ledger says holds the digest. */
export function lostText({ tag, holds, entry }: ExplainedPlace['lost'][number]): string {
  return holds === null
    ? `${tag} is gone; entry ${entry} put it there`
    : `${tag} holds ${shortDigest(holds)}; somebody else moved it after entry ${entry}`
}

/** How a promotion ended, as a mark and words. */
export function endText({ outcome, as, image, digest }: ExplainedPromotion): {
  readonly mark: Mark
  readonly text: string
} {
  const along = as === 'image' ? '' : ` with ${image} ${shortDigest(digest)}`
  switch (outcome) {
    case 'open':
      return { mark: 'moved', text: `not finished${along}` }
    case 'abandoned':
      return { mark: 'denied', text: `abandoned${along}` }
    default:
      return { mark: outcomeMark(outcome), text: `${outcomeText(outcome)}${along}` }
  }
}

/** The tags of a promotion, each with what it replaced: `1.4.2 (new), 1.4 (was 02de9914)`. */
export function tagsText({ tags, digest }: ExplainedPromotion): string {
  return tags
    .map(({ tag, old, result, removed }) => {
      if (result !== null && result !== 'moved' && result !== 'unchanged') {
        return `${tag} (${tagResultText(result)})`
      }
      if (removed === true) return `${tag} (taken away)`
      if (result === null && old === null) return tag
      return old === null ? `${tag} (new)` : old === digest ? tag : `${tag} (was ${shortDigest(old)})`
    })
    .join(', ')
}

/** The other digest of a tag that moved. */
export function otherDigestText({ digest }: Pick<ExplainedChange, 'digest'>): string {
  return digest === null ? 'taken away' : shortDigest(digest)
}

/** Where a referrer can be found, and what it refers to where that is not the digest itself. */
export function referrerText({ environments, subject, entries }: ExplainedReferrer, digest: string): string {
  const where =
    environments.length > 0
      ? environments.join(', ')
      : `nowhere now, came by ${entries.length === 1 ? 'entry' : 'entries'} ${listText(entries.map(String))}`
  return subject === digest ? where : `${where}; refers to ${shortDigest(subject)}`
}

function byText(entry: number | null): string {
  return entry === null ? 'by no promotion' : `entry ${entry}`
}

/** Whether an approval was signed, and with which key, as the ledger has it. */
export function signedText(key: string | null): string {
  return key === null ? 'not signed: anybody can set a name' : `signed with the SSH key ${key}`
}

/** What is said of an approval whose plan none of these promotions carried out, for it is no approval of them; else nothing. */
export function otherPlanText(plan: Digest, promotions: readonly Pick<ExplainedPromotion, 'plan'>[]): string {
  return promotions.some((promotion) => promotion.plan === plan) ? '' : ', which did not bring it'
}
