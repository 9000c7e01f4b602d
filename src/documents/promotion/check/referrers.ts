import { REFERRER_KINDS } from '../../../model/referrers.ts'
import { nearest } from '../../../support/nearest.ts'
import { type Path, valueAt } from '../../pointer.ts'
import type { Draft } from '../draft.ts'

/** Checks what the schema cannot say about an environment's referrers: the kinds, and that what is required is copied. */
export function checkReferrers(draft: Draft, path: Path): void {
  const copied = draft.items([...path, 'copy'])
  const required = draft.items([...path, 'require'])
  checkReferrerKinds(draft, [...copied, ...required])
  const copy = valueAt(draft.value, [...path, 'copy']) ?? 'all'
  if (copy === 'all') return
  const names = new Set(copied.map((entry) => draft.text(entry)))
  for (const entry of required) {
    const kind = draft.text(entry)
    if (kind === undefined || names.has(kind)) continue
    draft.report(entry, `"${kind}" is required here, but "copy" leaves it behind.`, {
      hint: 'Add it to "copy", or take "copy" away: then everything comes along.',
    })
  }
}

/** Reports what is no kind of referrer. */
export function checkReferrerKinds(draft: Draft, entries: readonly Path[]): void {
  for (const entry of entries) checkKind(draft, entry)
}

/** A word without a slash is meant as a kind. */
function checkKind(draft: Draft, path: Path): void {
  const kind = draft.text(path)
  if (kind === undefined || kind.includes('/') || REFERRER_KINDS.some((known) => known === kind)) return
  const [near] = nearest(kind, REFERRER_KINDS)
  draft.report(path, `"${kind}" is no kind of referrer.`, {
    hint:
      near === undefined
        ? `Kinds are ${REFERRER_KINDS.join(', ')}; anything else is an artifact type such as application/spdx+json.`
        : `Did you mean "${near}"?`,
  })
}
