import { addCounts, type CopyCounts, type CopyEngine, NO_COUNTS, readBack } from '../../engine/copy.ts'
import type { CopyMeter } from '../../engine/meter.ts'
import { bringReferrers } from '../../engine/referrers/bring.ts'
import type { Digest } from '../../oci/digest.ts'
import type { RawManifest } from '../../oci/manifest.ts'
import type { CallOptions } from '../../oci/store.ts'
import { LinkedAbort } from '../../support/aborting.ts'
import { onSide, PromoteError, toPromoteError } from '../../support/errors.ts'
import type { ContentMove } from '../content-move.ts'
import { requireKinds } from '../judge/required.ts'
import { lostOf } from '../plan/lost.ts'
import type { ReadyStep, RunningStep } from './steps.ts'

/** What bringing one step's content came to. */
export type ContentOutcome =
  | { readonly kind: 'ready'; readonly ready: ReadyStep; readonly manifestsRead: number }
  | { readonly kind: 'failed'; readonly running: RunningStep; readonly error: PromoteError }

/** What the content phase is given. */
export interface ContentPhase {
  readonly engine: CopyEngine
  /** Manifests that planning has read, by digest. */
  readonly manifests: ReadonlyMap<Digest, RawManifest>
  /** Kinds of referrers that every image has to have in the destination. */
  readonly required: readonly string[]
  readonly keepGoing: boolean
  /** Steps that are known beforehand to be refused, with the refusal. */
  readonly refused: ReadonlyMap<RunningStep, PromoteError>
  readonly signal: AbortSignal
  /** Milliseconds from any fixed point. */
  readonly elapsed: () => number
  /** How far a step's content is, for whoever shows it. */
  readonly moveOf: (running: RunningStep) => ContentMove
}

/**
 * Phases 2 and 3: the content of every step is copied by digest, then what refers to it; all manifests are read back from
 * the destination, and what refers to something is found by it. No tag of an image is touched. Unless `keepGoing`, the first failure stops the others. Never throws: outcomes stand in the order of the steps.
 */
export async function bringContent(
  steps: readonly RunningStep[],
  phase: ContentPhase,
): Promise<readonly ContentOutcome[]> {
  using group = new LinkedAbort(phase.signal)
  const { signal } = group
  if (phase.refused.size > 0 && !phase.keepGoing) group.abort(STOPPED)
  return await Promise.all(
    steps.map(async (running): Promise<ContentOutcome> => {
      const begun = phase.elapsed()
      const move = phase.moveOf(running)
      try {
        const refusal = phase.refused.get(running)
        if (refusal !== undefined) throw refusal
        signal.throwIfAborted()
        const brought = await bringStep(running, phase, move, { signal })
        const { manifest, counts, manifestsRead, graph } = brought
        const ready = {
          ...running,
          manifest,
          counts,
          milliseconds: phase.elapsed() - begun,
          ...(graph === undefined ? {} : { graph }),
        }
        move.end('done', ready.milliseconds)
        return { kind: 'ready', ready, manifestsRead }
      } catch (error) {
        move.end('failed', phase.elapsed() - begun)
        const failure = toPromoteError(error).with({ image: running.step.image })
        if (!phase.keepGoing) group.abort(STOPPED)
        return { kind: 'failed', running, error: failure }
      }
    }),
  )
}

/** Why a step stopped that had not failed itself. */
export const STOPPED = new PromoteError('cancelled', 'Stopped, because another image of the group failed.')

interface Brought {
  readonly manifest: RawManifest
  readonly counts: CopyCounts
  readonly manifestsRead: number
  readonly graph?: ReadyStep['graph']
}

async function bringStep(
  running: RunningStep,
  phase: ContentPhase,
  { meter }: ContentMove,
  options: CallOptions,
): Promise<Brought> {
  const { step, source, destination } = running
  const { engine, manifests, required } = phase
  const image = await bringImage(running, engine, meter, options)
  const { referrers } = step
  const along =
    referrers.length === 0
      ? { counts: NO_COUNTS, manifestsRead: 0 }
      : await bringReferrers(
          engine,
          { source, destination, referrers, manifests, meter, ...lostOf(step) },
          options,
        )
  if (required.length > 0) await requireKinds(destination, image.manifest, required, options)
  return {
    ...image,
    counts: addCounts(image.counts, along.counts),
    manifestsRead: image.manifestsRead + along.manifestsRead,
  }
}

async function bringImage(
  running: RunningStep,
  engine: CopyEngine,
  meter: CopyMeter,
  options: CallOptions,
): Promise<Brought> {
  const { step, source, destination, manifest } = running
  const { descriptor } = step.source
  if (step.kind !== 'copy') {
    const found = await onSide('destination', () => destination.manifest(descriptor.digest, options))
    if (found !== undefined) return { manifest: found, counts: NO_COUNTS, manifestsRead: 1 }
  }
  const copied = await engine.copy(
    {
      source,
      destination,
      meter,
      root: descriptor,
      ...lostOf(step),
      ...(manifest === undefined ? {} : { manifest }),
    },
    options,
  )
  const manifestsRead = await readBack(copied.graph, destination, options)
  const { graph, ...counts } = copied
  return { manifest: graph.manifest, counts, manifestsRead, graph }
}
