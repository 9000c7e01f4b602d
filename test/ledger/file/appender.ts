/**
 * A process that appends: `appender.ts FILE COUNT [KIND]`. Prints the id of each entry once the append has returned, or
 * `ERROR` and the error as JSON, and goes on. KIND is `intent` or `outcome`.
 */
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'

const [file = '', count = '1', kind = 'intent'] = process.argv.slice(2)
const ledger = openLedger(file, { clock: systemClock })
for (let index = 0; index < Number(count); index++) {
  const steps = [step(`${process.pid} ${index}`, { tag: `${process.pid}-${index}` })]
  try {
    const { entry } = await ledger.append(kind === 'intent' ? intentBody(steps) : outcomeBody(null, steps))
    process.stdout.write(`${entry.id}\n`)
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    const { code, message, details } = error
    process.stdout.write(`ERROR ${JSON.stringify({ code, message, hint: details.hint })}\n`)
  }
}
