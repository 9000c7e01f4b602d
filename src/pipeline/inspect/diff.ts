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
import { compareVersions } from '../../model/version.ts'
import { allOrNothing, once } from '../../support/concurrency.ts'
import { toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { changesBetween } from '../plan/changes.ts'
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
import { beginReading } from '../reading.ts'
import { type RunOfImage, readRuns } from './route-runs.ts'

/**
 * Compares two environments, image by image: what a run from one to the other would take (the candidates that `select`
 * gives in the source, the newest of them shown) with the image's current version in the destination. An image is `same`
 * if and only if that run, of all the file selects, has nothing to do for it.
 * @throws PromoteError `usage` for a route the file does not allow
 */
export async function diffPair(
  context: PipelineContext,
  names: ImageChoice & { readonly from: string; readonly to: string },
): Promise<DiffReport> {
  const route = routeBetween(context.config, names.from, names.to)
  const chosen = chooseImages(context.config, names)
  const cells = await readCells(context, chosen.images, [route.to])
  return { ...(await compareRoute(context, route, chosen.images, cells)), ...leftOutOf(chosen) }
}

/**
 * All environments: the current version of each image in each of them, and the comparison along all routes the file allows,
 * as {@link diffPair} makes it.
 */
export async function diffMatrix(context: PipelineContext, choice: ImageChoice): Promise<MatrixReport> {
  const { config } = context
  const chosen = chooseImages(config, choice)
  const { images } = chosen
  const cells = await readCells(context, images, config.environments)
  const routes: DiffReport[] = []
  for (const route of allRoutes(config)) routes.push(await compareRoute(context, route, images, cells))
  return {
    kind: 'matrix',
    environments: config.environments.map((environment) => environment.name),
    rows: images.map((wanted) => ({
      image: wanted.rule.name,
      cells: config.environments.map((environment) => cells.get(wanted, environment)),
    })),
    routes,
    different: routes.some((route) => route.different),
    ...leftOutOf(chosen),
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
  get(wanted: WantedImage, environment: Environment): DiffCell
  readonly view: () => Promise<LedgerView>
}

async function readCells(
  context: PipelineContext,
  images: readonly WantedImage[],
  environments: readonly Environment[],
): Promise<Cells> {
  const { config, stores, ledger, progress, signal } = context
  const view = once(() => readLedgerView(ledger, { signal }))
  const known = await view()
  const cells = new Map<WantedImage, Map<string, DiffCell>>()
  const reading = beginReading(progress, environments, images.length * environments.length)
  await allOrNothing(
    images.flatMap((wanted) =>
      environments.map((environment) => async (both: AbortSignal) => {
        const { text, location } = placeOf(config, environment, wanted.rule)
        const row = cells.get(wanted) ?? new Map<string, DiffCell>()
        cells.set(wanted, row)
        try {
          const store = stores.open(location)
          const found = await currentImage(known, wanted.rule, environment, store, { signal: both })
          const current =
            found === undefined ? null : { tag: found.tag, digest: found.digest, known: found.known }
          row.set(environment.name, { environment: environment.name, repository: text, current })
          reading.count()
        } catch (error) {
          throw toPromoteError(error).with({ image: wanted.rule.name, reference: text })
        }
      }),
    ),
    signal,
  )
  return {
    view,
    get(wanted, environment) {
      const cell = cells.get(wanted)?.get(environment.name)
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
  const [runs, view] = await Promise.all([readRuns(context, route, images, cells.view), cells.view()])
  const rows = await allOrNothing(
    images.map((wanted) => async (signal): Promise<DiffRow> => {
      const image = wanted.rule.name
      const run = runs.of(wanted)
      const to = cells.get(wanted, route.to)
      const from: DiffCell = {
        environment: route.from.name,
        repository: placeOf(context.config, route.from, wanted.rule).text,
        current: run.newest,
      }
      const base = { image, from, to }
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
