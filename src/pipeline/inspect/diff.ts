import type { Environment } from '../../model/config.ts'
import type { DiffCell, DiffReport, DiffRow, DiffState, MatrixReport } from '../../model/diff.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { compareVersions } from '../../model/version.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import { toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { changesBetween } from '../plan/changes.ts'
import { currentImage, type FoundCurrent, readLedgerView } from '../plan/current.ts'
import { placeOf } from '../plan/places.ts'
import { allRoutes, type Route, routeBetween, type WantedImage, wantedImages } from '../plan/route.ts'
import { beginReading } from '../reading.ts'
import { type ReferrerDiff, referrerDiff } from './diff-referrers.ts'

/** Compares two environments, image by image. @throws PromoteError `usage` for a route the file does not allow */
export async function diffPair(
  context: PipelineContext,
  names: { readonly from: string; readonly to: string; readonly images: readonly string[] },
): Promise<DiffReport> {
  const route = routeBetween(context.config, names.from, names.to)
  const images = wantedImages(context.config, names.images)
  const cells = await readCells(context, images, [route.from, route.to])
  return compareRoute(context, route, images, cells, referrerDiff(context))
}

/** Compares all environments along all routes the file allows. */
export async function diffMatrix(
  context: PipelineContext,
  requested: readonly string[],
): Promise<MatrixReport> {
  const { config } = context
  const images = wantedImages(config, requested)
  const cells = await readCells(context, images, config.environments)
  const referrers = referrerDiff(context)
  const routes: DiffReport[] = []
  for (const route of allRoutes(config))
    routes.push(await compareRoute(context, route, images, cells, referrers))
  return {
    kind: 'matrix',
    environments: config.environments.map((environment) => environment.name),
    rows: images.map((wanted) => ({
      image: wanted.rule.name,
      cells: config.environments.map((environment) => cells.get(wanted, environment).cell),
    })),
    routes,
    different: routes.some((route) => route.different),
  }
}

/** How a current version in one environment stands against that of another it is promoted from. */
export function stateOf(from: FoundCurrent | null, to: FoundCurrent | null, isOurs: boolean): DiffState {
  if (from === null) return to === null ? 'absent' : isOurs ? 'ahead' : 'unmanaged'
  if (to === null) return 'missing'
  if (from.digest === to.digest) return 'same'
  if (from.tag === to.tag) return 'moved'
  const order = compareVersions(to.tag, from.tag)
  if (order === undefined || order < 0) return 'behind'
  return order > 0 ? 'ahead' : 'moved'
}

interface ReadCell {
  readonly cell: DiffCell
  readonly current: FoundCurrent | null
}

interface Cells {
  get(wanted: WantedImage, environment: Environment): ReadCell
  readonly view: LedgerView
}

async function readCells(
  context: PipelineContext,
  images: readonly WantedImage[],
  environments: readonly Environment[],
): Promise<Cells> {
  const { config, stores, ledger, progress, signal } = context
  const view = await readLedgerView(ledger, { signal })
  const cells = new Map<WantedImage, Map<string, ReadCell>>()
  const reading = beginReading(progress, environments, images.length * environments.length)
  await allOrNothing(
    images.flatMap((wanted) =>
      environments.map((environment) => async (both: AbortSignal) => {
        const place = placeOf(config, environment, wanted.rule)
        const row = cells.get(wanted) ?? new Map<string, ReadCell>()
        cells.set(wanted, row)
        try {
          const store = stores.open(place.location)
          const found = (await currentImage(view, wanted, environment, store, { signal: both })) ?? null
          const current = found === null ? null : { tag: found.tag, digest: found.digest, known: found.known }
          const cell = { environment: environment.name, repository: place.text, current }
          row.set(environment.name, { cell, current: found })
          reading.count()
        } catch (error) {
          throw toPromoteError(error).with({ image: wanted.rule.name, reference: place.text })
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
  referrersOf: ReferrerDiff,
): Promise<DiffReport> {
  const reading = beginReading(context.progress, [route.from, route.to], images.length)
  const compare = async (wanted: WantedImage, signal: AbortSignal): Promise<DiffRow> => {
    const from = cells.get(wanted, route.from)
    const to = cells.get(wanted, route.to)
    const isOurs = cells.view.current(route.to.name, wanted.rule.name) !== undefined
    const state = stateOf(from.current, to.current, isOurs)
    if (state === 'same' && from.current !== null) {
      const referrers = await referrersOf(route, wanted, from.current.digest, signal)
      const image = { image: wanted.rule.name, from: from.cell, to: to.cell }
      return referrers.length === 0
        ? { ...image, state }
        : { ...image, state: 'referrers-missing', referrers }
    }
    const changes =
      from.current === null || to.current === null
        ? {}
        : await changesBetween(
            storeAndDigest(context, wanted, route.to, to.current),
            storeAndDigest(context, wanted, route.from, from.current),
            { signal },
          )
    return { image: wanted.rule.name, state, from: from.cell, to: to.cell, ...changes }
  }
  const rows = await allOrNothing(
    images.map((wanted) => (signal) => reading.counted(compare(wanted, signal))),
    context.signal,
  )
  const different = rows.some((row) => row.state !== 'same' && row.state !== 'absent')
  return { kind: 'pair', from: route.from.name, to: route.to.name, rows, different }
}

function storeAndDigest(
  { config, stores }: PipelineContext,
  wanted: WantedImage,
  environment: Environment,
  current: FoundCurrent,
): Parameters<typeof changesBetween>[0] {
  return { store: stores.open(placeOf(config, environment, wanted.rule).location), digest: current.digest }
}
