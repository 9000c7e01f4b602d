import type { Gate } from '../model/gates/gate.ts'
import { age } from './age.ts'
import { approvals } from './approvals.ts'
import { command } from './command/gate.ts'
import { freeze } from './freeze/freeze.ts'
import { hold } from './hold.ts'
import { labels } from './labels.ts'
import { order } from './order.ts'
import { platforms } from './platforms.ts'
import { referrers } from './referrers.ts'
import { reject } from './reject.ts'
import { signature } from './signature/index.ts'
import { soak } from './soak.ts'
import { vulnerabilities } from './vulnerabilities/gate.ts'

/** All gates, in the order their verdicts are shown. A new one is a file and a line here. */
export const GATES: readonly Gate[] = [
  order,
  hold,
  reject,
  soak,
  freeze,
  age,
  referrers,
  platforms,
  labels,
  signature,
  vulnerabilities,
  command,
  approvals,
]
