import type { Environment } from '../../model/config.ts'
import { lets } from '../../model/gates/verdict.ts'
import type { OpenIntent, Pin } from '../../model/ledger/ledger.ts'
import type { LedgerView } from '../../model/ledger/queries.ts'
import { refusalsIn, refusalsOn } from '../../model/ledger/standing/refusals.ts'
import type { Standing } from '../../model/ledger/standing/standing.ts'
import { type RunUnderWay, runOver } from '../../model/ledger/under-way.ts'
import type { OpenPromotion, StatusCell, StatusReport } from '../../model/result.ts'
import type { Digest } from '../../oci/digest.ts'
import { allOrNothing } from '../../support/concurrency.ts'
import type { PipelineContext } from '../context.ts'
import { GapLog } from '../gaps.ts'
import { currentImage, readLedgerView } from '../plan/current.ts'
import { placeOf } from '../plan/places.ts'
import { chooseImages, type ImageChoice, leftOutOf } from '../plan/route.ts'
import { readingOnce } from '../read-once.ts'
import { beginReading } from '../reading.ts'
import { waysToEnd } from '../resume/ways.ts'
import { finishCommand } from './finish.ts'
import { readGates } from './gates.ts'

/** Where each image is: its current tag and digest in each environment, and since when and by whom as the ledger has it. */
export async function readStatus(given: PipelineContext, choice: ImageChoice): Promise<StatusReport> {
  const context = readingOnce(given)
  const { config, stores, ledger, progress, signal } = context
  const view = await readLedgerView(ledger, { signal })
  const standing = await ledger.standing({ signal })
  const chosen = chooseImages(config, choice)
  const { images } = chosen
  const reading = beginReading(progress, config.environments, images.length * config.environments.length)
  const log = new GapLog(context)
  const rows = await allOrNothing(
    images.map((wanted) => async (signal) => {
      const image = wanted.rule.name
      const cells = await allOrNothing(
        config.environments.map((environment) => async (both): Promise<StatusCell> => {
          const place = placeOf(config, environment, wanted.rule)
          try {
            const store = stores.open(place.location)
            const current = await currentImage(view, wanted.rule, environment, store, { signal: both })
            const known = current?.known === 'ledger' ? view.current(environment.name, image) : undefined
            return {
              environment: environment.name,
              tag: current?.tag ?? null,
              digest: current?.digest ?? null,
              since: known?.at ?? null,
              actor: known?.run.actor ?? null,
              entry: known?.sequence ?? null,
              ...refusedOf(standing, environment.name, image, current?.digest),
            }
          } catch (error) {
            log.note(place, error)
            const unknown = { tag: null, digest: null, since: null, actor: null, entry: null }
            return { environment: environment.name, ...unknown, unread: true }
          } finally {
            reading.count()
          }
        }),
        signal,
      )
      return { image, cells }
    }),
    signal,
  )
  const open = await ledger.open({ signal })
  const alive = await ledger.underWay()
  return {
    environments: config.environments.map((environment) => environment.name),
    rows,
    open: await allOrNothing(
      open.map((intent) => () => {
        const destination = config.environments.find(({ name }) => name === intent.entry.to)
        return openPromotion(context, intent, alive, destination, view)
      }),
      signal,
    ),
    ...holdingNothing(alive, open),
    ...(await waitingSteps(context, choice)),
    ...refusalsAbout(
      standing,
      images.map(({ rule }) => rule.name),
    ),
    head: (await ledger.head({ signal })) ?? null,
    ...leftOutOf(chosen),
    ...log.gaps(),
  }
}

/** What is held or rejected of what is there now; what its index lists is not looked into. */
function refusedOf(
  standing: Standing,
  environment: string,
  image: string,
  digest: Digest | undefined,
): Pick<StatusCell, 'refused'> {
  const digests = digest === undefined ? [] : [digest]
  const refused = refusalsOn(standing, { environment, image, digests }).map(({ entry }) => entry)
  return refused.length === 0 ? {} : { refused }
}

/** All that stands about these images: rejections are about any. */
function refusalsAbout(standing: Standing, images: readonly string[]): Pick<StatusReport, 'refusals'> {
  const refusals = refusalsIn(standing).filter(
    ({ kind, image }) => kind === 'rejection' || (image !== null && images.includes(image)),
  )
  return refusals.length === 0 ? {} : { refusals }
}

/** What waits for a gate. Environments whose file asks for nothing are not read for it. */
async function waitingSteps(
  context: PipelineContext,
  choice: ImageChoice,
): Promise<Pick<StatusReport, 'waiting'>> {
  const asking = context.config.environments.filter(asksForMore)
  const reports = await Promise.all(asking.map(({ name }) => readGates(context, { ...choice, to: name })))
  const waiting = reports.flatMap(({ routes }) =>
    routes.flatMap(({ from, to, verdicts }) => {
      const denied = verdicts.filter((verdict) => !lets(verdict))
      const byStep = Map.groupBy(denied, ({ image, tag }) => JSON.stringify([image, tag]))
      return [...byStep.values()].flatMap((own) => {
        const [first] = own
        return first === undefined ? [] : [{ from, to, image: first.image, tag: first.tag, verdicts: own }]
      })
    }),
  )
  return waiting.length === 0 ? {} : { waiting }
}

/** Whether anything can deny there that time, people or other programs change. */
function asksForMore({ gates, referrers }: Environment): boolean {
  const { order, ...more } = gates
  return order.require === 'ledger' || referrers.require.length > 0 || Object.keys(more).length > 0
}

/** Runs whose intent is not in the ledger yet. */
function holdingNothing(
  alive: readonly RunUnderWay[],
  open: readonly OpenIntent[],
): Pick<StatusReport, 'underWay'> {
  const holding = new Set(open.map(({ pins }) => runOver(alive, pins)))
  const underWay = alive.flatMap((run) => {
    if (run.notice === undefined || holding.has(run)) return []
    const { tags: _, ...notice } = run.notice
    return [notice]
  })
  return underWay.length === 0 ? {} : { underWay }
}

async function openPromotion(
  context: PipelineContext,
  intent: OpenIntent,
  alive: readonly RunUnderWay[],
  destination: Environment | undefined,
  view: LedgerView,
): Promise<OpenPromotion> {
  const { entry, pins } = intent
  const { id, sequence, from, to, at, plan, run, steps, purpose } = entry
  const imageOf = ({ repository, tag }: Pin): string =>
    steps.find((step) => step.destination === repository && step.tags.some((own) => own.tag === tag))
      ?.image ?? repository
  const own = runOver(alive, pins)
  const ways = own === undefined ? await waysToEnd(context, intent) : { next: {}, inTheWay: [] }
  return {
    ...(purpose === undefined ? {} : { purpose }),
    ...{ id, sequence, from, to, at, actor: run.actor, ci: run.ci, plan },
    ...(own?.notice === undefined ? {} : { process: own.notice.process }),
    tags: pins.map((pin) => ({
      image: imageOf(pin),
      repository: pin.repository,
      tag: pin.tag,
      wanted: pin.digest,
    })),
    ...(ways.inTheWay.length === 0 ? {} : { inTheWay: ways.inTheWay }),
    next: {
      ...ways.next,
      finish: finishCommand(entry, destination, view),
      abandon: `promote ledger abandon ${sequence} --reason TEXT`,
    },
  }
}
