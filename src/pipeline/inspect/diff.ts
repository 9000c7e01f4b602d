import type { Environment } from '../../model/config.ts'
import {
  type CurrentImage,
  type DiffCell,
  type DiffReport,
  type DiffRow,
  type DiffState,
  isDifferent,
  type MatrixReport,
} from '../../model/diff.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import type { Refusal } from '../../model/ledger/standing/refusals.ts'
import type { Standing } from '../../model/ledger/standing/standing.ts'
import { compareVersions } from '../../model/version.ts'
import { allOrNothing, once } from '../../support/concurrency.ts'
import type { PipelineContext } from '../context.ts'
import { GapLog } from '../gaps.ts'
import { currentImage, readLedgerView } from '../plan/current.ts'
import { placeOf } from '../plan/places.ts'
import {
  allRoutes,
  chooseImages,
  type ImageChoice,
  leftOutOf,
  type Route,
  routeBetween,
  type WantedImage,
} from '../plan/route.ts'
import { needsTag } from '../plan/source/by-digest.ts'
import { findCandidates } from '../plan/source/candidates.ts'
import { changesBetween } from '../plan/source/changes.ts'
import { readingOnce } from '../read-once.ts'
import { beginReading } from '../reading.ts'
import { refusalsInWay } from '../standing/in-way.ts'
import { newestCandidate, type RunOfImage, readRuns } from './route-runs.ts'

/**
 * Compares two environments, image by image: what a run from one to the other would take (the candidates that `select`
 * gives in the source, the newest of them shown) with the image's current version in the destination. An image is `same`
 * if and only if that run, of all the file selects, has nothing to do for it.
 * @throws PromoteError `usage` for a route the file does not allow
 */
export async function diffPair(
  given: PipelineContext,
  names: ImageChoice & { readonly from: string; readonly to: string },
): Promise<DiffReport> {
  const context = readingOnce(given)
  const route = routeBetween(context.config, names.from, names.to)
  const chosen = chooseImages(context.config, names)
  const log = new GapLog(context)
  const cells = await readCells(context, chosen.images, [route.to], log)
  const report = await compareRoute(context, route, chosen.images, cells)
  return { ...report, ...leftOutOf(chosen), ...log.gaps() }
}

/**
 * All environments: the current version of each image in each of them, and the comparison along all routes the file allows,
 * as {@link diffPair} makes it.
 */
export async function diffMatrix(given: PipelineContext, choice: ImageChoice): Promise<MatrixReport> {
  const context = readingOnce(given)
  const { config } = context
  const chosen = chooseImages(config, choice)
  const { images } = chosen
  const log = new GapLog(context)
  const cells = await readCells(context, images, config.environments, log)
  const routes: DiffReport[] = []
  for (const route of allRoutes(config)) routes.push(await compareRoute(context, route, images, cells))
  return {
    kind: 'matrix',
    environments: config.environments.map((environment) => environment.name),
    rows: images.map((wanted) => ({
      image: wanted.rule.name,
      cells: config.environments.map((environment) => cells.of(wanted, environment)),
    })),
    routes,
    different: routes.some((route) => route.different),
    ...leftOutOf(chosen),
    ...log.gaps(),
  }
}

/** How an image stands in a destination when a run has something to do for it, going by the two versions. */
export function stateOf(from: CurrentImage | null, to: CurrentImage | null, isOurs: boolean): DiffState {
  if (from === null) return to === null ? 'absent' : isOurs ? 'ahead' : 'unmanaged'
  if (to === null) return 'missing'
  if (from.digest === to.digest) return 'behind'
  if (from.tag === to.tag) return 'moved'
  const order = compareVersions(to.tag, from.tag)
  if (order === undefined || order < 0) return 'behind'
  return order > 0 ? 'ahead' : 'moved'
}

interface Cells {
  /** Undefined in an environment that was not asked for. */
  get(wanted: WantedImage, environment: Environment): DiffCell | undefined
  of(wanted: WantedImage, environment: Environment): DiffCell
  readonly log: GapLog
  readonly view: () => Promise<LedgerView>
  readonly standing: Standing
}

async function readCells(
  context: PipelineContext,
  images: readonly WantedImage[],
  environments: readonly Environment[],
  log: GapLog,
): Promise<Cells> {
  const { config, stores, ledger, progress, signal } = context
  const view = once(() => readLedgerView(ledger, { signal }))
  const known = await view()
  const standing = await ledger.standing({ signal })
  const cells = new Map<WantedImage, Map<string, DiffCell>>()
  const reading = beginReading(progress, environments, images.length * environments.length)
  await allOrNothing(
    images.flatMap((wanted) =>
      environments.map((environment) => async (both: AbortSignal) => {
        const place = placeOf(config, environment, wanted.rule)
        const cell = { environment: environment.name, repository: place.text }
        const row = cells.get(wanted) ?? new Map<string, DiffCell>()
        cells.set(wanted, row)
        try {
          const store = stores.open(place.location)
          const found = await currentImage(known, wanted.rule, environment, store, { signal: both })
          const current =
            found === undefined ? null : { tag: found.tag, digest: found.digest, known: found.known }
          row.set(environment.name, { ...cell, current })
        } catch (error) {
          log.note(place, error)
          row.set(environment.name, { ...cell, current: null, unread: true })
        }
        reading.count()
      }),
    ),
    signal,
  )
  const get: Cells['get'] = (wanted, environment) => cells.get(wanted)?.get(environment.name)
  return {
    view,
    standing,
    log,
    get,
    of(wanted, environment) {
      const cell = get(wanted, environment)
      if (cell === undefined)
        throw new Error(`No cell was read for ${wanted.rule.name} in ${environment.name}.`)
      return cell
    },
  }
}

