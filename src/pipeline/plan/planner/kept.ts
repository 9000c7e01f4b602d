import type { PlanStep } from '../../../model/plan.ts'
import { isStableVersion, newestOf } from '../../../model/version.ts'
import { shortDigest } from '../../../oci/digest.ts'
import type { Observation, ObservedStep } from '../observe.ts'
import type { Route } from '../route.ts'
import { highestVersion } from './floating.ts'

/** A planned step with what it was planned from. */
interface Planned {
  readonly observed: ObservedStep
  readonly step: PlanStep
}

/**
 * Says of each older version that is promoted which floating tags stay at a higher one, and the command that takes them
 * along. Of several candidates of an image only the newest is one that was chosen; a prerelease never takes such a tag.
 */
export function keptWarnings(
  route: Route,
  planned: readonly Planned[],
  observation: Observation,
): readonly string[] {
  const byImage = Map.groupBy(planned, ({ step }) => step.image)
  return [...byImage.values()].flatMap((own) => {
    const newest = newestOf(
      own.map((one) => ({
        one,
        tag: one.step.source.tag,
        digest: one.step.source.descriptor.digest,
      })),
    )
    return newest === undefined ? [] : keptText(route, newest.one, observation)
  })
}

function keptText(
  { from, to }: Route,
  { observed, step }: Planned,
  observation: Observation,
): readonly string[] {
  const version = step.source.tag
  if (step.kind === 'unchanged' || version === null || !isStableVersion(version)) return []
  const kept = step.tags.filter(({ action, replaces }) => action === 'kept' && replaces !== null)
  const byVersion = Map.groupBy(kept, ({ tag, replaces }) => {
    const seen = observed.tags.find((one) => one.tag === tag)
    const highest = seen === undefined ? undefined : highestVersion(seen, observed, observation)
    return highest ?? (replaces === null ? '' : shortDigest(replaces))
  })
  const command = `promote --from ${from.name} --to ${to.name} ${step.image}:${version} --take-floating`
  return [...byVersion].map(([higher, tags]) => {
    const [stay, them] = tags.length === 1 ? ['stays', 'it'] : ['stay', 'them']
    return `${step.image}: ${tags.map(({ tag }) => tag).join(' and ')} ${stay} at ${higher} in ${to.name}. To take ${them} to ${version}: ${command}`
  })
}
