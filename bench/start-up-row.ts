import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Shape } from './content.ts'
import type { Runs, Sources } from './copy-row.ts'
import type { Ground } from './depot.ts'
import { type Command, measure } from './measure.ts'
import type { Peers } from './peers.ts'
import type { RowResult, Sample } from './result.ts'
import { promote, promotionFile } from './tools.ts'

/** Starts are short: each command runs this many times as often as asked for. */
const oftener = 4

/** As the table names the two dry runs. */
const [warm, cold] = ['promote, a dry run with nothing to do', 'promote, the same for the first time']

const oneImage: Shape = { images: 1, layers: 1, shared: 0, layerBytes: 1024 }

/** Times the start of the tool and of two peers against that of Node itself. */
export async function runStartUpRow(
  ground: Ground,
  sources: Sources,
  peers: Peers,
  { runs, say }: Runs,
): Promise<RowResult> {
  const { images, depot } = await sources.get(oneImage)
  await depot.fill('prod', images)
  await using stack = new AsyncDisposableStack()
  const front = await depot.open('plain', 0)
  stack.defer(() => front.close())
  const folder = path.join(ground.folder, 'start-up')
  await mkdir(folder)
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  const job = { images, from: { front, prefix: 'test' }, to: { front, prefix: 'prod' }, folder }
  await writeFile(path.join(folder, 'promotion.yaml'), promotionFile(job))
  const own = await promote().prepare(job)
  if (own === undefined) throw new Error('promote is always here')
  const [binary = '', ...route] = own.args
  const ours = (...args: string[]): Command => ({ ...own, args: [binary, ...args] })
  const emptied = path.join(folder, 'emptied')
  const commands = new Map<string, Command>([
    ['node -e 0', { ...own, args: ['-e', '0'] }],
    ['promote --version', ours('--version')],
    ['promote --help', ours('--help')],
    ['promote validate', ours('validate')],
    [warm, ours(...route, '--dry-run')],
    [cold, { ...ours(...route, '--dry-run'), env: { ...own.env, XDG_CACHE_HOME: emptied } }],
  ])
  for (const [name, word] of [
    ['crane', 'version'],
    ['regctl', 'version'],
  ] as const) {
    const peer = peers.get(name)
    if (peer) commands.set(`${name} ${word}`, { ...own, program: peer.program, args: [word] })
  }
  const samples = new Map<string, Sample[]>(Array.from(commands.keys(), (name) => [name, []]))
  // The first two rounds keep compiled code and fill the machine's cache of files, and are not counted.
  for (let round = -1; round <= runs * oftener; round += 1) {
    for (const [name, command] of commands) {
      if (name === cold) await rm(emptied, { recursive: true, force: true })
      const usage = await measure(command, path.join(ground.folder, 'output'), 30_000)
      if (usage.code !== 0) throw new Error(`${name} ended with exit code ${usage.code}`)
      if (round > 0) samples.get(name)?.push({ ...usage, peakBytes: undefined })
    }
  }
  say(`  ${commands.size} commands, ${runs * oftener} times each`)
  return {
    id: 'start-up',
    title: 'Start-up',
    how: 'no delay added; the dry run asks a registry on this machine for one image; compiled code is kept, but for the first time',
    tools: Array.from(samples, ([tool, list]) => ({ tool, samples: list })),
    baseline: 'node -e 0',
    targets: [
      {
        what: '--version at most 2.2 × node -e 0',
        tool: 'promote --version',
        measure: 'milliseconds',
        against: ['node -e 0'],
        atMost: 2.2,
      },
      {
        what: 'a dry run with nothing to do at most 3.5 × node -e 0',
        tool: warm,
        measure: 'milliseconds',
        against: ['node -e 0'],
        atMost: 3.5,
      },
      {
        what: 'the same for the first time at most 6 × node -e 0',
        tool: cold,
        measure: 'milliseconds',
        against: ['node -e 0'],
        atMost: 6,
      },
    ],
  }
}
