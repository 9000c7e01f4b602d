import type { Digest } from '../../../oci/digest.ts'
import { asDigestOf } from '../../../oci/manifest.ts'
import { onSide, PromoteError, toPromoteError } from '../../../support/errors.ts'
import { expectTag } from './mover.ts'
import { type TagMove, type TagOutcome, wantedOf } from './moves.ts'

/**
 * Reads the tags that are to move, once the intent holds them. One that holds the planned old digest is to be moved, one
 * that holds the new one is done; anything else was moved by somebody since, and is not touched.
 * @returns what is decided by that; nothing for a tag that is as planned. Never throws
 */
export async function readTags(moves: readonly TagMove[]): Promise<readonly TagOutcome[]> {
  const read = await Promise.all(moves.map(readTag))
  return read.flat()
}

async function readTag(move: TagMove): Promise<readonly TagOutcome[]> {
  const { ready, tag } = move
  const { destination, manifest } = ready
  const wanted = wantedOf(move)
  const image = { image: ready.step.image }
  try {
    const found = await onSide('destination', () => destination.resolve(tag.tag))
    const now = found === undefined ? null : asDigestOf(manifest, found.digest)
    if (now === wanted) {
      if (wanted !== null) await expectTag(destination, tag.tag, wanted)
      return [{ kind: 'unchanged', move }]
    }
    if (now === tag.replaces) return []
    const error = staleError(move, now)
    return [{ kind: 'overtaken', move, reason: error.message, error }]
  } catch (error) {
    // Not touched: whoever holds it holds what it held.
    return [{ kind: 'left-out', move, error: toPromoteError(error).with(image) }]
  }
}

function staleError({ ready, tag }: TagMove, now: Digest | null): PromoteError {
  const { image, destination } = ready.step
  const holds = now === null ? 'is gone' : `holds ${now}`
  const planned = tag.replaces === null ? 'was not there' : `held ${tag.replaces}`
  return new PromoteError(
    'stale',
    `The plan is stale: ${destination.repository}:${tag.tag} ${holds}, but ${planned} when it was made.`,
    {
      side: 'destination',
      image,
      hint: 'It was not touched. Run the same command again; a saved plan has to be made anew.',
    },
  )
}
