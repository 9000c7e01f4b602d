import { PromoteError } from '../../../support/errors.ts'
import type { Draft } from '../draft.ts'
import { mirrorOf } from '../mirror.ts'

const WRITTEN = 'Write HOST, HOST:PORT or HOST/PATH, without https:// in front: mirror.example.com.'

/** Checks the mirrors of one registry. @param host the registry's own, where it is one */
export function checkMirrors(draft: Draft, key: string, host: string | undefined): void {
  const seen = new Set<string>()
  for (const path of draft.items(['registries', key, 'mirrors'])) {
    const text = draft.text(path)
    if (text === undefined || text === '') continue
    const place = placeOf(text)
    if (place === undefined) {
      draft.report(path, 'This is not the place of a mirror.', { hint: WRITTEN })
    } else if (place === `${host}/`) {
      draft.report(path, 'A registry is no mirror of itself.')
    } else if (seen.has(place)) {
      draft.report(path, 'This mirror stands here twice.')
    } else seen.add(place)
  }
}

/** `HOST/PREFIX` of a mirror; undefined where the text names none. */
function placeOf(text: string): string | undefined {
  const first = text.split('/')[0] ?? ''
  if (!/[.:]/.test(first) && first !== 'localhost') return undefined
  try {
    const { host, prefix } = mirrorOf(text)
    return `${host}/${prefix}`
  } catch (error) {
    if (!(error instanceof PromoteError || error instanceof TypeError)) throw error
    return undefined
  }
}
