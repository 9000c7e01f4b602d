import type { Environment } from '../../model/config.ts'
import type { OpenIntent, Pin } from '../../model/ledger/ledger.ts'
import { isImmutable } from '../../model/match.ts'
import { type Digest, shortDigest } from '../../oci/digest.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { onSide, toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { locationOf } from '../plan/places.ts'

/** A tag that an open intent holds, and what it holds itself. */
export interface SeenTag extends Pin {
  readonly image: string
  /** What it held before the run. */
  readonly old: Digest | null
  readonly found: Digest | null
  /** Whether its environment declares it immutable: then it is never put back. */
  readonly isFixed: boolean
}

/** A run that did not finish, and what its tags hold now. */
export interface SeenRun {
  readonly intent: OpenIntent
  /** Its environment as the file has it; undefined when it is no longer there. */
  readonly environment: Environment | undefined
  readonly tags: readonly SeenTag[]
}

/** Reads what the tags of an open intent hold. @throws what reading throws, with the image */
export async function seeRun(
  { config, stores }: Pick<PipelineContext, 'config' | 'stores'>,
  intent: OpenIntent,
  signal: AbortSignal,
): Promise<SeenRun> {
  const { steps, to } = intent.entry
  const environment = config.environments.find(({ name }) => name === to)
  const tags = await allOrNothing(
    intent.pins.map((pin) => async (both): Promise<SeenTag> => {
      const { repository, tag } = pin
      const step = steps.find(
        (one) => one.destination === repository && one.tags.some((own) => own.tag === tag),
      )
      const image = step?.image ?? repository
      const old = step?.tags.find((own) => own.tag === tag)?.old ?? null
      const isFixed = isImmutable(environment?.immutable ?? [], tag)
      try {
        const store = stores.open(locationOf(config, repository))
        const found = await onSide('destination', () => store.resolve(tag, { signal: both }))
        return { ...pin, image, old, found: found?.digest ?? null, isFixed }
      } catch (error) {
        throw toPromoteError(error).with({ image })
      }
    }),
    signal,
  )
  return { intent, environment, tags }
}

/** Whether a tag is where its run meant it to be. */
export function isWhereMeant({ found, digest }: SeenTag): boolean {
  return found === digest
}

/** Whether its run moved it: where it holds what it held before anyway, nobody can tell, and nothing is to be put back. */
export function isMovedByRun(tag: SeenTag): boolean {
  return isWhereMeant(tag) && tag.old !== tag.digest
}

/** Why a run cannot be finished, as a sentence; undefined where it can: each tag holds what it held before, or what it was to. */
export function finishObstacle({ tags }: SeenRun): string | undefined {
  const other = tags.find((tag) => !isWhereMeant(tag) && tag.found !== tag.old)
  if (other === undefined) return undefined
  const { repository, tag, found } = other
  const holds = found === null ? 'is gone' : `holds ${shortDigest(found)}`
  return `${repository}:${tag} ${holds}: somebody else moved it since.`
}

/** Why what a run moved cannot all be put back, as a sentence; undefined where it can. */
export function undoObstacle({ tags }: SeenRun): string | undefined {
  const fixed = tags.find((tag) => tag.isFixed && isMovedByRun(tag))
  return fixed === undefined
    ? undefined
    : `${fixed.repository}:${fixed.tag} is immutable, and is not put back.`
}
