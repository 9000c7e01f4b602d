import { access, mkdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { type Image, makeImages, type Shape, uniqueBytes } from './content.ts'
import { type Access, type Depot, type Front, type Ground, openDepot } from './depot.ts'
import { measure } from './measure.ts'
import type { RowResult, Sample, Target, ToolResult } from './result.ts'
import { type Job, LAYOUT, type Tool } from './tools.ts'

/** A row in which tools copy images. */
export interface CopyRow {
  readonly id: string
  readonly title: string
  readonly shape: Shape
  /** To new repositories of the same registry, to another registry that is empty, to where all of it is already, or into a folder that is new. */
  readonly route: 'same' | 'other' | 'nothing' | 'folder'
  readonly access: Access
  /** Added by the proxies; 0 means that there are none. */
  readonly roundTripMs: number
  readonly tools: readonly Tool[]
  /** Runs of each tool, where fewer than asked for are enough. */
  readonly runs?: number
  /** Tools that are run but once: the slow ones that no target names. */
  readonly once?: readonly string[]
  /** The row's targets, given the bytes of its blobs, each digest once. */
  readonly targets: (uniqueBytes: number) => readonly Target[]
}

/** Keeps what a shape's rows share: its images, and a depot that holds them below `test`. */
export interface Sources extends AsyncDisposable {
  get(shape: Shape): Promise<{ readonly images: readonly Image[]; readonly depot: Depot }>
}

/** How rows are run. */
export interface Runs {
  readonly runs: number
  readonly say: (line: string) => void
}

/** A single run that takes longer is stopped, in milliseconds. */
const runLimit = 180_000

/** A row that has taken longer begins no further round, in milliseconds. */
const rowLimit = 150_000

/** Opens depots as they are asked for, one a shape. */
export function openSources(ground: Ground): Sources {
  const opened = new Map<string, Promise<{ images: Image[]; depot: Depot }>>()
  const open = async (shape: Shape) => {
    const depot = await openDepot(ground, `source-${opened.size}`)
    const images = makeImages(shape)
    await depot.fill('test', images)
    return { images, depot }
  }
  return {
    get(shape) {
      const key = JSON.stringify(shape)
      const source = opened.get(key) ?? open(shape)
      opened.set(key, source)
      return source
    },
    async [Symbol.asyncDispose]() {
      for (const source of await Promise.allSettled(opened.values())) {
        if (source.status === 'fulfilled') await source.value.depot.close()
      }
    },
  }
}

/** Runs a row: each round runs each tool once, beginning with another one each time. */
export async function runCopyRow(
  row: CopyRow,
  ground: Ground,
  sources: Sources,
  { runs, say }: Runs,
): Promise<RowResult> {
  const { images, depot } = await sources.get(row.shape)
  if (row.route === 'nothing') await depot.fill('prod', images)
  const source = await depot.open(row.access, row.roundTripMs)
  const results = new Map(
    row.tools.map(({ name }) => [
      name,
      { samples: [] as Sample[], problem: undefined as string | undefined },
    ]),
  )
  try {
    const begun = performance.now()
    for (let round = 0; round < Math.min(runs, row.runs ?? runs); round += 1) {
      if (performance.now() - begun > rowLimit) break
      const turn = round % row.tools.length
      for (const tool of [...row.tools.slice(turn), ...row.tools.slice(0, turn)]) {
        const result = results.get(tool.name)
        if (result === undefined || result.problem !== undefined) continue
        if (round > 0 && row.once?.includes(tool.name)) continue
        try {
          const sample = await runOnce(tool, {
            row,
            ground,
            images,
            depot,
            source,
            name: `run-${round}-${row.tools.indexOf(tool)}`,
          })
          if (sample === undefined) result.problem = 'not here'
          else result.samples.push(sample)
          say(
            `  ${tool.name}: ${sample === undefined ? 'not here' : `${Math.round(sample.milliseconds)} ms`}`,
          )
        } catch (error) {
          result.problem = error instanceof Error ? error.message : String(error)
          say(`  ${tool.name}: ${result.problem}`)
        }
      }
    }
  } finally {
    await source.close()
  }
  const tools = Array.from(results, ([tool, { samples, problem }]): ToolResult => {
    return { tool, samples, ...(problem === undefined ? {} : { problem }) }
  })
  return {
    id: row.id,
    title: row.title,
    how: describe(row, images),
    tools,
    targets: row.targets(uniqueBytes(images)),
  }
}

interface Setting {
  readonly row: CopyRow
  readonly ground: Ground
  readonly images: readonly Image[]
  readonly depot: Depot
  readonly source: Front
  /** Names this run among all of the row. */
  readonly name: string
}

/** One run of one tool with a destination of its own, checked afterwards; undefined when the tool is not here. */
async function runOnce(tool: Tool, setting: Setting): Promise<Sample | undefined> {
  const { row, ground, images, depot, source, name } = setting
  const folder = path.join(ground.folder, 'tool')
  await using stack = new AsyncDisposableStack()
  await mkdir(folder)
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  let [destination, destinationDepot] = [source, depot]
  if (row.route === 'other') {
    destinationDepot = await openDepot(ground, 'destination')
    stack.defer(() => destinationDepot.close())
    destination = await destinationDepot.open(row.access, row.roundTripMs)
    stack.defer(() => destination.close())
  }
  const prefix = row.route === 'nothing' ? 'prod' : `${row.id}-${name}`
  const job: Job = {
    images,
    from: { front: source, prefix: 'test' },
    to: { front: destination, prefix },
    folder,
  }
  const command = await tool.prepare(job)
  if (command === undefined) return undefined
  const fronts = [...new Set([source, destination])]
  const before = await Promise.all(fronts.map((front) => front.traffic()))
  const output = path.join(ground.folder, 'output')
  const usage = await measure(command, output, runLimit)
  const after = await Promise.all(fronts.map((front) => front.traffic()))
  if (usage.code !== 0) {
    const end = (await readFile(output, 'utf8')).trim().split('\n').at(-1)?.slice(0, 200) ?? ''
    throw new Error(usage.code === null ? `stopped after ${runLimit / 1000} s` : `exit ${usage.code}: ${end}`)
  }
  if (row.route === 'folder') await checkLayout(path.join(folder, LAYOUT), images)
  else await destinationDepot.check(prefix, images)
  const grown = (
    measureOf: (traffic: (typeof after)[number]) => number | undefined,
    which: readonly number[],
  ) =>
    which.reduce<number | undefined>((sum, index) => {
      const [first, last] = [
        before[index] && measureOf(before[index]),
        after[index] && measureOf(after[index]),
      ]
      return sum === undefined || first === undefined || last === undefined ? undefined : sum + last - first
    }, 0)
  const all = fronts.map((_, index) => index)
  return {
    milliseconds: usage.milliseconds,
    cpuSeconds: usage.cpuSeconds,
    peakBytes: usage.peakBytes,
    requests: grown((traffic) => traffic.requests, all),
    connections: grown((traffic) => traffic.connections, all),
    bytesSent: grown((traffic) => traffic.bytesUp, [fronts.indexOf(destination)]),
  }
}

/** @throws Error where a layout does not have the whole of each image */
async function checkLayout(folder: string, images: readonly Image[]): Promise<void> {
  for (const { digest, blobs } of images) {
    for (const one of [digest, ...blobs.map((blob) => blob.digest)])
      await access(path.join(folder, 'blobs', one.replace(':', '/')))
  }
}

function describe({ shape, route, access, roundTripMs }: CopyRow, images: readonly Image[]): string {
  const places = {
    same: 'to new repositories of the same registry',
    other: 'to another registry, empty each time',
    nothing: 'within one registry, where all of it is already',
    folder: 'into an image layout in a new folder',
  }
  const ways = {
    plain: 'plain HTTP, anonymous',
    tls: 'TLS, anonymous',
    token: 'plain HTTP, tokens with checked scopes',
  }
  const unit =
    shape.layerBytes >= 2 ** 20 ? `${shape.layerBytes / 2 ** 20} MiB` : `${shape.layerBytes / 2 ** 10} KiB`
  const megabytes = (uniqueBytes(images) / 1e6).toFixed(1)
  return [
    `${shape.images} ${shape.images === 1 ? 'image' : 'images'} × ${shape.layers} layers of ${unit}`,
    ...(shape.shared > 0 && shape.images > 1 ? [`${shape.shared} of them shared by all`] : []),
    `${megabytes} MB of blobs, each once`,
    places[route],
    ways[access],
    roundTripMs > 0 ? `${roundTripMs} ms added to each round trip` : 'no delay added',
  ].join('; ')
}
