/**
 * A process that appends: `appender.ts FILE COUNT [KIND]`. Prints the id of each entry once the append has returned, or
 * `ERROR` and the error as JSON, and goes on. KIND is `intent` or `outcome`,
 * which is one of the last open intent.
 */
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import type { OutcomeBody } from '../../../src/model/ledger/entry.ts'
import type { OutcomeStep } from '../../../src/model/ledger/steps.ts'
import { systemClock } from '../../../src/support/clock.ts'
import { PromoteError } from '../../../src/support/errors.ts'
import { intentBody, outcomeBody, step } from '../entry-bodies.ts'

const [file = '', count = '1', kind = 'intent'] = process.argv.slice(2)
const ledger = openLedger(file, { clock: systemClock })
for (let index = 0; index < Number(count); index++) {
  const steps = [step(`${process.pid} ${index}`, { tag: `${process.pid}-${index}` })]
  try {
    const { entry } = await ledger.append(kind === 'intent' ? intentBody(steps) : await outcomeOfLast())
    process.stdout.write(`${entry.id}\n`)
  } catch (error) {
    if (!(error instanceof PromoteError)) throw error
    const { code, message, details } = error
    process.stdout.write(`ERROR ${JSON.stringify({ code, message, hint: details.hint })}\n`)
  }
}

async function outcomeOfLast(): Promise<OutcomeBody> {
  const { entry } = (await ledger.open()).at(-1) ?? {}
  if (entry === undefined) throw new Error('no intent is open')
  const ended = entry.steps.map((one): OutcomeStep => {
    const tags = one.tags.map((tag) => ({ ...tag, result: 'moved' as const }))
    return { ...one, tags, outcome: 'promoted' }
  })
  return outcomeBody(entry.id, ended)
}
