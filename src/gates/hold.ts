import type { Gate } from '../model/gates/gate.ts'
import type { HoldEntry } from '../model/ledger/entry.ts'
import { holdRefusal, holdsOn } from '../model/ledger/standing/refusals.ts'
import { ALWAYS, refusalVerdict } from '../model/ledger/standing/verdicts.ts'

/**
 * What a person, or a rollback, holds back from an environment may not go there: neither by a promotion nor by a rollback to
 * it, until it is released. It says nothing where no hold is in the way, and where nothing would come.
 */
export const hold = {
  name: 'hold',
  rules: () => [ALWAYS],
  asks: ({ to }) => `nobody holds it back from ${to.name}`,
  async collect(step, read, options) {
    if (step.referrersAlone) return []
    const { image, digest } = step
    const place = { environment: step.to.name, image }
    const { holds } = await read.standing(options)
    const there = holds.filter((one) => one.environment === place.environment && one.image === image)
    if (there.length === 0) return []
    // Most holds are on what is promoted itself: then nothing has to be read.
    const listed = there.every((one) => one.digest === null || one.digest === digest)
      ? []
      : await read.listed(step, options)
    return holdsOn({ holds: there }, { ...place, digests: [digest, ...listed] })
  },
  judge: (step, holds) => holds.map((one) => refusalVerdict('hold', step, holdRefusal(one))),
} satisfies Gate<readonly HoldEntry[]>
