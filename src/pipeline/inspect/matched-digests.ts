import { beginsWith, type DigestPrefix, digestPrefixOf, FEWEST_DIGITS } from '../../model/ledger/digests.ts'
import type { Digest } from '../../oci/digest.ts'
import { PromoteError } from '../../support/errors.ts'

/** A digest as a person wrote it. @throws PromoteError `usage` when it is none, or too short to mean one */
export function prefixOf(text: string): DigestPrefix {
  const prefix = digestPrefixOf(text)
  if (prefix !== undefined) return prefix
  throw new PromoteError('usage', `"${text}" is not a digest, nor the beginning of one.`, {
    hint: `Write ${FEWEST_DIGITS} or more of its hex digits, with or without "sha256:".`,
  })
}

/** Collects the digests that begin as a person wrote: one is meant, and more than one is refused. */
export class MatchedDigests {
  readonly #prefix: DigestPrefix | undefined
  readonly #found = new Set<Digest>()

  /** @param prefix what is looked for; undefined matches nothing */
  constructor(prefix: DigestPrefix | undefined) {
    this.#prefix = prefix
  }

  /** Takes the ones that match; whether there was one. */
  add(digests: readonly Digest[]): boolean {
    const prefix = this.#prefix
    if (prefix === undefined) return false
    const matching = digests.filter((digest) => beginsWith(digest, prefix))
    for (const digest of matching) this.#found.add(digest)
    return matching.length > 0
  }

  /** The one that matched; undefined for none. @throws PromoteError `usage` for several, listing them */
  refuseSeveral(): Digest | undefined {
    const [first, ...others] = this.#found
    if (first === undefined || others.length === 0) return first
    const all = [...this.#found]
    const more = all.length > 8 ? `, and ${all.length - 8} more` : ''
    throw new PromoteError('usage', `${all.length} digests begin with ${this.#prefix?.hex ?? ''}.`, {
      hint: `Write more of one of them: ${all.slice(0, 8).join(', ')}${more}.`,
    })
  }
}
