import type { Gate } from '../model/gates/gate.ts'
import { approvals } from './approvals.ts'
import { hold } from './hold.ts'
import { order } from './order.ts'
import { referrers } from './referrers.ts'
import { reject } from './reject.ts'
import { signature } from './signature/index.ts'

/** All gates, in the order their verdicts are shown. A new one is a file and a line here. */
export const GATES: readonly Gate[] = [order, hold, reject, referrers, signature, approvals]
