import { refusalsIn } from '../../model/ledger/standing/refusals.ts'
import type { HoldList } from '../../model/ledger/standing/reports.ts'
import type { PipelineContext } from '../context.ts'
import { environmentNamed } from '../plan/places.ts'

/** The holds and rejections that stand; of one environment its holds, and all rejections. @throws PromoteError `usage` for an unknown environment, `ledger` */
export async function listHolds(
  { config, ledger, signal }: PipelineContext,
  request: { readonly environment: string | undefined },
): Promise<HoldList> {
  const { environment } = request
  const all = refusalsIn(await ledger.standing({ signal }))
  const refusals = all.filter(
    (one) => environment === undefined || one.environment === null || one.environment === environment,
  )
  // An environment that the file has no more may have holds still.
  if (environment !== undefined && !all.some((one) => one.environment === environment))
    environmentNamed(config, environment)
  return {
    kind: 'hold-ls',
    ledger: ledger.name,
    environment: environment ?? null,
    refusals,
    head: (await ledger.head({ signal })) ?? null,
  }
}
