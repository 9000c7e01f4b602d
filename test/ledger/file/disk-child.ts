/**
 * A process without the rights of root: `disk-child.ts FILE`. Prints as JSON what checking the ledger and appending to it
 * answer, and what the ledger's folder holds after each.
 */
import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { intentBody } from '../entry-bodies.ts'

const [file = ''] = process.argv.slice(2)
// The rights go only now: the modules above may lie where only root can read.
if (process.getuid?.() === 0) {
  process.setgroups?.([])
  process.setgid?.(65_534)
  process.setuid?.(65_534)
}
const ledger = openLedger(file, { clock: systemClock })
const check = await answerOf(() => ledger.checkWritable())
const append = await answerOf(() => ledger.append(intentBody([])))
process.stdout.write(JSON.stringify({ check, append }))

async function answerOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work()
    return { code: 'ok', files: readdirSync(dirname(file)) }
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    return { code: error.code, message: error.message, files: readdirSync(dirname(file)) }
  }
}
