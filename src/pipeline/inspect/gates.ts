import { GATES } from '../../gates/index.ts'
import type { Environment } from '../../model/config.ts'
import type { GateRoute } from '../../model/gates/gate.ts'
import type { AskedGate, GatesReport, RouteGates } from '../../model/gates/report.ts'
import { toPromoteError } from '../../support/errors.ts'
import type { PipelineContext } from '../context.ts'
import { makePlan } from '../plan/make-plan.ts'
import { environmentNamed } from '../plan/places.ts'
import type { ImageChoice } from '../plan/route.ts'

/** Which gates are shown. */
export interface GatesRequest extends ImageChoice {
  /** The routes into this environment alone. */
  readonly to?: string
}

/**
 * What is asked along each route, and how that stands now for what would be promoted there. A route whose environments
 * cannot be read is in the report with the reason; the others are shown.
 * @throws PromoteError `usage` for an unknown environment or image; the signal's reason
 */
export async function readGates(given: PipelineContext, request: GatesRequest): Promise<GatesReport> {
  const { config } = given
  const context = { ...given, progress: () => undefined }
  const { to } = request
  const destinations = to === undefined ? config.environments : [environmentNamed(config, to)]
  const routes = destinations.flatMap((destination) =>
    destination.from.map((from) => ({ from: environmentNamed(config, from), to: destination })),
  )
  return {
    kind: 'gates',
    routes: await Promise.all(routes.map((route) => routeGates(context, route, request))),
  }
}

/** What every gate asks along a route. */
function askedGates(route: GateRoute): readonly AskedGate[] {
  return GATES.flatMap((gate) => {
    const rules = gate.rules(route)
    if (rules.length === 0) return []
    return [
      {
        gate: gate.name,
        asks: gate.asks(route),
        appliesTo: [...new Set(rules.flatMap(({ appliesTo }) => appliesTo))],
        overridable: rules.every(({ overridable }) => overridable),
      },
    ]
  })
}

async function routeGates(
  context: PipelineContext,
  { from, to }: { readonly from: Environment; readonly to: Environment },
  choice: ImageChoice,
): Promise<RouteGates> {
  const known = { from: from.name, to: to.name, gates: askedGates({ from, to }) }
  try {
    const { document, steps } = await makePlan(
      context,
      { ...choice, from: from.name, to: to.name },
      { describe: false, push: false },
    )
    const toDo = steps.filter(({ kind }) => kind !== 'unchanged')
    const names = new Set(toDo.map(({ image, source }) => JSON.stringify([image, source.tag])))
    return {
      ...known,
      verdicts: document.verdicts.filter(({ image, tag }) => names.has(JSON.stringify([image, tag]))),
      toDo: toDo.length,
      plan: document.digest,
      error: null,
    }
  } catch (thrown) {
    context.signal.throwIfAborted()
    const { code, message, details } = toPromoteError(thrown)
    if (code === 'usage') throw thrown
    const hint = details.hint === undefined ? {} : { hint: details.hint }
    return { ...known, verdicts: [], toDo: 0, plan: null, error: { code, message, ...hint } }
  }
}
