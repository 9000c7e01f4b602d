/**
 * Another user, where there can be one: `another-user-child.ts FILE TAG`. Prints as JSON whether a run about that tag begins
 * beside the ledger, and who is under way; then, with a line for it, that the run in its way has ended.
 */
import { openLedger } from '../../../src/ledger/file/file-ledger.ts'
import { systemClock } from '../../../src/support/clock.ts'

const [file = '', tag = ''] = process.argv.slice(2)
// The rights go only now: the modules above may lie where only root can read.
if (process.getuid?.() === 0) {
  process.setgroups?.([])
  process.setgid?.(65_534)
  process.setuid?.(65_534)
}
const ledger = openLedger(file, { clock: systemClock })
const notice = { actor: 'b', ci: null, since: '', process: 2, from: 'test', to: 'prod', tags: [tag] }
const underWay = (await ledger.underWay()).map((run) => run.notice?.actor ?? null)
const begun = await ledger.begin(notice)
process.stdout.write(`${JSON.stringify({ begun: begun.kind, underWay })}\n`)
if (begun.kind === 'busy') {
  await begun.other.ended()
  process.stdout.write(`${JSON.stringify({ ended: true })}\n`)
}
