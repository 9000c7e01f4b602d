import { expect } from 'vitest'
import type { Selector } from '../../../src/model/config.ts'
import { type DiffReport, isDifferent, type MatrixReport } from '../../../src/model/diff.ts'
import { LedgerView } from '../../../src/model/ledger/queries.ts'
import type { PlanDocument } from '../../../src/model/plan.ts'
import type { PromotionResult, StatusReport } from '../../../src/model/result.ts'
import { carryOut } from '../../../src/pipeline/apply/carry-out.ts'
import { diffMatrix, diffPair } from '../../../src/pipeline/inspect/diff.ts'
import { readStatus } from '../../../src/pipeline/inspect/status.ts'
import { makePlan, type PromotionRequest } from '../../../src/pipeline/plan/make-plan.ts'
import { rollback } from '../../../src/pipeline/rollback/rollback.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import type { TestPipeline } from '../../support/pipeline.ts'

/** Every tag there is. */
export const selectAll: readonly Selector[] = [{ kind: 'glob', glob: '*' }]

/** What a dry run of all that the file selects would do; undefined where it is refused. */
async function dryPlan(pipeline: TestPipeline, from: string, to: string): Promise<PlanDocument | undefined> {
  try {
    const request = { from, to, images: [] }
    return (await makePlan(pipeline.again(), request, { describe: true, push: false })).document
  } catch (error) {
    if (error instanceof PromoteError) return undefined
    throw error
  }
}

/** Promotes as the command does; undefined where that is refused. */
export async function promoteInto(
  pipeline: TestPipeline,
  request: PromotionRequest,
): Promise<PromotionResult | undefined> {
  try {
    const made = await makePlan(pipeline.again(), request, { describe: false, push: true })
    return await carryOut(pipeline.again(), made, { keepGoing: false })
  } catch (error) {
    if (error instanceof PromoteError) return undefined
    throw error
  }
}

/**
 * Expects that a promotion that ended well did all that was asked: asked again, it has nothing to do, and what it promoted
 * is current, as far as the ledger was asked to say so.
 */
export async function expectPromoted(
  pipeline: TestPipeline,
  { from, to, entry, steps }: PromotionResult,
  images: readonly string[],
): Promise<void> {
  const again = await makePlan(pipeline.again(), { from, to, images }, { describe: true, push: false })
  expect(again.document.plan.steps.map(({ kind }) => kind).filter((kind) => kind !== 'unchanged')).toEqual([])
  if (entry === null || steps.every(({ tags }) => tags.length === 0)) return
  const current = again.document.current[0]?.digest
  expect(steps.map(({ digest }) => digest)).toContain(current)
}

/**
 * Holds a comparison, the matrix, a status and a dry run of one route to one another: one current version in all of them,
 * and `same` where, and only where, the dry run has nothing to do.
 */
export async function expectAgreement(pipeline: TestPipeline, from: string, to: string): Promise<void> {
  const context = pipeline.again()
  const pair = await diffPair(context, { from, to, images: [] })
  const matrix = await diffMatrix(context, { images: [] })
  const status = await readStatus(context, { images: [] })
  const dry = await dryPlan(pipeline, from, to)
  expectSame({ pair, matrix, status, dry }, from, to)
}

/** What was said of one route, in process or as JSON by the program. */
export interface Said {
  readonly pair: DiffReport
  readonly matrix: MatrixReport
  readonly status: StatusReport
  /** Undefined where the dry run is refused. */
  readonly dry: PlanDocument | undefined
}

/** As {@link expectAgreement}, of what was said already. */
export function expectSame({ pair, matrix, status, dry }: Said, from: string, to: string): void {
  for (const [at, row] of pair.rows.entries()) {
    const current = row.to.current
    const cell = matrix.rows[at]?.cells.find(({ environment }) => environment === to)
    expect(cell, 'the matrix').toEqual(row.to)
    expect(
      status.rows[at]?.cells.find(({ environment }) => environment === to),
      'the status',
    ).toMatchObject({ tag: current?.tag ?? null, digest: current?.digest ?? null })
    const own = matrix.routes.find((route) => route.from === from && route.to === to)
    expect(own?.rows[at], 'the route in the matrix').toEqual(row)
    if (dry === undefined) continue
    expect(
      dry.current.find(({ image }) => image === row.image),
      'the dry run',
    ).toMatchObject({ version: current?.tag ?? null, digest: current?.digest ?? null })
    const steps = dry.plan.steps.filter(({ image }) => image === row.image)
    const isMissing = dry.missing.some(({ image }) => image === row.image)
    const isInStep = steps.length > 0 && !isMissing && steps.every(({ kind }) => kind === 'unchanged')
    // What is selected and in neither is a difference where, and only where, the dry run fails of it.
    if (row.state === 'absent') expect(isDifferent(row), 'in neither').toBe(isMissing)
    if (isMissing) expect(pair.different, 'what is missing').toBe(true)
    expect(row.state === 'same', `${row.state}, and the dry run: ${JSON.stringify(steps)}`).toBe(isInStep)
  }
}

/** Rolls an environment back as the command does; undefined where that is refused. */
export async function rollBack(
  pipeline: TestPipeline,
  { in: environment, steps }: { readonly in: string; readonly steps: number },
): Promise<PromotionResult | undefined> {
  const request = { environment, images: [], reason: undefined, steps }
  try {
    return await rollback(pipeline.again(), request, { dryRun: false, isRead: false, keepGoing: false })
  } catch (error) {
    if (error instanceof PromoteError) return undefined
    throw error
  }
}

/**
 * Expects that a rollback that ended well did all that was asked: what it made current is, each tag holds what the ledger
 * says, each digest that it took out is held, and the same command has nothing more to do.
 */
export async function expectRolledBack(
  pipeline: TestPipeline,
  event: { readonly in: string; readonly steps: number },
  { steps, entry }: PromotionResult,
): Promise<void> {
  const again = await rollBack(pipeline, event)
  expect(again?.entry).toBeNull()
  expect(again?.steps).toEqual([])
  if (entry === null) return
  const view = new LedgerView()
  const { ledger } = pipeline.again()
  for await (const line of ledger.entries()) if (line.kind === 'entry') view.add(line.entry)
  const current = steps.find((step) => step.current === true)
  expect(view.current(event.in, 'api')?.step.digest).toBe(current?.digest)
  const { tagged } = pipeline.memory(`${event.in}.example.com/api`)
  for (const { tags } of steps) {
    for (const { tag, new: wanted, result } of tags) {
      if (result === 'moved' || result === 'unchanged') expect(tagged.get(tag) ?? null, tag).toBe(wanted)
    }
  }
  const { holds } = await ledger.standing()
  for (const digest of steps.flatMap(({ takenOut = [] }) => takenOut)) {
    expect(holds.map((hold) => hold.digest)).toContain(digest)
  }
}
