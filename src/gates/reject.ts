import type { Gate } from '../model/gates/gate.ts'
import type { RejectEntry } from '../model/ledger/entry.ts'
import { rejectionRefusal, rejectionsOf } from '../model/ledger/standing/refusals.ts'
import { ALWAYS, refusalVerdict } from '../model/ledger/standing/verdicts.ts'

/**
 * What is rejected goes nowhere, under whatever name: neither as the image nor as one that an index lists. It says nothing
 * where nothing of a step is rejected, and where nothing would come.
 */
export const reject = {
  name: 'reject',
  rules: () => [ALWAYS],
  asks: () => 'nobody has rejected it',
  async collect(step, read, options) {
    if (step.referrersAlone) return []
    const standing = await read.standing(options)
    if (standing.rejections.length === 0) return []
    return rejectionsOf(standing, [step.digest, ...(await read.listed(step, options))])
  },
  judge: (step, rejections) => rejections.map((one) => refusalVerdict('reject', step, rejectionRefusal(one))),
} satisfies Gate<readonly RejectEntry[]>
