import type { Environment, ImageRule } from '../../model/config.ts'
import type { UseKind } from '../../model/guard/guard.ts'
import { isKeepTag } from '../../model/keep-tags.ts'
import type { OpenIntent } from '../../model/ledger/ledger.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import type { Standing } from '../../model/ledger/standing/standing.ts'
import type { Digest } from '../../oci/digest.ts'
import type { CallOptions, ContentSource } from '../../oci/store.ts'
import { currentImage } from '../plan/current.ts'
import { asInFile } from '../plan/route.ts'
import { collect, findCandidates } from '../plan/source/candidates.ts'
import { heldTags } from '../plan/source/held-tags.ts'

/** A digest that is in use for itself, why, and the tag it is in use by; null where none is known. */
export interface OwnUse {
  readonly digest: Digest
  readonly kind: Exclude<UseKind, 'part' | 'referrer'>
  readonly tag: string | null
}

/** What the ledger says. */
export interface LedgerSays {
  readonly view: LedgerView
  readonly standing: Standing
  readonly open: readonly OpenIntent[]
}

/** What of an image is in use in an environment: current, selected, retained, held, or about to move. @throws what reading throws */
export async function usesOf(
  { view, standing, open }: LedgerSays,
  place: { readonly environment: Environment; readonly rule: ImageRule; readonly repository: string },
  store: ContentSource,
  options: CallOptions,
): Promise<readonly OwnUse[]> {
  const { environment, rule, repository } = place
  const current = await currentImage(view, rule, environment, store, options)
  // Where somebody else moved its tag, this is what a repair puts back.
  const recorded = view.current(environment.name, rule.name)
  const lenient = asInFile({ ...rule, optional: true, platforms: [] })
  const { candidates } = await findCandidates(lenient, environment, store, options)
  const keeping = (await collect(store.tags(options))).filter(isKeepTag)
  const kept = await heldTags(store, keeping, options.signal)
  return [
    ...(current === undefined
      ? []
      : [{ digest: current.digest, kind: 'current' as const, tag: current.tag }]),
    ...(recorded === undefined || recorded.step.digest === current?.digest
      ? []
      : [{ digest: recorded.step.digest, kind: 'current' as const, tag: null }]),
    ...candidates.map(({ descriptor, tag }) => ({
      digest: descriptor.digest,
      kind: 'selected' as const,
      tag,
    })),
    ...[...kept].map(([tag, digest]) => ({ digest, kind: 'retained' as const, tag })),
    ...heldOf(standing, environment.name, rule.name),
    ...movingOf(open, repository, rule.name),
  ]
}

/** What an image that the file does not have any more was at last in an environment: it may run still. */
export function unlistedUses(
  { view }: Pick<LedgerSays, 'view'>,
  environment: string,
  images: ReadonlySet<string>,
): readonly (OwnUse & { readonly image: string; readonly repository: string })[] {
  const names = new Set(view.tagsIn(environment).map(({ image }) => image))
  return [...names].flatMap((image) => {
    const current = images.has(image) ? undefined : view.current(environment, image)
    if (current === undefined) return []
    const { step, tag } = current
    return [{ image, repository: step.destination, digest: step.digest, kind: 'current', tag }]
  })
}

function heldOf({ holds }: Standing, environment: string, image: string): readonly OwnUse[] {
  return holds.flatMap((hold) =>
    hold.environment === environment && hold.image === image && hold.digest !== null
      ? [{ digest: hold.digest, kind: 'held', tag: null }]
      : [],
  )
}

/** What an unfinished run brings, and what it may have to put back. */
function movingOf(open: readonly OpenIntent[], repository: string, image: string): readonly OwnUse[] {
  return open.flatMap(({ entry }) =>
    entry.steps
      .filter((step) => step.destination === repository && step.image === image)
      .flatMap(({ digest, tags }) =>
        [digest, ...tags.flatMap(({ old }) => old ?? [])].map(
          (one): OwnUse => ({ digest: one, kind: 'moving', tag: null }),
        ),
      ),
  )
}
