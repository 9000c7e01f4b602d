import type { PromotionConfig } from '../../../model/config.ts'
import type { Purpose } from '../../../model/ledger/entry.ts'
import type { PlanCore, PlanStep, PlanTag } from '../../../model/plan.ts'
import { isTag } from '../../../oci/reference.ts'
import { PromoteError } from '../../../support/errors.ts'
import { placeOf } from '../../plan/places.ts'
import { byImageThenTag, stepKind } from '../../plan/planner/planner.ts'
import { type Route, routeBetween } from '../../plan/route.ts'

/**
 * Checks all of a saved plan that can be checked without reading anything but the promotion file: its config digest, its
 * project, the route, that each step goes from and to the repositories the file gives for its image, and that the parts of
 * a step agree with one another.
 * @throws PromoteError `stale` for another state of the file, `usage` for a route it does not allow, `invalid-file` for a
 *   plan that this file does not give
 */
export function checkAgainstFile(config: PromotionConfig, plan: PlanCore): Route {
  if (plan.configDigest !== config.digest) throw foreignPlan(config, plan)
  if (plan.project !== config.project) throw notOfFile(`it is of the project ${quoted(plan.project)}`)
  if (plan.purpose !== undefined) throw noPromotion(plan.purpose, plan)
  const route = routeBetween(config, plan.from, plan.to)
  const [first, ...rest] = plan.steps
  rest.reduce<PlanStep | undefined>((before, step) => {
    if (before !== undefined && byImageThenTag(before, step) >= 0) {
      throw notOfFile(`the step of ${nameOf(step)} stands twice, or out of order`)
    }
    return step
  }, first)
  for (const step of plan.steps) checkStep(config, route, step)
  return route
}

/** A plan that no promotion file gives: somebody changed it and made its digest again. */
export function notOfFile(what: string): PromoteError {
  return new PromoteError('invalid-file', `The saved plan is not what the promotion file gives: ${what}.`, {
    hint: 'Nothing was written. Make the plan again with "promote plan", and find out who changed this one.',
  })
}

/** A step as messages name it. */
export function nameOf({ image, source }: PlanStep): string {
  return quoted(source.tag === null ? image : `${image}:${source.tag}`)
}

function noPromotion(purpose: Purpose['kind'], { to }: PlanCore): PromoteError {
  const said = `The plan is one of a ${purpose}, which is made and carried out at once.`
  switch (purpose) {
    case 'repair':
      return new PromoteError('usage', said, {
        hint: `Nothing was written. To repair what differs now: promote repair ${to} --reason TEXT`,
      })
    case 'rollback':
      return new PromoteError('usage', said, {
        hint: `Nothing was written. To see what a rollback would do now: promote rollback ${to} --dry-run`,
      })
    default:
      return purpose satisfies never
  }
}

function foreignPlan(config: PromotionConfig, plan: PlanCore): PromoteError {
  const what =
    plan.project === config.project
      ? `${config.file} has changed since the plan was made`
      : `The plan is of the project ${plan.project}, not of ${config.project}`
  return new PromoteError('stale', `${what}.`, { hint: 'Nothing was written. Make a new plan.' })
}

function checkStep(config: PromotionConfig, { from, to }: Route, step: PlanStep): void {
  const rule = config.images.find(({ name }) => name === step.image)
  if (rule === undefined) throw notOfFile(`the file has no image ${quoted(step.image)}`)
  const source = placeOf(config, from, rule).text
  if (step.source.repository !== source) {
    throw notOfFile(`${nameOf(step)} comes from ${step.source.repository}, and not from ${source}`)
  }
  const destination = placeOf(config, to, rule).text
  if (step.destination.repository !== destination) {
    throw notOfFile(`${nameOf(step)} goes to ${step.destination.repository}, and not to ${destination}`)
  }
  if (step.source.tag !== null && !isTag(step.source.tag)) throw notOfFile(`${nameOf(step)} is no tag`)
  if (step.source.tagGiven === true && step.source.tag === null)
    throw notOfFile(`${nameOf(step)} was given no tag`)
  for (const tag of step.tags) {
    if (actionFits(step, tag)) continue
    const holds = tag.replaces ?? 'nothing'
    throw notOfFile(
      `${nameOf(step)} has the tag ${quoted(tag.tag)} as "${tag.action}", where it holds ${holds}`,
    )
  }
  const fitting = [true, false].map((isCurrent) => stepKind(step.tags, step.referrers, isCurrent))
  if (!fitting.includes(step.kind)) {
    throw notOfFile(`${nameOf(step)} is called "${step.kind}", which does not fit what it does`)
  }
}

function actionFits(step: PlanStep, { action, replaces }: PlanTag): boolean {
  const { digest } = step.source.descriptor
  switch (action) {
    case 'create':
      return replaces === null
    case 'move':
      return replaces !== null && replaces !== digest
    case 'unchanged':
      return replaces === digest
    case 'kept':
      return replaces !== digest
    case 'remove':
      // No promotion takes a tag away.
      return false
    default:
      return action satisfies never
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 140))
}
