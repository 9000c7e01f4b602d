// npm run bench: measures this tool side by side with others. Options: --runs N, --only ROW (again for more),
// --largest (a layer of 4 GiB and 10,000 images too). Progress goes to stderr, the tables to stdout; a run of all rows also writes
// bench/results.json and docs/benchmarks.md.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { makeServerCertificate } from '../test/support/tls.ts'
import { openSources, runCopyRow } from './copy-row.ts'
import type { Ground } from './depot.ts'
import { saveBench, tables } from './document.ts'
import { runLedgerRow } from './ledger-row.ts'
import { describeMachine } from './machine.ts'
import { findDistribution, findPeers } from './peers.ts'
import { runProcessorRow } from './processor-row.ts'
import type { RowResult } from './result.ts'
import { copyRows } from './rows.ts'
import { runStartUpRow } from './start-up-row.ts'

const root = path.dirname(import.meta.dirname)
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true },
    largest: { type: 'boolean', default: false },
  },
})
await bench({ runs: Math.max(1, Number(values.runs) || 1), only: values.only, largest: values.largest })

interface Options {
  readonly runs: number
  /** Ids of the rows to run; all unless told. */
  readonly only: readonly string[] | undefined
  readonly largest: boolean
}

async function bench({ runs, only, largest }: Options): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(root, 'scripts', 'build.ts')])
  const peers = await findPeers(say)
  const distribution = await findDistribution(say)
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'promote-bench-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const certificates = path.join(folder, 'certificate')
  await mkdir(certificates)
  const certificate = await makeServerCertificate(certificates)
  const ground: Ground = { folder, registry: distribution.program, certificate }
  const sources = stack.use(openSources(ground))
  const quiet = { runs: 1, say: () => {} }
  const timed = { runs, say }

  const all = copyRows(peers, { largest })
  const rows = new Map<string, () => Promise<RowResult>>([
    ...all.map((row) => [row.id, () => runCopyRow(row, ground, sources, timed)] as const),
    ['processor', () => runProcessorRow(ground, sources, timed)],
    ['start-up', () => runStartUpRow(ground, sources, peers, timed)],
    ['ledger', () => runLedgerRow(ground, timed)],
  ])
  const unknown = only?.find((id) => !rows.has(id))
  if (unknown !== undefined) {
    say(`There is no row "${unknown}". The rows are ${[...rows.keys()].join(', ')}.`)
    process.exitCode = 2
    return
  }
  say('Warming up: one run of each tool that is not counted.')
  for (const row of all.slice(0, 1)) await runCopyRow({ ...row, id: 'warm-up' }, ground, sources, quiet)
  const results: RowResult[] = []
  for (const [id, row] of rows) {
    if (only !== undefined && !only.includes(id)) continue
    say(`${id} (load ${loadavg()[0]?.toFixed(1)})`)
    results.push(await row())
  }
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  const versions = Object.fromEntries(Array.from(peers, ([name, peer]) => [name, peer.version]))
  const whole = {
    day: new Date().toISOString().slice(0, 10),
    machine: describeMachine({ promote: version, ...versions, distribution: distribution.version }),
    runs,
    rows: results,
  }
  process.stdout.write(`${tables(whole)}\n`)
  if (only === undefined) await saveBench(whole)
}
