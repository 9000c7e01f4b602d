/** What one run of one tool took. A figure that was not taken is undefined. */
export interface Sample {
  readonly milliseconds: number
  readonly cpuSeconds: number | undefined
  readonly peakBytes: number | undefined
  readonly requests?: number | undefined
  readonly connections?: number | undefined
  /** Bytes sent to the destination. */
  readonly bytesSent?: number | undefined
}

/** All runs of one tool in one row. */
export interface ToolResult {
  readonly tool: string
  readonly samples: readonly Sample[]
  /** Why there are no samples, or no more: the tool is not here, or it failed. */
  readonly problem?: string
}

/** What a row must reach. */
export interface Target {
  readonly what: string
  readonly measure: keyof Sample
  /** The tool that must reach it; `promote` unless told. */
  readonly tool?: string
  /** A ratio to the best of these tools in the same row; a plain figure unless told. */
  readonly against?: readonly string[]
  /** The highest that is good. */
  readonly atMost: number
}

/** One row of the bench. */
export interface RowResult {
  readonly id: string
  readonly title: string
  /** What was done, and how the figures were got. */
  readonly how: string
  readonly tools: readonly ToolResult[]
  readonly targets: readonly Target[]
  /** The tool that all are compared with, where that is not our own. */
  readonly baseline?: string
  /** What the baseline is compared by; milliseconds unless told. */
  readonly comparedBy?: keyof Sample
}

/** The median, lowest and highest of some figures; undefined when one is missing or there are none. */
export interface Spread {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

/** The spread of one measure of a tool. */
export function spreadOf(result: ToolResult, measure: keyof Sample): Spread | undefined {
  const values = result.samples.map((sample) => sample[measure])
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const [lowest] = known
  const highest = known.at(-1)
  if (lowest === undefined || highest === undefined || known.length < values.length) return undefined
  const upper = known[Math.floor(known.length / 2)] ?? lowest
  const lower = known[Math.floor((known.length - 1) / 2)] ?? lowest
  return { median: (lower + upper) / 2, lowest, highest }
}

/** How a target came out. */
export interface Judgement {
  readonly row: string
  readonly what: string
  readonly measure: keyof Sample
  /** Whether the figures are ratios. */
  readonly isRatio: boolean
  readonly atMost: number
  /** Undefined when something that is needed was not measured. */
  readonly found: number | undefined
}

/** Compares a row's medians with its targets. */
export function judge(row: RowResult): Judgement[] {
  const median = (tool: string, measure: keyof Sample): number | undefined => {
    const result = row.tools.find((one) => one.tool === tool)
    return result && spreadOf(result, measure)?.median
  }
  return row.targets.map(({ what, measure, tool = 'promote', against, atMost }) => {
    const ours = median(tool, measure)
    const peers = (against ?? []).map((peer) => median(peer, measure)).filter((value) => value !== undefined)
    const reference = against === undefined ? 1 : peers.length === 0 ? undefined : Math.min(...peers)
    const found = ours === undefined || reference === undefined ? undefined : ours / reference
    return { row: row.id, what, measure, isRatio: against !== undefined, atMost, found }
  })
}
