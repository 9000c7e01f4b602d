import { discoverReferrers } from '../../engine/referrers/discover.ts'
import { tagListOf } from '../../engine/referrers/tag-list.ts'
import type { Evidence, GatedStep } from '../../model/gates/gate.ts'
import type { LedgerEntry } from '../../model/ledger/entry.ts'
import { referrerName } from '../../model/referrers.ts'
import { once } from '../../support/concurrency.ts'
import { PromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import type { Observation, ObservedStep } from '../plan/observe.ts'
import { openPair } from '../plan/pair.ts'
import { keyOf, keyOfObserved } from '../plan/planner/step-key.ts'
import { collect } from '../plan/source/candidates.ts'
import { readImageConfig, readImages, readPlatforms } from '../plan/source/image-config.ts'
import { listedIn } from '../plan/source/listed-by.ts'

/** What gates have read of content, each once: whoever reads the same digest again gets the same. */
export type ContentReadings = Map<string, Promise<unknown>>

/**
 * What gates can read of a run: what it has read of both environments, more of the content in the source, and the ledger.
 * Content is named by its digest, so what was read of it once holds for the run; a gate that asks for what changes with time
 * reads that each time it is asked.
 * @param onLedgerFailure told where the ledger could not be read: that is no gate's answer, whoever asked
 */
export function evidenceOf(
  context: PipelineContext,
  observation: Observation,
  readings: ContentReadings,
  onLedgerFailure: (error: unknown) => void = () => undefined,
): Evidence {
  const steps = new Map(observation.steps.map((step) => [keyOfObserved(step), step]))
  const observed = (step: GatedStep): ObservedStep => {
    const found = steps.get(keyOf(step))
    if (found === undefined) throw new PromoteError('not-found', `${step.digest} was not read.`)
    return found
  }
  const source: Evidence['source'] = (step) => {
    const { candidate, source: place, destination } = observed(step)
    const { source: store } = openPair(context, place, destination, false)
    return { store, manifest: (options) => candidate.manifest.read(options) }
  }
  const onceFor: Evidence['once'] = <T>(key: string, read: () => Promise<T>): Promise<T> => {
    const begun = readings.get(key)
    if (begun !== undefined) return begun as Promise<T>
    const reading = read()
    readings.set(key, reading)
    // What could not be read may be there the next time the gates are asked.
    reading.catch(() => readings.delete(key))
    return reading
  }
  const ofLedger = <T>(read: () => Promise<T>): (() => Promise<T>) =>
    once(async () => {
      try {
        return await read()
      } catch (error) {
        onLedgerFailure(error)
        throw error
      }
    })
  const entries = ofLedger(() => readEntries(context))
  const standing = ofLedger(() => context.ledger.standing({ signal: context.signal }))
  return {
    folder: context.config.folder,
    variables: context.variables,
    async inSource(step) {
      const { tagHolds } = observed(step).candidate
      return { isPresent: true, ...(tagHolds === undefined ? {} : { tagHolds }) }
    },
    async referrers(step) {
      const { brought, lackingKinds, conflicts } = observed(step).referrers
      return {
        found: brought.length,
        lacking: lackingKinds,
        conflicts: conflicts.map(({ referrer, tag, held }) => ({
          tag,
          holds: held,
          wanted: referrer.manifest.descriptor.digest,
          name: referrerName(referrer),
        })),
      }
    },
    source,
    imageConfig: (step, options) =>
      onceFor(`config ${step.from.repository}@${step.digest}`, async () => {
        const { store, manifest } = source(step)
        return readImageConfig(store, await manifest(options), options)
      }),
    images: (step, options) =>
      onceFor(`images ${step.from.repository}@${step.digest}`, async () => {
        const { store, manifest } = source(step)
        return readImages(store, await manifest(options), options)
      }),
    platforms: (step, options) =>
      onceFor(`platforms ${step.from.repository}@${step.digest}`, async () => {
        const { store, manifest } = source(step)
        return readPlatforms(store, await manifest(options), options)
      }),
    attached: (step, options) =>
      onceFor(`attached ${step.from.repository}@${step.digest}`, async () => {
        const { image, found } = observed(step).referrers
        if (image !== null && found !== null) return { image, referrers: found }
        const { store, manifest } = source(step)
        const tags = tagListOf(once(() => collect(store.tags(options))))
        return discoverReferrers(store, await manifest(options), tags, options)
      }),
    once: onceFor,
    standing: () => standing(),
    listed: (step, options) =>
      onceFor(`listed ${step.from.repository}@${step.digest}`, async () => {
        const { store, manifest } = source(step)
        const own = await manifest(options)
        return [own.descriptor.digest, ...(await listedIn(store, own, options))]
      }),
    entries: () => entries(),
    sshSignature: (check, options) => context.ssh.verify(check, options),
  }
}

async function readEntries({ ledger, signal }: PipelineContext): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for await (const line of ledger.entries({ signal })) if (line.kind === 'entry') entries.push(line.entry)
  return entries
}