async function compareRoute(
  context: PipelineContext,
  route: Route,
  images: readonly WantedImage[],
  cells: Cells,
): Promise<DiffReport> {
  const { log, standing, view: readView } = cells
  const isRead = (wanted: WantedImage): boolean =>
    [route.from, route.to].every((environment) => cells.get(wanted, environment)?.unread !== true)
  const [runs, view] = await Promise.all([
    readRuns(context, route, images.filter(isRead), {
      view: readView,
      onFailure: (rule, error) => log.noteOf(route, rule, error),
    }),
    readView(),
  ])
  const rows = await allOrNothing(
    images.map((wanted) => async (signal): Promise<DiffRow> => {
      const image = wanted.rule.name
      const to = cells.of(wanted, route.to)
      const run = isRead(wanted) ? runs.of(wanted) : undefined
      if (run === undefined) {
        const from = cells.get(wanted, route.from)
        const found = from?.unread === true ? from : await readSource(context, route, wanted, log, signal)
        return { image, state: 'unread', from: found, to }
      }
      const from: DiffCell = {
        environment: route.from.name,
        repository: placeOf(context.config, route.from, wanted.rule).text,
        current: run.newest,
      }
      const refusals = await refusalsOf(context, { standing, log }, route, wanted, from.current, signal)
      const base = { image, from, to, ...(refusals.length === 0 ? {} : { refusals }) }
      const isOurs = view.current(route.to.name, image) !== undefined
      const state = stateOfRun(run, to.current, isOurs)
      if (state === 'same') return { ...base, state }
      if (state === 'referrers-missing') return { ...base, state, referrers: run.referrers }
      if (run.newest?.digest === to.current?.digest) return { ...base, state, ...lackingOf(run) }
      const changes =
        from.current === null || to.current === null
          ? {}
          : await changesBetween(
              storeAndDigest(context, wanted, route.to, to.current),
              storeAndDigest(context, wanted, route.from, from.current),
              { signal },
            )
      return { ...base, state, ...changes }
    }),
    context.signal,
  )
  const different = rows.some(isDifferent)
  return { kind: 'pair', from: route.from.name, to: route.to.name, rows, different }
}

/** What stands in the way of what a run would take. */
async function refusalsOf(
  { config, stores }: PipelineContext,
  { standing, log }: Pick<Cells, 'standing' | 'log'>,
  { from, to }: Route,
  { rule }: WantedImage,
  current: CurrentImage | null,
  signal: AbortSignal,
): Promise<readonly Refusal[]> {
  if (current === null) return []
  const place = placeOf(config, from, rule)
  const destined = { environment: to.name, image: rule.name, digest: current.digest }
  try {
    return await refusalsInWay(standing, destined, stores.open(place.location), { signal })
  } catch (error) {
    log.note(place, error)
    return []
  }
}

/** What a run would take, where the destination was not read. */
async function readSource(
  { config, stores }: PipelineContext,
  { from, to }: Route,
  wanted: WantedImage,
  log: GapLog,
  signal: AbortSignal,
): Promise<DiffCell> {
  const place = placeOf(config, from, wanted.rule)
  const cell = { environment: from.name, repository: place.text }
  try {
    const store = stores.open(place.location)
    const found = await findCandidates(wanted, from, store, { signal, needsTag: needsTag(to.tags) })
    return { ...cell, current: newestCandidate(found.candidates) }
  } catch (error) {
    log.note(place, error)
    return { ...cell, current: null, unread: true }
  }
}

function stateOfRun(run: RunOfImage, to: CurrentImage | null, isOurs: boolean): DiffState {
  switch (run.kind) {
    case 'in-step':
      return 'same'
    case 'referrers':
      return 'referrers-missing'
    case 'to-do':
      return stateOf(run.newest, to, isOurs)
    default:
      return run.kind satisfies never
  }
}

/** What a run would do although the newest versions are equal. */
function lackingOf({ tags, missing }: RunOfImage): Pick<DiffRow, 'tags' | 'missing'> {
  return { ...(tags.length === 0 ? {} : { tags }), ...(missing.length === 0 ? {} : { missing }) }
}

function storeAndDigest(
  { config, stores }: PipelineContext,
  wanted: WantedImage,
  environment: Environment,
  current: CurrentImage,
): Parameters<typeof changesBetween>[0] {
  return { store: stores.open(placeOf(config, environment, wanted.rule).location), digest: current.digest }
}
