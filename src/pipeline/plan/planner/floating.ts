import { renderTag } from '../../../model/template.ts'
import { compareVersions, highestSemver, isStableVersion } from '../../../model/version.ts'
import type { ObservedTag } from '../destination-tags.ts'
import type { Observation, ObservedStep } from '../observe.ts'

/**
 * Whether this candidate is the one a floating tag goes to: the highest stable version among all candidates for the tag
 * and the versions its destination holds. A prerelease never is.
 */
export function isHighest(tag: ObservedTag, step: ObservedStep, observation: Observation): boolean {
  const own = step.candidate.tag
  if (own === null || !isStableVersion(own)) return false
  const rivals = [...candidateTags(tag, step, observation), ...destinationVersions(tag, step, observation)]
  return rivals.filter(isStableVersion).every((rival) => (compareVersions(own, rival) ?? 0) >= 0)
}

/** The highest stable version in the destination that the floating tag belongs to; undefined where there is none. */
export function highestVersion(
  tag: ObservedTag,
  step: ObservedStep,
  observation: Observation,
): string | undefined {
  return highestSemver(destinationVersions(tag, step, observation))
}

function candidateTags(tag: ObservedTag, step: ObservedStep, observation: Observation): string[] {
  return observation.steps
    .filter((other) => other.destination.text === step.destination.text)
    .filter((other) => other.tags.some((its) => its.tag === tag.tag && its.floating))
    .flatMap((other) => (other.candidate.tag === null ? [] : [other.candidate.tag]))
}

/** Version tags at the destination that the same template would turn into the same floating tag. */
function destinationVersions(tag: ObservedTag, step: ObservedStep, observation: Observation): string[] {
  const held = observation.destinationTags.get(step.destination.text) ?? []
  return held.filter((version) => isStableVersion(version) && rendersTo(tag, version, step))
}

function rendersTo(tag: ObservedTag, version: string, step: ObservedStep): boolean {
  const rendered = renderTag(tag.template, {
    tag: version,
    digest: step.candidate.descriptor.digest,
    env: step.destination.environment,
    image: step.candidate.image,
    label: () => undefined,
  })
  return rendered === tag.tag
}
