/** A process that checks a ledger, `room-child.ts FILE`, and prints `ok`, or the code and the reason. */
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { toPromoteError } from '../../../src/support/errors.ts'

const [file = ''] = process.argv.slice(2)
try {
  await openLedger(file, { clock: systemClock }).checkWritable()
  process.stdout.write('ok')
} catch (error) {
  const { code, message } = toPromoteError(error)
  process.stdout.write(`${code}: ${message.slice(message.indexOf(': ') + 2, -1)}`)
}
