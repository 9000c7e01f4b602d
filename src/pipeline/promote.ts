import { addCounts, NO_COUNTS } from '../engine/copy.ts'
import type { PromotionConfig } from '../model/config.ts'
import type { OutcomeStep } from '../model/ledger/entry.ts'
import type { PlanDocument } from '../model/plan.ts'
import { planDigest } from '../model/plan-digest.ts'
import type { MoveTotals, PromotionResult } from '../model/result.ts'
import type { Digest } from '../oci/digest.ts'
import type { RawManifest } from '../oci/manifest.ts'
import { exitCodeOf, PromoteError, worstExitCode } from '../support/errors.ts'
import { type Applied, applyPlan } from './apply/apply.ts'
import { ledgerOnRunner } from './apply/ledger-on-runner.ts'
import { causes } from './apply/outcomes.ts'
import type { PipelineContext } from './context.ts'
import { describePlan } from './plan/describe.ts'
import { observe } from './plan/observe.ts'
import { buildPlan } from './plan/planner.ts'
import { refusalsOf } from './plan/preflight.ts'
import { routeBetween, wantedImages } from './plan/route.ts'

/** What is to be promoted. */
export interface PromotionRequest {
  readonly from: string
  readonly to: string
  /** Images of the command line; none means all of the file. */
  readonly images: readonly string[]
}

/** A plan just made, with what making it has read. */
export interface MadePlan {
  readonly document: PlanDocument
  /** Manifests of the candidates and of what refers to them, by digest. */
  readonly manifests: ReadonlyMap<Digest, RawManifest>
  /** When the destination tags were read. */
  readonly observedAt: Date
}

/**
 * Reads both environments and makes the plan. Writes nothing.
 * @param options.describe whether to find out what stands in the destination now and what would move: more requests
 * @param options.push whether the run will write: then registries are asked for that right at once
 */
export async function makePlan(
  context: PipelineContext,
  request: PromotionRequest,
  options: { readonly describe: boolean; readonly push: boolean },
): Promise<MadePlan> {
  const { config, progress } = context
  const route = routeBetween(config, request.from, request.to)
  const images = wantedImages(config, request.images)
  progress({ kind: 'phase-start', phase: 'plan', total: images.length })
  // Asking git who this is takes as long as a round trip: do both at once.
  const naming = context.author()
  naming.catch(() => undefined)
  const observation = await observe(context, route, images, { push: options.push })
  const author = await naming
  const plain = buildPlan({ config, route, author, observation })
  const document = options.describe ? await describePlan(context, route, images, observation, plain) : plain
  progress({ kind: 'phase-end', phase: 'plan', summary: planSummary(document) })
  const read = observation.steps.flatMap(({ candidate, referrers }) => [
    candidate.manifest,
    ...referrers.brought.map(({ manifest }) => manifest),
  ])
  const manifests = new Map(read.map((manifest) => [manifest.descriptor.digest, manifest]))
  return { document, manifests, observedAt: observation.at }
}

/**
 * A dry run of a plan, and with it whether this login may push where the plan writes, as far as that can be known without
 * a write. Asks for tokens at most.
 */
export async function dryRun(context: PipelineContext, document: PlanDocument): Promise<PromotionResult> {
  return dryRunResult(document, await refusalsOf(context, document))
}

/**
 * What a dry run comes to: the exit code is what the real run would end with, as far as reading can tell.
 * @param refusals what the run would be refused for lack of rights
 */
export function dryRunResult(
  document: PlanDocument,
  refusals: readonly PromoteError[] = [],
): PromotionResult {
  const inTheWay = [...obstacles(document), ...refusals]
  return {
    ...baseResult(document),
    dryRun: true,
    failures: inTheWay.map(toFailure),
    exitCode: worst(inTheWay),
  }
}

/** How a plan is carried out. */
export interface RunOptions {
  /** Whether what can be promoted is promoted although something of the group cannot. */
  readonly keepGoing: boolean
}

/**
 * Carries a plan out. What stands in the way (missing in the source, immutable in the destination) ends it before the
 * first write, unless `keepGoing`, which leaves those images out.
 */
