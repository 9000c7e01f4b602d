import { relative } from 'node:path'
import type { StepOutcome } from '../model/ledger/steps.ts'
import type { PlanDocument } from '../model/plan.ts'
import type { PromotionResult } from '../model/result.ts'
import type { Performed } from './perform.ts'

/** The outputs of action.yml; all of them are set, whatever happened. */
export interface ActionOutputs {
  /** `true` or `false`. */
  readonly changed: string
  /** JSON lists of image names. */
  readonly promoted: string
  readonly skipped: string
  readonly failed: string
  /** JSON map: image → digest. */
  readonly digests: string
  /** Path of the plan, from the workspace where it is inside; empty where none was written. */
  readonly plan: string
  readonly 'plan-digest': string
  readonly 'ledger-entry': string
  /** Id of the entry by which the plan was applied before; empty unless nothing was done because of it. */
  readonly 'applied-entry': string
  readonly 'ledger-head': string
}

/** The outputs of a step that ended before it could do anything. */
export const NO_OUTPUTS: ActionOutputs = {
  changed: 'false',
  promoted: '[]',
  skipped: '[]',
  failed: '[]',
  digests: '{}',
  plan: '',
  'plan-digest': '',
  'ledger-entry': '',
  'applied-entry': '',
  'ledger-head': '',
}

/** What later steps can use of this one. */
export function outputsOf(performed: Performed, workspace: string): ActionOutputs {
  switch (performed.kind) {
    case 'promotion':
      return {
        ...promotionOutputs(performed.result),
        plan: performed.saved === undefined ? '' : insidePath(performed.saved, workspace),
      }
    case 'plan':
      return { ...promotionOutputs(performed.result), plan: insidePath(performed.file, workspace) }
    case 'diff':
      return { ...NO_OUTPUTS, changed: String(performed.report.different) }
    case 'verify': {
      const wrong = performed.report.findings.filter(({ state }) => state !== 'ok')
      return { ...NO_OUTPUTS, failed: listOf(wrong.map(({ image }) => image)) }
    }
    default:
      return performed satisfies never
  }
}

function promotionOutputs(result: PromotionResult): ActionOutputs {
  const { plan, entry, applied, head } = result
  const failed = new Set([
    ...result.failures.flatMap(({ image }) => (image === null ? [] : [image])),
    ...result.steps.flatMap(({ image, outcome }) => (isFailure(outcome) ? [image] : [])),
  ])
  const promoted = new Set(promotedImages(result).filter((image) => !failed.has(image)))
  const skipped = plan.plan.steps.map(({ image }) => image).filter((image) => !promoted.has(image))
  return {
    changed: String(promoted.size > 0),
    promoted: listOf(promoted),
    skipped: listOf(skipped.filter((image) => !failed.has(image))),
    failed: listOf(failed),
    digests: JSON.stringify(digestsOf(plan)),
    plan: '',
    'plan-digest': plan.digest,
    'ledger-entry': entry?.id ?? '',
    'applied-entry': applied?.id ?? '',
    'ledger-head': head?.hash ?? '',
  }
}

/**
 * Whether what was asked for is not all there. `completed` is no failure: the image was in step, and its referrers were
 * brought; nor is `recorded`: it was there, and is the current version now.
 */
function isFailure(outcome: StepOutcome): boolean {
  switch (outcome) {
    case 'promoted':
    case 'repaired':
    case 'rolled-back':
    case 'completed':
    case 'recorded':
    case 'unchanged':
      return false
    case 'partial':
    case 'failed':
    case 'restored':
    case 'left':
    case 'cancelled':
      return true
    default:
      return outcome satisfies never
  }
}

/** What was promoted, made current, or got its referrers; of a dry run and a plan, what would be. */
function promotedImages({ dryRun, plan, steps, exitCode }: PromotionResult): readonly string[] {
  if (!dryRun) {
    return steps.filter(({ outcome }) => CHANGED.has(outcome)).map(({ image }) => image)
  }
  return exitCode === 0
    ? plan.plan.steps.filter(({ kind }) => kind !== 'unchanged').map(({ image }) => image)
    : []
}

const CHANGED: ReadonlySet<StepOutcome> = new Set(['promoted', 'completed', 'recorded'])

/** By image; by `image:tag` where an image has more than one candidate. */
function digestsOf({ plan }: PlanDocument): Readonly<Record<string, string>> {
  const count = (image: string): number => plan.steps.filter((step) => step.image === image).length
  return Object.fromEntries(
    plan.steps.map(({ image, source }) => [
      count(image) > 1 && source.tag !== null ? `${image}:${source.tag}` : image,
      source.descriptor.digest,
    ]),
  )
}

function listOf(images: Iterable<string>): string {
  return JSON.stringify([...new Set(images)])
}

function insidePath(file: string, workspace: string): string {
  const inside = relative(workspace, file)
  return inside.startsWith('..') ? file : inside
}
