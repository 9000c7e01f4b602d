import { PromoteError } from '../support/errors.ts'

/** One position of a glob: any run of characters, or one character out of a set. */
type Piece =
  | { readonly kind: 'run' }
  | { readonly kind: 'one'; readonly accepts: (character: string) => boolean }

/** True when the text holds a character that makes it a glob: `*`, `?` or `[`. */
export function isGlob(text: string): boolean {
  return /[*?[]/.test(text)
}

/**
 * A matcher for whole tags. `*` is any run of characters (also none), `?` one character, `[a-z]` one of a set,
 * `[!a-z]` one outside it; everything else stands for itself.
 * Matching takes at most tag length × glob length steps, whatever the glob.
 * @throws PromoteError `usage` for a set that is not closed, empty or runs backwards
 */
export function globMatcher(glob: string): (tag: string) => boolean {
  const pieces = parseGlob(glob)
  return (tag) => matches(pieces, [...tag])
}

/** Keeps one place to go back to, the latest `*`: an earlier one never has to take more, so nothing multiplies. */
function matches(pieces: readonly Piece[], characters: readonly string[]): boolean {
  let at = 0
  let piece = 0
  let retry: { readonly piece: number; at: number } | undefined
  while (at < characters.length) {
    const next = pieces[piece]
    if (next?.kind === 'run') {
      retry = { piece: piece + 1, at }
      piece++
    } else if (next?.accepts(characters[at] ?? '')) {
      at++
      piece++
    } else if (retry !== undefined) {
      retry.at++
      at = retry.at
      piece = retry.piece
    } else {
      return false
    }
  }
  return pieces.slice(piece).every(({ kind }) => kind === 'run')
}

function parseGlob(glob: string): readonly Piece[] {
  const pieces: Piece[] = []
  const characters = [...glob]
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index]
    if (character === '*') pieces.push({ kind: 'run' })
    else if (character === '?') pieces.push({ kind: 'one', accepts: () => true })
    else if (character === '[') {
      const set = parseSet(glob, characters, index)
      pieces.push({ kind: 'one', accepts: set.accepts })
      index = set.end
    } else pieces.push({ kind: 'one', accepts: (candidate) => candidate === character })
  }
  return pieces
}

function parseSet(
  glob: string,
  characters: readonly string[],
  start: number,
): { readonly accepts: (character: string) => boolean; readonly end: number } {
  const end = characters.indexOf(']', start + 1)
  const negated = characters[start + 1] === '!' || characters[start + 1] === '^'
  const members = end < 0 ? [] : characters.slice(start + (negated ? 2 : 1), end)
  if (end < 0) throw new PromoteError('usage', `"${glob}" opens a set with "[" and never closes it.`)
  if (members.length === 0) throw new PromoteError('usage', `"${glob}" holds an empty set.`)
  const ranges: { readonly low: string; readonly high: string }[] = []
  for (let index = 0; index < members.length; index++) {
    const low = members[index] ?? ''
    const high = members[index + 1] === '-' ? members[index + 2] : undefined
    if (high !== undefined) index += 2
    if (high !== undefined && high < low) {
      throw new PromoteError('usage', `"${low}-${high}" in "${glob}" runs backwards.`)
    }
    ranges.push({ low, high: high ?? low })
  }
  const inside = (character: string): boolean =>
    ranges.some(({ low, high }) => low <= character && character <= high)
  return { accepts: (character) => inside(character) !== negated, end }
}