export async function carryOut(
  context: PipelineContext,
  made: Omit<MadePlan, 'observedAt'> & { readonly observedAt?: Date },
  options: RunOptions,
): Promise<PromotionResult> {
  const { document } = made
  const inTheWay = obstacles(document)
  if (inTheWay.length > 0 && !options.keepGoing) {
    return { ...baseResult(document), failures: inTheWay.map(toFailure), exitCode: worst(inTheWay) }
  }
  const allowed = inTheWay.length === 0 ? document : withoutObstacles(document)
  const applied = await applyPlan(context, { ...made, document: allowed, keepGoing: options.keepGoing })
  const head = await context.ledger.head({ signal: AbortSignal.any([]) })
  const result = toResult(document, applied, inTheWay, head)
  if (result.entry === null) return result
  const warning = ledgerOnRunner(context.ledger.name, await context.identify(), result.entry)
  return warning === undefined ? result : { ...result, warnings: [...result.warnings, warning] }
}

/**
 * Refuses a saved plan that belongs to another promotion file, or to another state of this one.
 * @throws PromoteError `stale`
 */
export function refuseForeignPlan(config: PromotionConfig, { plan }: PlanDocument): void {
  if (plan.configDigest === config.digest) return
  const what =
    plan.project === config.project
      ? `${config.file} has changed since the plan was made`
      : `The plan is of the project ${plan.project}, not of ${config.project}`
  throw new PromoteError('stale', `${what}.`, { hint: 'Nothing was written. Make a new plan.' })
}

/** What a plan cannot do, as errors: one for each denial and each missing candidate. */
export function obstacles(document: PlanDocument): readonly PromoteError[] {
  const { plan } = document
  const denied = document.denials.map(
    ({ image, reason, hint }) =>
      new PromoteError('immutable', reason, {
        side: 'destination',
        image,
        ...(hint === undefined ? {} : { hint }),
      }),
  )
  const missing = document.missing.map(({ image, wanted, reason, near }) => {
    const hint = near.length === 0 ? {} : { hint: `Tags that are near: ${near.join(', ')}.` }
    return new PromoteError('not-found', `${wanted} ${reason}.`, { side: 'source', image, ...hint })
  })
  const refused = document.verdicts
    .filter(({ answer }) => answer !== 'pass')
    .map(
      ({ gate, image, reason }) =>
        new PromoteError('denied', `The gate ${gate} denies ${plan.to}: ${reason}`, { image }),
    )
  return [...denied, ...missing, ...refused]
}

/** The plan without the images something stands in the way of; a plan of its own, with its own digest. */
function withoutObstacles(document: PlanDocument): PlanDocument {
  const blocked = new Set(obstacles(document).map((error) => error.details.image))
  const plan = { ...document.plan, steps: document.plan.steps.filter((step) => !blocked.has(step.image)) }
  return { ...document, plan, digest: planDigest(plan), denials: [], missing: [] }
}

function toResult(
  document: PlanDocument,
  applied: Applied,
  inTheWay: readonly PromoteError[],
  head: PromotionResult['head'] | undefined,
): PromotionResult {
  const own = causes(applied.steps)
  const whole = applied.error === undefined || own.includes(applied.error) ? [] : [applied.error]
  const errors = [...inTheWay, ...own, ...whole]
  const { entry } = applied
  return {
    ...baseResult(document),
    steps: applied.steps.map((step) => step.record),
    totals: totalsOf(applied.steps.map((step) => step.record)),
    verified: applied.verified,
    entry: entry === null ? null : { id: entry.id, sequence: entry.sequence },
    head: head ?? null,
    warnings: [...document.warnings, ...applied.warnings],
    failures: errors.map(toFailure),
    exitCode: worst(errors),
  }
}

function baseResult(document: PlanDocument): PromotionResult {
  return {
    kind: 'promotion',
    from: document.plan.from,
    to: document.plan.to,
    dryRun: false,
    plan: document,
    steps: [],
    totals: NO_COUNTS,
    verified: 0,
    entry: null,
    head: null,
    milliseconds: 0,
    warnings: document.warnings,
    failures: [],
    exitCode: 0,
  }
}

function totalsOf(steps: readonly OutcomeStep[]): MoveTotals {
  return steps.reduce((sum, { blobs, bytes }) => addCounts(sum, { ...blobs, bytes }), NO_COUNTS)
}

function worst(errors: readonly PromoteError[]): number {
  return worstExitCode(errors.map((error) => exitCodeOf(error.code)))
}

function toFailure({ code, message, details }: PromoteError): PromotionResult['failures'][number] {
  return {
    image: details.image ?? null,
    ...(details.side === undefined ? {} : { side: details.side }),
    code,
    message,
    ...(details.hint === undefined ? {} : { hint: details.hint }),
  }
}

function planSummary(document: PlanDocument): string {
  const { steps } = document.plan
  const toDo = steps.filter((step) => step.kind !== 'unchanged').length
  return `${toDo} to promote, ${steps.length - toDo} in step`
}
