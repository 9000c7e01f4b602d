import { NO_COUNTS } from '../../engine/copy.ts'
import type { PlanStep, PlanTag } from '../../model/plan.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import { onSide, PromoteError } from '../../support/errors.ts'
import type { TagMove } from '../apply/tags/moves.ts'
import type { PipelineContext } from '../context.ts'
import { locationOf } from '../plan/places.ts'
import type { SeenTag } from './seen-run.ts'

/**
 * A tag of a run that did not finish as the mover takes it.
 * @throws PromoteError `not-found` where the destination does not have what it is to hold any more
 */
export async function moveOf({ config, stores, signal }: PipelineContext, seen: SeenTag): Promise<TagMove> {
  const { repository, tag, digest, old, image, isFixed } = seen
  const destination = stores.open(locationOf(config, repository), { push: true })
  const wanted = digest ?? old
  const manifest =
    wanted === null ? undefined : await onSide('destination', () => destination.manifest(wanted, { signal }))
  if (manifest === undefined) {
    throw new PromoteError(
      'not-found',
      `${repository} does not have ${wanted ?? tag} any more, which ${tag} is to hold.`,
      {
        side: 'destination',
        image,
        reference: `${repository}:${tag}`,
      },
    )
  }
  return { ready: readyStep(seen, destination, manifest), tag: planTag(seen), isFloating: false, isFixed }
}

function readyStep(
  { image, repository, tag }: SeenTag,
  destination: TagMove['ready']['destination'],
  manifest: RawManifest,
): TagMove['ready'] {
  const { mediaType, digest, size } = manifest.descriptor
  const step: PlanStep = {
    ...{ image, kind: 'retag', referrers: [], tags: [] },
    source: { repository, tag: null, descriptor: { mediaType, digest, size } },
    destination: { repository },
  }
  return {
    ...{ step, source: destination, destination, manifest, counts: NO_COUNTS, milliseconds: 0 },
    allowed: new Set([tag]),
    floating: new Set(),
  }
}

function planTag({ tag, digest, old }: SeenTag): PlanTag {
  const action = digest === null ? 'remove' : old === null ? 'create' : 'move'
  return { tag, action, replaces: old }
}
