import path from 'node:path'
import { type CopyRow, type Runs, runCopyRow, type Sources } from './copy-row.ts'
import type { Ground } from './depot.ts'
import { measure } from './measure.ts'
import type { RowResult, Sample } from './result.ts'
import { release } from './rows.ts'
import { promote } from './tools.ts'

/** Releases for each run asked for: a ratio of processor times needs more of them than one of times. */
const oftener = 2

/** Starts of Node for each release; they are too short to be told apart in hundredths of a second. */
const starts = 10

const node = 'node -e 0'

/**
 * The processor time of a release, beside that of Node itself in turn: what a machine is worth, and who else is at work
 * on it, comes out of the ratio.
 */
export async function runProcessorRow(
  ground: Ground,
  sources: Sources,
  { runs, say }: Runs,
): Promise<RowResult> {
  const row: CopyRow = {
    id: 'processor',
    title: 'Processor time of a release of 50 images, same registry',
    shape: release,
    route: 'same',
    access: 'plain',
    roundTripMs: 20,
    tools: [promote()],
    targets: () => [],
  }
  const [ours, nodes]: [Sample[], Sample[]] = [[], []]
  let how = ''
  for (let round = 0; round < runs * oftener; round += 1) {
    const one = await runCopyRow({ ...row, id: `processor-${round}` }, ground, sources, { runs: 1, say })
    const [own] = one.tools
    if (own?.problem !== undefined) return { ...one, id: row.id }
    ours.push(...(own?.samples ?? []))
    nodes.push(await startsOfNode(ground))
    how = one.how
  }
  return {
    id: row.id,
    title: row.title,
    how: `${how}; one start of Node is the mean of ${starts}`,
    tools: [
      { tool: node, samples: nodes },
      { tool: 'promote', samples: ours },
    ],
    baseline: node,
    comparedBy: 'cpuSeconds',
    targets: [
      {
        // As 0.50 s is where a start of Node takes 0.04 s.
        what: `processor time at most 12.5 × ${node}`,
        measure: 'cpuSeconds',
        against: [node],
        atMost: 12.5,
      },
    ],
  }
}

async function startsOfNode({ folder }: Ground): Promise<Sample> {
  const command = { program: process.execPath, args: ['-e', '0'], cwd: folder, env: {} }
  const samples: Sample[] = []
  for (let count = 0; count < starts; count += 1) {
    samples.push(await measure(command, path.join(folder, 'output'), 30_000))
  }
  const mean = (figures: readonly number[]): number =>
    figures.reduce((sum, figure) => sum + figure, 0) / starts
  const seconds = samples.map(({ cpuSeconds }) => cpuSeconds).filter((figure) => figure !== undefined)
  return {
    milliseconds: mean(samples.map(({ milliseconds }) => milliseconds)),
    cpuSeconds: seconds.length === starts ? mean(seconds) : undefined,
    peakBytes: undefined,
  }
}
